package live.nio.identity;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import live.nio.platform.PlatformConfig;
import live.nio.platform.Secrets;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Links in letters. Each carries 256 random bits, of which only the SHA-256 is kept, in its
/// fragment, which no server and no log sees. One use.
@Singleton
class MailLinks {

  /// What a link is for; the words of the column.
  enum Purpose {
    VERIFY_EMAIL("/verify-email", Duration.ofHours(24)),
    CHANGE_EMAIL("/verify-email", Duration.ofHours(24)),
    RESET_PASSWORD("/reset-password", Duration.ofMinutes(30)),
    NOT_ME("/not-me", Duration.ofDays(7));

    private final String page;
    private final Duration lifetime;

    Purpose(String page, Duration lifetime) {
      this.page = page;
      this.lifetime = lifetime;
    }

    String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What a followed link proves: whoever has it reads the letters of that account or address.
  ///
  /// @param email the address it was sent to prove, or null
  /// @param sessionId the session it is about, or null
  record Link(Purpose purpose, UUID accountId, @Nullable String email, @Nullable UUID sessionId) {}

  private static final int TOKEN_BYTES = 32;
  private static final int MAX_TOKEN_LENGTH = 64;

  private final Jdbi jdbi;
  private final Clock clock;
  private final Secrets secrets;
  private final PlatformConfig config;

  MailLinks(Jdbi jdbi, Clock clock, Secrets secrets, PlatformConfig config) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.secrets = secrets;
    this.config = config;
  }

  /// Makes a link; the one time its token is known.
  ///
  /// @return the address to open
  String make(Link link) {
    byte[] token = secrets.random(TOKEN_BYTES);
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO mail_links (hash, purpose, account_id, email, session_id, created_at, expires_at)
                VALUES (:hash, :purpose, :accountId, :email, CAST(:sessionId AS uuid), :now, :expiresAt)
                """)
            .bind("hash", Secrets.sha256(token))
            .bind("purpose", link.purpose().column())
            .bind("accountId", link.accountId())
            .bind("email", link.email())
            .bind("sessionId", link.sessionId())
            .bind("now", clock.instant())
            .bind("expiresAt", clock.instant().plus(link.purpose().lifetime))
            .execute());
    return config.publicUrl() + link.purpose().page + "#token=" + Secrets.text(token);
  }

  /// Uses a link up.
  ///
  /// @throws IdentityErrors.LinkExpired when it is unknown, used, too old or for something else
  Link use(Handle handle, String token, Purpose... purposes) {
    return find(handle, "DELETE FROM mail_links", "RETURNING *", token, purposes);
  }

  /// What a link is for, without using it up.
  ///
  /// @throws IdentityErrors.LinkExpired as [#use]
  Link look(Handle handle, String token, Purpose... purposes) {
    return find(handle, "SELECT * FROM mail_links", "FOR UPDATE", token, purposes);
  }

  private Link find(Handle handle, String head, String tail, String token, Purpose... purposes) {
    return decode(token)
        .flatMap(bytes ->
            handle
                .createQuery(
                    "<head> WHERE hash = :hash AND expires_at > :now AND purpose IN (<purposes>) <tail>")
                .define("head", head)
                .define("tail", tail)
                .bindList("purposes", Arrays.stream(purposes).map(Purpose::column).toList())
                .bind("hash", Secrets.sha256(bytes))
                .bind("now", clock.instant())
                .map((row, _) -> read(row))
                .findOne())
        .orElseThrow(IdentityErrors.LinkExpired::new);
  }

  /// Makes every link of an account worthless.
  void revokeAll(Handle handle, UUID accountId) {
    handle.execute("DELETE FROM mail_links WHERE account_id = ?", accountId);
  }

  int deleteExpired() {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate("DELETE FROM mail_links WHERE expires_at < :now")
            .bind("now", clock.instant())
            .execute());
  }

  private static Optional<byte[]> decode(String token) {
    try {
      return token.length() <= MAX_TOKEN_LENGTH
          ? Optional.of(Base64.getUrlDecoder().decode(token))
          : Optional.empty();
    } catch (IllegalArgumentException notBase64) {
      return Optional.empty();
    }
  }

  private static Link read(ResultSet row) throws SQLException {
    return new Link(
        Purpose.valueOf(row.getString("purpose").toUpperCase(Locale.ROOT)),
        row.getObject("account_id", UUID.class),
        row.getString("email"),
        row.getObject("session_id", UUID.class));
  }
}
