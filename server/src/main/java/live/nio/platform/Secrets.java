package live.nio.platform;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Keys derived from the one server secret (`JWT_SECRET`, or the generated `data/keys/jwt.key`),
/// and random numbers. Any thread.
///
/// Each purpose gets a key of its own, so that a value signed for one can never pass for another.
@Singleton
public class Secrets {

  private static final int MIN_SECRET_LENGTH = 32;

  private final byte[] root;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Secrets(PlatformConfig config) {
    this(
        config
            .jwtSecret()
            .orElseGet(() -> DataFolder.secretIn(Path.of(config.dataDir()), "jwt.key")));
  }

  /// Uses this very secret; at least 32 characters.
  Secrets(String secret) {
    if (secret.length() < MIN_SECRET_LENGTH) {
      throw new StartupFailure(
          "JWT_SECRET must have at least %d characters; \"openssl rand -hex 32\" makes a good one. Unset it to have one generated."
              .formatted(MIN_SECRET_LENGTH));
    }
    this.root = secret.getBytes(StandardCharsets.UTF_8);
  }

  /// The 256-bit key of a purpose; the same text always gives the same key.
  public byte[] key(String purpose) {
    return hmac(root, purpose.getBytes(StandardCharsets.UTF_8));
  }

  /// HMAC-SHA-256.
  public static byte[] hmac(byte[] key, byte[] message) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(message);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }

  /// Bytes as they travel: base64url without padding ([RFC 4648
  /// §5](https://www.rfc-editor.org/rfc/rfc4648#section-5)).
  public static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /// SHA-256, for secrets of full entropy that are kept to be recognised.
  public static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /// `length` unpredictable bytes.
  public byte[] random(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /// An unpredictable number from 0 to `bound` - 1, each as likely as any other.
  public int below(int bound) {
    return random.nextInt(bound);
  }
}
