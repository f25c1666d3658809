package live.nio.stream;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.UUID;
import live.nio.platform.Secrets;
import org.jspecify.annotations.Nullable;

/// Lets a page keep its `peerId` across connections and server restarts: `peerId.signature`, bound
/// to stream and account. Any thread.
///
/// A guest's token is bound to "no account": it is a bearer token, as good as the page it was given
/// to, and only ever names a page that is watching.
@Singleton
class ResumeTokens {

  private final byte[] key;

  ResumeTokens(Secrets secrets) {
    this.key = secrets.key("live-resume");
  }

  String issue(String peerId, UUID streamId, @Nullable UUID account) {
    return peerId + "." + signature(peerId, streamId, account);
  }

  /// The peer id in the token, or empty when it is not ours or belongs to another stream or person.
  Optional<String> read(String token, UUID streamId, @Nullable UUID account) {
    int dot = token.indexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    String peerId = token.substring(0, dot);
    byte[] given = token.substring(dot + 1).getBytes(StandardCharsets.UTF_8);
    byte[] expected = signature(peerId, streamId, account).getBytes(StandardCharsets.UTF_8);
    return MessageDigest.isEqual(given, expected) ? Optional.of(peerId) : Optional.empty();
  }

  private String signature(String peerId, UUID streamId, @Nullable UUID account) {
    String message = peerId + "|" + streamId + "|" + (account == null ? "guest" : account);
    return Secrets.text(Secrets.hmac(key, message.getBytes(StandardCharsets.UTF_8)));
  }
}
