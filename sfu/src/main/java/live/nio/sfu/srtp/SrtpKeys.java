package live.nio.sfu.srtp;

/// Master keys and salts of one DTLS-SRTP association, as seen from our side.
///
/// @param localKey protects what we send
/// @param remoteKey protects what the peer sends
public record SrtpKeys(
    SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
  @Override
  public String toString() {
    return "SrtpKeys[" + profile + "]";
  }
}
