package live.nio.sfu.stun;

import java.security.GeneralSecurityException;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// HMAC-SHA1 of one short-term password, for MESSAGE-INTEGRITY, [RFC 8489
/// §14.5](https://www.rfc-editor.org/rfc/rfc8489#section-14.5). Not thread-safe.
final class StunKey {
  private final Mac mac;
  private final byte[] length = new byte[2];
  private final byte[] digest = new byte[StunMessage.INTEGRITY];

  StunKey(byte[] password) {
    try {
      mac = Mac.getInstance("HmacSHA1");
      // An empty key is no key to the JDK; HMAC fills keys up with zeros anyway.
      byte[] key = password.length == 0 ? new byte[1] : password;
      mac.init(new SecretKeySpec(key, "HmacSHA1"));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the JDK has no HMAC-SHA1", e);
    }
  }

  /// The digest of a message up to its MESSAGE-INTEGRITY, with the length the header would have if
  /// that were the last attribute. The same array each time.
  ///
  /// @param upToIntegrity bytes before the attribute
  byte[] digest(byte[] buffer, int offset, int upToIntegrity) {
    int declared = upToIntegrity - StunMessage.HEADER + 4 + StunMessage.INTEGRITY;
    length[0] = (byte) (declared >> 8);
    length[1] = (byte) declared;
    mac.update(buffer, offset, 2);
    mac.update(length);
    mac.update(buffer, offset + 4, upToIntegrity - 4);
    try {
      mac.doFinal(digest, 0);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
    return digest;
  }
}
