package live.nio.sfu.srtp;

import java.security.GeneralSecurityException;
import java.util.Arrays;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/// Session keys of one kind of packet (RTP or RTCP) in one direction, derived from a master key and
/// salt with a key derivation rate of 0, [RFC 3711
/// §4.3](https://www.rfc-editor.org/rfc/rfc3711#section-4.3).
///
/// @param rtcp whether for SRTCP
/// @param encryption the AES key
/// @param authentication the HMAC key; empty for AEAD
/// @param salt as long as the profile's
@SuppressWarnings("ArrayRecordComponent") // Never compared; wiped after use.
record SessionKeys(
    SrtpProfile profile, boolean rtcp, byte[] encryption, byte[] authentication, byte[] salt) {
  private static final int HMAC_KEY_LENGTH = 20;
  private static final int RTCP_LABELS = 3;

  static SessionKeys derive(
      SrtpProfile profile, byte[] masterKey, byte[] masterSalt, boolean rtcp) {
    if (masterKey.length != profile.keyLength() || masterSalt.length != profile.saltLength()) {
      throw new IllegalArgumentException("key or salt of a wrong length for " + profile);
    }
    int label = rtcp ? RTCP_LABELS : 0;
    int macLength = profile == SrtpProfile.AES128_CM_HMAC_SHA1_80 ? HMAC_KEY_LENGTH : 0;
    return new SessionKeys(
        profile,
        rtcp,
        derive(masterKey, masterSalt, label, profile.keyLength()),
        derive(masterKey, masterSalt, label + 1, macLength),
        derive(masterKey, masterSalt, label + 2, profile.saltLength()));
  }

  /// The AES-CM pseudo-random function, [RFC 3711
  /// §4.3.3](https://www.rfc-editor.org/rfc/rfc3711#section-4.3.3). A 96-bit salt is filled up with
  /// zeros on the right ([RFC 7714 §11](https://www.rfc-editor.org/rfc/rfc7714#section-11)).
  private static byte[] derive(byte[] masterKey, byte[] masterSalt, int label, int length) {
    byte[] input = Arrays.copyOf(masterSalt, 16);
    input[7] ^= (byte) label;
    try {
      Cipher aes = Cipher.getInstance("AES/ECB/NoPadding");
      aes.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(masterKey, "AES"));
      byte[] output = new byte[(length + 15) / 16 * 16];
      for (int block = 0; block < output.length / 16; block++) {
        input[15] = (byte) block;
        aes.doFinal(input, 0, 16, output, block * 16);
      }
      return Arrays.copyOf(output, length);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no AES", e);
    }
  }

  void wipe() {
    Arrays.fill(encryption, (byte) 0);
    Arrays.fill(authentication, (byte) 0);
    Arrays.fill(salt, (byte) 0);
  }

  @Override
  public String toString() {
    return "SessionKeys[" + profile + "]";
  }
}
