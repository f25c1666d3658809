package live.nio.identity.qr;

import java.util.Base64;
import java.util.Optional;
import live.nio.platform.Secrets;
import org.jspecify.annotations.Nullable;

/// The random values of this feature as they travel (base64url without padding) and as they are
/// kept (their SHA-256).
enum QrToken {
  /// In the picture. 128 bits: nobody guesses one that lives.
  CODE(16),
  BROWSER_SECRET(32),
  CONFIRMATION(32);

  private final int bytes;

  QrToken(int bytes) {
    this.bytes = bytes;
  }

  String make(Secrets secrets) {
    return Secrets.text(secrets.random(bytes));
  }

  /// What to look for in the database; empty for null and what cannot be one of ours.
  Optional<byte[]> hash(@Nullable String text) {
    // Four characters carry three bytes.
    if (text == null || text.length() != (bytes * 4 + 2) / 3) {
      return Optional.empty();
    }
    try {
      return Optional.of(Secrets.sha256(Base64.getUrlDecoder().decode(text)));
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }
}
