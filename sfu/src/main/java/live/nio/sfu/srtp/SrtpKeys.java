package live.nio.sfu.srtp;

/// Master keys and salts of one DTLS-SRTP association, as seen from our side. `local` protects what
/// we send, `remote` what the peer sends. Never printed.
public final class SrtpKeys {
  private final SrtpProfile profile;
  private final byte[] localKey;
  private final byte[] localSalt;
  private final byte[] remoteKey;
  private final byte[] remoteSalt;

  /// The arrays are copied.
  public SrtpKeys(
      SrtpProfile profile, byte[] localKey, byte[] localSalt, byte[] remoteKey, byte[] remoteSalt) {
    this.profile = profile;
    this.localKey = localKey.clone();
    this.localSalt = localSalt.clone();
    this.remoteKey = remoteKey.clone();
    this.remoteSalt = remoteSalt.clone();
  }

  public SrtpProfile profile() {
    return profile;
  }

  public byte[] localKey() {
    return localKey.clone();
  }

  public byte[] localSalt() {
    return localSalt.clone();
  }

  public byte[] remoteKey() {
    return remoteKey.clone();
  }

  public byte[] remoteSalt() {
    return remoteSalt.clone();
  }
}
