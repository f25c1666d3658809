package live.nio.sfu.srtp;

/// The DTLS-SRTP protection profiles we offer, best first ([RFC 7714
/// §14.2](https://www.rfc-editor.org/rfc/rfc7714#section-14.2), [RFC 5764
/// §4.1.2](https://www.rfc-editor.org/rfc/rfc5764#section-4.1.2)). Lengths in bytes.
public enum SrtpProfile {
  AEAD_AES_128_GCM(0x0007, 16, 12, 16),
  AES128_CM_HMAC_SHA1_80(0x0001, 16, 14, 10);

  private final int id;
  private final int keyLength;
  private final int saltLength;
  private final int tagLength;

  SrtpProfile(int id, int keyLength, int saltLength, int tagLength) {
    this.id = id;
    this.keyLength = keyLength;
    this.saltLength = saltLength;
    this.tagLength = tagLength;
  }

  /// The number in the `use_srtp` extension.
  public int id() {
    return id;
  }

  public int keyLength() {
    return keyLength;
  }

  public int saltLength() {
    return saltLength;
  }

  /// What a protected RTP packet is longer than a plain one.
  public int tagLength() {
    return tagLength;
  }
}
