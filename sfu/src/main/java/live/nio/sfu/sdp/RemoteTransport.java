package live.nio.sfu.sdp;

import java.util.List;

/// What the other side said of its transport: one for all sections, since they are bundled.
///
/// @param ufrag ICE user name fragment, 4–256 characters
/// @param password ICE password, 22–256 characters
/// @param fingerprint of its certificate: `sha-256 AA:BB:…`, hash in lower case, digits in upper
///   case; sha-384 or sha-512 when it gave no sha-256
/// @param setup its DTLS role as offered
/// @param candidates where it may be reached, in its order; often none
/// @param iceLite whether it only answers connectivity checks
public record RemoteTransport(
    String ufrag,
    String password,
    String fingerprint,
    Setup setup,
    List<Candidate> candidates,
    boolean iceLite) {
  public RemoteTransport {
    candidates = List.copyOf(candidates);
  }
}
