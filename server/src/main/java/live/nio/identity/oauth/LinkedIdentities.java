package live.nio.identity.oauth;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.SignInMethod;
import live.nio.platform.Ids;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// SQL of `linked_identities`: one provider at most once an account, one identity at most once at
/// all.
@Singleton
class LinkedIdentities {

  /// A row, without what only the provider needs to know.
  ///
  /// @param email what the provider last told, for people to recognise it by; proves nothing
  record Linked(
      SignInMethod provider,
      @Nullable String email,
      @Nullable String name,
      Instant linkedAt,
      Instant lastUsedAt) {}

  private final Jdbi jdbi;
  private final Clock clock;

  LinkedIdentities(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /// The account this identity signs in to, noting that it did.
  Optional<UUID> use(ForeignIdentity who) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE linked_identities SET last_used_at = :now, name = coalesce(:name, name), email = coalesce(:email, email)
                WHERE issuer = :issuer AND subject = :subject
                RETURNING account_id
                """)
            .bind("now", clock.instant())
            .bind("name", label(who))
            .bind("email", who.email())
            .bind("issuer", who.issuer())
            .bind("subject", who.subject())
            .mapTo(UUID.class)
            .findOne());
  }

  /// The account this identity is linked to.
  Optional<UUID> owner(Handle handle, ForeignIdentity who) {
    return handle
        .createQuery(
            "SELECT account_id FROM linked_identities WHERE issuer = :issuer AND subject = :subject")
        .bind("issuer", who.issuer())
        .bind("subject", who.subject())
        .mapTo(UUID.class)
        .findOne();
  }

  /// Links an identity to an account.
  ///
  /// @return false when the identity is linked already, or the account has another one of this
  ///   provider
  boolean insert(Handle handle, UUID accountId, SignInMethod provider, ForeignIdentity who) {
    return handle
            .createUpdate(
                """
                INSERT INTO linked_identities (id, account_id, provider, issuer, subject, email, name, linked_at, last_used_at)
                VALUES (:id, :accountId, :provider, :issuer, :subject, :email, :name, :now, :now)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", Ids.next())
            .bind("accountId", accountId)
            .bind("provider", provider.code())
            .bind("issuer", who.issuer())
            .bind("subject", who.subject())
            .bind("email", who.email())
            .bind("name", label(who))
            .bind("now", clock.instant())
            .execute()
        == 1;
  }

  /// Takes a provider away from an account.
  ///
  /// @return whether there was one
  boolean delete(Handle handle, UUID accountId, SignInMethod provider) {
    return handle
            .createUpdate(
                "DELETE FROM linked_identities WHERE account_id = :accountId AND provider = :provider")
            .bind("accountId", accountId)
            .bind("provider", provider.code())
            .execute()
        == 1;
  }

  /// The oldest link first.
  List<Linked> of(UUID accountId) {
    return jdbi.withHandle(handle -> of(handle, accountId));
  }

  List<Linked> of(Handle handle, UUID accountId) {
    return handle
        .createQuery(
            """
            SELECT provider, email, name, linked_at, last_used_at FROM linked_identities
            WHERE account_id = :accountId ORDER BY linked_at, id
            """)
        .bind("accountId", accountId)
        .map((row, _) -> read(row))
        .list();
  }

  private static @Nullable String label(ForeignIdentity who) {
    return who.name() == null ? who.username() : who.name();
  }

  private static Linked read(ResultSet row) throws SQLException {
    return new Linked(
        SignInMethod.ofCode(row.getString("provider")),
        row.getString("email"),
        row.getString("name"),
        row.getTimestamp("linked_at").toInstant(),
        row.getTimestamp("last_used_at").toInstant());
  }
}
