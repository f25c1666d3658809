package live.nio.sfu.sdp;

import java.util.List;

/// What we say of our transport, in answers and in the reply to an ICE restart.
///
/// @param ufrag ICE user name fragment
/// @param password ICE password
/// @param fingerprint SHA-256 of our certificate: `AA:BB:…`, with or without `sha-256 ` before it
/// @param candidates all of them: nothing is trickled from here
public record LocalTransport(
    String ufrag, String password, String fingerprint, List<Candidate> candidates) {
  public LocalTransport {
    candidates = List.copyOf(candidates);
    fingerprint = fingerprint.indexOf(' ') < 0 ? "sha-256 " + fingerprint : fingerprint;
  }
}
