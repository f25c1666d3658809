package live.nio.stream;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import live.nio.platform.Secrets;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Stream keys: what an encoder such as OBS publishes with in place of signing in, and what its
/// broadcasts are called. Virtual threads.
///
/// A key is `live_` and 192 random bits, known to us only by its SHA-256 and shown once. One a
/// person; making another ends the one before, and what is published with it. It is good for
/// publishing its holder's streams and for nothing else.
@Singleton
class StreamKeys {

  private static final int KEY_BYTES = 24;
  private static final int MAX_KEY_LENGTH = 100;

  /// What a stream is called that an encoder starts.
  record Broadcast(String title, String description, Category category) {}

  /// What a person has.
  ///
  /// @param createdAt null without a key
  /// @param lastUsedAt null when it never was
  record Saved(@Nullable Instant createdAt, @Nullable Instant lastUsedAt, Broadcast broadcast) {}

  private record Row(
      @Nullable Instant createdAt,
      @Nullable Instant lastUsedAt,
      @Nullable String title,
      String description,
      Category category) {}

  private final Jdbi jdbi;
  private final People people;
  private final Secrets secrets;
  private final RateLimits limits;
  private final MediaSessions sessions;
  private final Clock clock;

  StreamKeys(
      Jdbi jdbi,
      People people,
      Secrets secrets,
      RateLimits limits,
      MediaSessions sessions,
      Clock clock) {
    this.jdbi = jdbi;
    this.people = people;
    this.secrets = secrets;
    this.limits = limits;
    this.sessions = sessions;
    this.clock = clock;
  }

  /// Whose key this is.
  ///
  /// @throws live.nio.platform.DomainError `unauthorized` when it is nobody's, or its holder is
  ///   blocked
  UUID holder(String key, String network) {
    limits.take(Limit.STREAM_KEY_NETWORK, network);
    if (key.length() > MAX_KEY_LENGTH) {
      throw new StreamErrors.UnknownKey();
    }
    return jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "UPDATE stream_keys SET last_used_at = :now WHERE hash = :hash RETURNING account_id")
                .bind("now", clock.instant())
                .bind("hash", sha256(key))
                .mapTo(UUID.class)
                .findOne())
        .filter(account -> people.active(account).isPresent())
        .orElseThrow(StreamErrors.UnknownKey::new);
  }

  /// What a stream started by this person's encoder is called: what was saved, or the nickname.
  Broadcast broadcast(UUID account) {
    Optional<Row> row = find(account);
    String title =
        row.map(Row::title)
            .or(() -> people.active(account).map(Person::nickname))
            .orElseThrow(StreamErrors.UnknownKey::new);
    return new Broadcast(
        title, row.map(Row::description).orElse(""), row.map(Row::category).orElse(Category.OTHER));
  }

  Saved saved(Identity holder) {
    Optional<Row> row = find(holder.accountId());
    return new Saved(
        row.map(Row::createdAt).orElse(null),
        row.map(Row::lastUsedAt).orElse(null),
        broadcast(holder.accountId()));
  }

  /// Makes a key, the only good one from now on.
  ///
  /// @return the key, for the only time
  String regenerate(Identity holder) {
    limits.take(Limit.STREAM_KEY_EDIT, holder.accountId().toString());
    String key = Caller.STREAM_KEY_PREFIX + Secrets.text(secrets.random(KEY_BYTES));
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO stream_keys (account_id, hash, created_at) VALUES (:account, :hash, :now)
                ON CONFLICT (account_id) DO UPDATE SET hash = :hash, created_at = :now, last_used_at = NULL
                """)
            .bind("account", holder.accountId())
            .bind("hash", sha256(key))
            .bind("now", clock.instant())
            .execute());
    sessions.keyRevoked(holder.accountId());
    return key;
  }

  /// Takes the key away; what is saved stays.
  void revoke(Identity holder) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                "UPDATE stream_keys SET hash = NULL, created_at = NULL, last_used_at = NULL WHERE account_id = :account")
            .bind("account", holder.accountId())
            .execute());
    sessions.keyRevoked(holder.accountId());
  }

  void save(Identity holder, Broadcast broadcast) {
    limits.take(Limit.STREAM_KEY_EDIT, holder.accountId().toString());
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO stream_keys (account_id, title, description, category)
                VALUES (:account, :title, :description, :category)
                ON CONFLICT (account_id) DO UPDATE SET title = :title, description = :description, category = :category
                """)
            .bind("account", holder.accountId())
            .bind("title", broadcast.title())
            .bind("description", broadcast.description())
            .bind("category", broadcast.category().word())
            .execute());
  }

  private Optional<Row> find(UUID account) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT created_at, last_used_at, title, description, category FROM stream_keys WHERE account_id = :account")
            .bind("account", account)
            .map((row, _) -> read(row))
            .findOne());
  }

  private static Row read(ResultSet row) throws SQLException {
    return new Row(
        instant(row.getTimestamp("created_at")),
        instant(row.getTimestamp("last_used_at")),
        row.getString("title"),
        row.getString("description"),
        Category.fromString(row.getString("category")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp time) {
    return time == null ? null : time.toInstant();
  }

  private static byte[] sha256(String key) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(key.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
