package live.nio.identity;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.platform.Place;
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

  /// A session just opened or refreshed.
  ///
  /// @param refreshToken the token to hand out; the only time it is known
  /// @param expiresAt when the session ends whatever happens; rotation does not move it
  record Grant(UUID sessionId, UUID accountId, String refreshToken, Instant expiresAt) {}

  /// @param evicted the sessions that had to end for it
  record Opened(Grant grant, List<UUID> evicted) {}

  /// An open session as its owner sees it.
  ///
  /// @param confirmed false for a login from a new device its owner has not said a word about
  record Listed(
      UUID id,
      String ipAddress,
      String userAgent,
      DeviceInfo device,
      Place place,
      SignInMethod method,
      boolean confirmed,
      Instant lastActiveAt,
      Instant createdAt,
      Instant expiresAt) {}

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
  private final Notices notices;
  private final Event<SessionEnded> endedEvents;

  Sessions(
      Jdbi jdbi, Clock clock, Secrets secrets, Notices notices, Event<SessionEnded> endedEvents) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.secrets = secrets;
    this.successorKey = secrets.key("refresh-token-successor");
    this.notices = notices;
    this.endedEvents = endedEvents;
  }

  /// Opens a session. Above [#MAX_PER_ACCOUNT], the least recently used ones end; telling of that
  /// is the caller's, after the commit.
  Opened open(
      Handle handle,
      UUID accountId,
      Visitor visitor,
      SignInMethod method,
      byte[] deviceHash,
      boolean confirmed) {
    UUID sessionId = Ids.next();
    byte[] token = secrets.random(TOKEN_BYTES);
    Instant now = clock.instant();
    Instant expiresAt = now.plus(LIFETIME);
    // Two logins at once must not both see ten sessions: the account's row is the queue.
    // Not FOR UPDATE: rows that refer to the account were inserted before by both, and each would
    // wait for the other's reference.
    handle
        .createQuery("SELECT 1 FROM accounts WHERE id = :id FOR NO KEY UPDATE")
        .bind("id", accountId)
        .mapTo(int.class)
        .one();
    handle
        .createUpdate(
            """
            INSERT INTO sessions (id, account_id, user_agent, ip_address, device, device_kind, browser, system, country_code, city,
              method, factors, authenticated_at, confirmed_at, created_at, last_active_at, expires_at, device_hash)
            VALUES (:id, :accountId, :userAgent, :ip, :device, :deviceKind, :browser, :system, :countryCode, :city,
              :method, ARRAY[:method], :authenticatedAt, :confirmedAt, :now, :now, :expiresAt, :deviceHash)
            """)
        .bind("id", sessionId)
        .bind("accountId", accountId)
        .bindMap(VisitorColumns.of(visitor))
        .bind("method", method.code())
        .bind("authenticatedAt", method.provesPerson() ? now : null)
        .bind("confirmedAt", confirmed ? now : null)
        .bind("now", now)
        .bind("expiresAt", expiresAt)
        .bind("deviceHash", deviceHash)
        .execute();
    insertToken(handle, token, sessionId, 0, now);
    List<UUID> evicted =
        handle
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
    return new Opened(new Grant(sessionId, accountId, Secrets.text(token), expiresAt), evicted);
  }

  /// Replaces a refresh token.
  ///
  /// @throws IdentityErrors.RefreshInvalid when it is unknown, expired, or was used before; the
  ///   latter ends its session
  Grant refresh(String refreshToken, Visitor visitor) {
    byte[] token = decode(refreshToken);
    Instant now = clock.instant();
    Outcome outcome = jdbi.inTransaction(handle -> rotate(handle, token, visitor, now));
    return switch (outcome) {
      case Rotated(Grant grant) -> grant;
      case Refused() -> throw new IdentityErrors.RefreshInvalid();
      case Stolen(UUID sessionId, UUID accountId, Notice notice) -> {
        LOG.warnf("Session %s ended: an old refresh token was used again", sessionId);
        endedEvents.fire(new SessionEnded(sessionId, accountId, EndReason.TOKEN_REUSE));
        notices.tell(accountId, List.of(notice));
        throw new IdentityErrors.RefreshInvalid();
      }
    };
  }

  private sealed interface Outcome {}

  private record Rotated(Grant grant) implements Outcome {}

  private record Refused() implements Outcome {}

  private record Stolen(UUID sessionId, UUID accountId, Notice notice) implements Outcome {}

  private Outcome rotate(Handle handle, byte[] token, Visitor visitor, Instant now) {
    Optional<TokenRow> found = findForUpdate(handle, token);
    if (found.isEmpty() || found.get().ended() || !found.get().expiresAt().isAfter(now)) {
      return new Refused();
    }
    TokenRow row = found.get();
    byte[] successor = Secrets.hmac(successorKey, token);
    Grant grant =
        new Grant(row.sessionId(), row.accountId(), Secrets.text(successor), row.expiresAt());
    if (row.replacedAt() == null) {
      handle
          .createUpdate("UPDATE refresh_tokens SET replaced_at = :now WHERE hash = :hash")
          .bind("now", now)
          .bind("hash", Secrets.sha256(token))
          .execute();
      insertToken(handle, successor, row.sessionId(), row.generation() + 1, now);
      handle
          .createUpdate(
              """
              UPDATE sessions SET last_active_at = :now, ip_address = :ip, user_agent = :userAgent, device = :device,
                device_kind = :deviceKind, browser = :browser, system = :system, country_code = :countryCode, city = :city
              WHERE id = :id
              """)
          .bind("now", now)
          .bindMap(VisitorColumns.of(visitor))
          .bind("id", row.sessionId())
          .execute();
      return new Rotated(grant);
    }
    boolean previous = row.generation() == row.currentGeneration() - 1;
    if (previous && now.isBefore(row.replacedAt().plus(GRACE))) {
      return new Rotated(grant);
    }
    end(handle, row.sessionId(), EndReason.TOKEN_REUSE, now);
    return new Stolen(
        row.sessionId(),
        row.accountId(),
        notices.raise(handle, row.accountId(), Notice.Kind.TOKEN_REUSE, row.sessionId(), null));
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
            .bind("hash", Secrets.sha256(token))
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
        .bind("hash", Secrets.sha256(token))
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
          return row.map(
              found -> new SessionEnded(found.sessionId(), found.accountId(), EndReason.LOGOUT));
        });
    ended.ifPresent(endedEvents::fire);
  }

  /// The open sessions of an account, the latest used first; [#MAX_PER_ACCOUNT] at most.
  List<Listed> open(UUID accountId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT * FROM sessions
                WHERE account_id = :accountId AND ended_at IS NULL AND expires_at > :now
                ORDER BY last_active_at DESC, id DESC
                """)
            .bind("accountId", accountId)
            .bind("now", clock.instant())
            .map((row, _) ->
                new Listed(
                    row.getObject("id", UUID.class),
                    row.getString("ip_address"),
                    row.getString("user_agent"),
                    VisitorColumns.device(row),
                    VisitorColumns.place(row),
                    SignInMethod.ofCode(row.getString("method")),
                    row.getTimestamp("confirmed_at") != null,
                    row.getTimestamp("last_active_at").toInstant(),
                    row.getTimestamp("created_at").toInstant(),
                    row.getTimestamp("expires_at").toInstant()))
            .list());
  }

  /// Ends one open session of an account, and tells everybody concerned.
  ///
  /// @return whether there was such a session
  boolean end(UUID accountId, UUID sessionId, EndReason reason) {
    boolean ended =
        jdbi.withHandle(handle ->
                endWhere(handle, accountId, reason, "id = CAST(:it AS uuid)", sessionId))
                .size()
            == 1;
    if (ended) {
      endedEvents.fire(new SessionEnded(sessionId, accountId, reason));
    }
    return ended;
  }

  /// Ends a session its account's owner does not know, and forgets the device it was opened on: the
  /// next login from there is a new one again.
  ///
  /// @return whether the account had such an open session
  boolean endNotMine(UUID accountId, UUID sessionId) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                DELETE FROM known_devices d USING sessions s
                WHERE s.id = :sessionId AND s.account_id = :accountId
                  AND d.account_id = s.account_id AND d.device_hash = s.device_hash
                """)
            .bind("sessionId", sessionId)
            .bind("accountId", accountId)
            .execute());
    return end(accountId, sessionId, EndReason.NOT_ME);
  }

  /// Ends all open sessions of an account but one.
  ///
  /// @return how many ended
  int endOthers(UUID accountId, UUID kept, EndReason reason) {
    List<UUID> ended = jdbi.withHandle(handle -> endOthers(handle, accountId, kept, reason));
    tellEnded(accountId, ended, reason);
    return ended.size();
  }

  /// As the other, as part of a transaction; after its commit [#tellEnded] is due.
  ///
  /// @param kept null to end them all
  List<UUID> endOthers(Handle handle, UUID accountId, @Nullable UUID kept, EndReason reason) {
    return endWhere(handle, accountId, reason, "id IS DISTINCT FROM CAST(:it AS uuid)", kept);
  }

  void tellEnded(UUID accountId, List<UUID> ended, EndReason reason) {
    ended.forEach(id -> endedEvents.fire(new SessionEnded(id, accountId, reason)));
  }

  private List<UUID> endWhere(
      Handle handle, UUID accountId, EndReason reason, String which, @Nullable UUID it) {
    return handle
        .createQuery(
            """
            UPDATE sessions SET ended_at = :now, end_reason = :reason
            WHERE account_id = :accountId AND ended_at IS NULL AND expires_at > :now AND <which>
            RETURNING id
            """)
        .define("which", which)
        .bind("now", clock.instant())
        .bind("reason", reason.code())
        .bind("accountId", accountId)
        .bind("it", it)
        .mapTo(UUID.class)
        .list();
  }

  /// The owner said this session is theirs.
  void confirm(Handle handle, UUID sessionId) {
    handle
        .createUpdate(
            "UPDATE sessions SET confirmed_at = :now WHERE id = :id AND confirmed_at IS NULL")
        .bind("now", clock.instant())
        .bind("id", sessionId)
        .execute();
  }

  /// Notes when sessions were last used; later moments win.
  void touch(Map<UUID, Instant> lastUsed) {
    jdbi.useHandle(handle -> {
      var batch =
          handle.prepareBatch(
              "UPDATE sessions SET last_active_at = greatest(last_active_at, :at) WHERE id = :id AND ended_at IS NULL");
      lastUsed.forEach((id, at) -> batch.bind("at", at).bind("id", id).add());
      batch.execute();
    });
  }

  /// Whether this is a session of the account that can still be used.
  boolean isOpen(UUID accountId, UUID sessionId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT exists(SELECT 1 FROM sessions
                  WHERE id = :id AND account_id = :accountId AND ended_at IS NULL AND expires_at > :now)
                """)
            .bind("id", sessionId)
            .bind("accountId", accountId)
            .bind("now", clock.instant())
            .mapTo(boolean.class)
            .one());
  }

  /// When the session last proved who uses it, by a factor that proves a person; empty for one that
  /// never did.
  Optional<Instant> authenticatedAt(UUID sessionId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT authenticated_at FROM sessions WHERE id = :id AND authenticated_at IS NOT NULL")
            .bind("id", sessionId)
            .mapTo(Instant.class)
            .findOne());
  }

  /// The session has just proved who uses it once more.
  void authenticated(UUID sessionId, SignInMethod method) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                UPDATE sessions SET authenticated_at = :now,
                  factors = CASE WHEN :method = ANY(factors) THEN factors ELSE factors || :method END
                WHERE id = :id
                """)
            .bind("now", clock.instant())
            .bind("method", method.code())
            .bind("id", sessionId)
            .execute());
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
        .bind("reason", reason.code())
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
        .bind("hash", Secrets.sha256(token))
        .bind("sessionId", sessionId)
        .bind("generation", generation)
        .bind("now", now)
        .execute();
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
}
