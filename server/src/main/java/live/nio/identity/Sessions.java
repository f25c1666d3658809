package live.nio.identity;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.platform.Secrets;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Device sessions and the rotation of their refresh tokens.
///
/// ## Rotation
///
/// A refresh token is 256 bits, known to us only by its SHA-256. Presenting the current one
/// replaces it. Its successor is not random but HMAC-SHA-256(server key, token): so when the same
/// token comes twice within [#GRACE] (two tabs, or an answer lost on the way) the second caller
/// gets the very same successor, though nothing secret was stored. Without the server's key nobody
/// can compute it.
///
/// An older token, or the previous one after the grace, was stolen or is the thief's victim's: the
/// whole session ends. A token we never gave out changes nothing.
@Singleton
class Sessions {

  private static final Logger LOG = Logger.getLogger(Sessions.class);

  static final Duration LIFETIME = Duration.ofDays(30);
  static final Duration GRACE = Duration.ofSeconds(10);
  static final int MAX_PER_ACCOUNT = 10;

  private static final int TOKEN_BYTES = 32;
  private static final int MAX_TOKEN_LENGTH = 64;
  private static final int MAX_USER_AGENT_LENGTH = 400;

  /// Why a session ended; the words of the column `sessions.end_reason`.
  enum EndReason {
    LOGOUT,
    TOKEN_REUSE,
    EVICTED;

    String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Where a session was opened from.
  record Device(String userAgent, String ipAddress) {}

  /// A session just opened or refreshed.
  ///
  /// @param refreshToken the token to hand out; the only time it is known
  /// @param expiresAt when the session ends whatever happens; rotation does not move it
  record Grant(UUID sessionId, UUID accountId, String refreshToken, Instant expiresAt) {}

  private record TokenRow(
      UUID sessionId,
      int generation,
      @Nullable Instant replacedAt,
      UUID accountId,
      Instant expiresAt,
      boolean ended,
      int currentGeneration) {}

  private final Jdbi jdbi;
  private final Clock clock;
  private final Secrets secrets;
  private final byte[] successorKey;
  private final Event<SessionEnded> endedEvents;

  Sessions(Jdbi jdbi, Clock clock, Secrets secrets, Event<SessionEnded> endedEvents) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.secrets = secrets;
    this.successorKey = secrets.key("refresh-token-successor");
    this.endedEvents = endedEvents;
  }

  /// Opens a session. Above [#MAX_PER_ACCOUNT], the least recently used ones end.
  Grant open(UUID accountId, Device device) {
    UUID sessionId = Ids.next();
    byte[] token = secrets.random(TOKEN_BYTES);
    Instant now = clock.instant();
    Instant expiresAt = now.plus(LIFETIME);
    List<UUID> evicted =
        jdbi.inTransaction(handle -> {
          // Two logins at once must not both see ten sessions: the account's row is the queue.
          handle
              .createQuery("SELECT 1 FROM accounts WHERE id = :id FOR UPDATE")
              .bind("id", accountId)
              .mapTo(int.class)
              .one();
          handle
              .createUpdate(
                  """
                  INSERT INTO sessions (id, account_id, user_agent, ip_address, created_at, last_active_at, expires_at)
                  VALUES (:id, :accountId, :userAgent, :ip, :now, :now, :expiresAt)
                  """)
              .bind("id", sessionId)
              .bind("accountId", accountId)
              .bind("userAgent", truncate(device.userAgent()))
              .bind("ip", device.ipAddress())
              .bind("now", now)
              .bind("expiresAt", expiresAt)
              .execute();
          insertToken(handle, token, sessionId, 0, now);
          return handle
              .createQuery(
                  """
                  UPDATE sessions SET ended_at = :now, end_reason = 'evicted'
                  WHERE id IN (
                    SELECT id FROM sessions
                    WHERE account_id = :accountId AND ended_at IS NULL AND expires_at > :now
                    ORDER BY last_active_at DESC, id DESC OFFSET :max)
                  RETURNING id
                  """)
              .bind("now", now)
              .bind("accountId", accountId)
              .bind("max", MAX_PER_ACCOUNT)
              .mapTo(UUID.class)
              .list();
        });
    evicted.forEach(id -> endedEvents.fire(new SessionEnded(id, accountId)));
    return new Grant(sessionId, accountId, encode(token), expiresAt);
  }

  /// Replaces a refresh token.
  ///
  /// @throws IdentityErrors.RefreshInvalid when it is unknown, expired, or was used before; the
  ///   latter ends its session
  Grant refresh(String refreshToken, Device device) {
    byte[] token = decode(refreshToken);
    Instant now = clock.instant();
    Outcome outcome = jdbi.inTransaction(handle -> rotate(handle, token, device, now));
    return switch (outcome) {
      case Rotated(Grant grant) -> grant;
      case Refused() -> throw new IdentityErrors.RefreshInvalid();
      case Stolen(UUID sessionId, UUID accountId) -> {
        LOG.warnf("Session %s ended: an old refresh token was used again", sessionId);
        endedEvents.fire(new SessionEnded(sessionId, accountId));
        throw new IdentityErrors.RefreshInvalid();
      }
    };
  }

  private sealed interface Outcome {}

  private record Rotated(Grant grant) implements Outcome {}

  private record Refused() implements Outcome {}

  private record Stolen(UUID sessionId, UUID accountId) implements Outcome {}

  private Outcome rotate(Handle handle, byte[] token, Device device, Instant now) {
    Optional<TokenRow> found = findForUpdate(handle, token);
    if (found.isEmpty() || found.get().ended() || !found.get().expiresAt().isAfter(now)) {
      return new Refused();
    }
    TokenRow row = found.get();
    byte[] successor = Secrets.hmac(successorKey, token);
    Grant grant = new Grant(row.sessionId(), row.accountId(), encode(successor), row.expiresAt());
    if (row.replacedAt() == null) {
      handle
          .createUpdate("UPDATE refresh_tokens SET replaced_at = :now WHERE hash = :hash")
          .bind("now", now)
          .bind("hash", sha256(token))
          .execute();
      insertToken(handle, successor, row.sessionId(), row.generation() + 1, now);
      handle
          .createUpdate(
              "UPDATE sessions SET last_active_at = :now, ip_address = :ip, user_agent = :userAgent WHERE id = :id")
          .bind("now", now)
          .bind("ip", device.ipAddress())
          .bind("userAgent", truncate(device.userAgent()))
          .bind("id", row.sessionId())
          .execute();
      return new Rotated(grant);
    }
    boolean previous = row.generation() == row.currentGeneration() - 1;
    if (previous && now.isBefore(row.replacedAt().plus(GRACE))) {
      return new Rotated(grant);
    }
    end(handle, row.sessionId(), EndReason.TOKEN_REUSE, now);
    return new Stolen(row.sessionId(), row.accountId());
  }

  private static Optional<TokenRow> findForUpdate(Handle handle, byte[] token) {
    // The session's row is locked, so that of two refreshes at once the second sees what the first
    // did.
    Optional<UUID> session =
        handle
            .createQuery(
                """
                SELECT s.id FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
                WHERE t.hash = :hash FOR UPDATE OF s
                """)
            .bind("hash", sha256(token))
            .mapTo(UUID.class)
            .findOne();
    if (session.isEmpty()) {
      return Optional.empty();
    }
    return handle
        .createQuery(
            """
            SELECT t.session_id, t.generation, t.replaced_at, s.account_id, s.expires_at, s.ended_at IS NOT NULL AS ended,
                   (SELECT max(generation) FROM refresh_tokens WHERE session_id = s.id) AS current_generation
            FROM refresh_tokens t JOIN sessions s ON s.id = t.session_id
            WHERE t.hash = :hash
            """)
        .bind("hash", sha256(token))
        .map((row, _) -> {
          Timestamp replacedAt = row.getTimestamp("replaced_at");
          return new TokenRow(
              row.getObject("session_id", UUID.class),
              row.getInt("generation"),
              replacedAt == null ? null : replacedAt.toInstant(),
              row.getObject("account_id", UUID.class),
              row.getTimestamp("expires_at").toInstant(),
              row.getBoolean("ended"),
              row.getInt("current_generation"));
        })
        .findOne();
  }

  /// Ends the session a refresh token belongs to, if it is the current one. A token that is none is
  /// ignored: the caller wanted to be signed out and is.
  void logout(String refreshToken) {
    byte[] token = decode(refreshToken);
    Instant now = clock.instant();
    Optional<SessionEnded> ended =
        jdbi.inTransaction(handle -> {
          Optional<TokenRow> row = findForUpdate(handle, token).filter(found -> !found.ended());
          row.ifPresent(found -> end(handle, found.sessionId(), EndReason.LOGOUT, now));
          return row.map(found -> new SessionEnded(found.sessionId(), found.accountId()));
        });
    ended.ifPresent(endedEvents::fire);
  }

  /// Sessions ended since an instant, with the moment; those are the ones whose access tokens may
  /// still be unexpired.
  Map<UUID, Instant> endedSince(Instant since) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT id, ended_at FROM sessions WHERE ended_at > :since")
            .bind("since", since)
            .reduceRows(
                new HashMap<>(),
                (map, row) -> {
                  map.put(
                      row.getColumn("id", UUID.class), row.getColumn("ended_at", Instant.class));
                  return map;
                }));
  }

  /// Forgets what is long over: sessions (and with them their tokens) a day after they could have
  /// been used.
  int deleteExpired() {
    Instant dayAgo = clock.instant().minus(Duration.ofDays(1));
    return jdbi.withHandle(handle ->
        handle
            .createUpdate("DELETE FROM sessions WHERE expires_at < :dayAgo")
            .bind("dayAgo", dayAgo)
            .execute());
  }

  private static void end(Handle handle, UUID sessionId, EndReason reason, Instant now) {
    handle
        .createUpdate(
            "UPDATE sessions SET ended_at = :now, end_reason = :reason WHERE id = :id AND ended_at IS NULL")
        .bind("now", now)
        .bind("reason", reason.column())
        .bind("id", sessionId)
        .execute();
  }

  private static void insertToken(
      Handle handle, byte[] token, UUID sessionId, int generation, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO refresh_tokens (hash, session_id, generation, created_at)
            VALUES (:hash, :sessionId, :generation, :now)
            """)
        .bind("hash", sha256(token))
        .bind("sessionId", sessionId)
        .bind("generation", generation)
        .bind("now", now)
        .execute();
  }

  private static String encode(byte[] token) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(token);
  }

  private static byte[] decode(String token) {
    try {
      if (token.length() <= MAX_TOKEN_LENGTH) {
        return Base64.getUrlDecoder().decode(token);
      }
    } catch (IllegalArgumentException notBase64) {
      // The same answer as for a token nobody knows.
    }
    throw new IdentityErrors.RefreshInvalid();
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static String truncate(String userAgent) {
    return userAgent.length() <= MAX_USER_AGENT_LENGTH
        ? userAgent
        : userAgent.substring(0, MAX_USER_AGENT_LENGTH);
  }
}
