package live.nio.identity;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import live.nio.platform.Language;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/// SQL of `accounts`.
@Singleton
class AccountStore {

  private static final String COLUMNS =
      "id, email, claimed_email, email_verified_at, nickname, avatar, password_hash, role, language, disabled_at, created_at";

  private final Jdbi jdbi;

  AccountStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// @throws IdentityErrors.EmailTaken or [IdentityErrors.NicknameTaken] when another account has
  ///   it
  void insert(Account account) {
    try {
      jdbi.useHandle(handle ->
          handle
              .createUpdate(
                  """
                  INSERT INTO accounts (id, email, claimed_email, email_verified_at, nickname, password_hash, role, language, created_at)
                  VALUES (:id, :email, :claimedEmail, :emailVerifiedAt, :nickname, :passwordHash, :role, :language, :createdAt)
                  """)
              .bind("id", account.id())
              .bind("email", account.email())
              .bind("claimedEmail", account.claimedEmail())
              .bind("emailVerifiedAt", account.emailVerifiedAt())
              .bind("nickname", account.nickname())
              .bind("language", account.language().code())
              .bind("passwordHash", account.passwordHash())
              .bind("role", account.role().column())
              .bind("createdAt", account.createdAt())
              .execute());
    } catch (UnableToExecuteStatementException e) {
      throw switch (violatedConstraint(e)) {
        case "accounts_email" -> new IdentityErrors.EmailTaken();
        case "accounts_nickname" -> new IdentityErrors.NicknameTaken();
        default -> e;
      };
    }
  }

  /// Inserts an account that has no claimed address, unless its nickname or address is taken.
  ///
  /// @return whether it was inserted
  boolean insertIfFree(Handle handle, Account account) {
    return handle
            .createUpdate(
                """
                INSERT INTO accounts (id, email, email_verified_at, nickname, password_hash, role, language, created_at)
                VALUES (:id, :email, :emailVerifiedAt, :nickname, :passwordHash, :role, :language, :createdAt)
                ON CONFLICT DO NOTHING
                """)
            .bind("id", account.id())
            .bind("email", account.email())
            .bind("emailVerifiedAt", account.emailVerifiedAt())
            .bind("nickname", account.nickname())
            .bind("passwordHash", account.passwordHash())
            .bind("role", account.role().column())
            .bind("language", account.language().code())
            .bind("createdAt", account.createdAt())
            .execute()
        == 1;
  }

  /// Whether an account has this address, or claims it.
  boolean emailInUse(Handle handle, String email) {
    return handle
        .createQuery(
            "SELECT exists(SELECT 1 FROM accounts WHERE email = :email OR claimed_email = :email)")
        .bind("email", email)
        .mapTo(boolean.class)
        .one();
  }

  /// Locks the account's row.
  boolean hasPasswordForUpdate(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT password_hash IS NOT NULL FROM accounts WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .mapTo(boolean.class)
        .findOne()
        .orElseThrow(IdentityErrors.Unauthorized::new);
  }

  private static String violatedConstraint(UnableToExecuteStatementException e) {
    if (e.getCause() instanceof PSQLException cause
        && PSQLState.UNIQUE_VIOLATION.getState().equals(cause.getSQLState())) {
      ServerErrorMessage message = cause.getServerErrorMessage();
      String constraint = message == null ? null : message.getConstraint();
      return constraint == null ? "" : constraint;
    }
    return "";
  }

  Optional<Account> byId(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + " FROM accounts WHERE id = :id")
            .bind("id", id)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// The account whose address this is, and the one that only claims it; one query, so that their
  /// number does not show in the time it takes.
  Claimants byLogin(String email) {
    List<Account> found =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "SELECT "
                        + COLUMNS
                        + " FROM accounts WHERE email = :email OR claimed_email = :email")
                .bind("email", email)
                .map((row, _) -> read(row))
                .list());
    return new Claimants(
        found.stream().filter(it -> it.email() != null).findFirst(),
        found.stream().filter(it -> it.email() == null).findFirst());
  }

  record Claimants(Optional<Account> owner, Optional<Account> claimant) {}

  /// The account, for the rest of the transaction ours alone.
  Optional<Account> lock(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM accounts WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// Takes an address from whoever has it without having proved it, or only claims it.
  ///
  /// @param except the account that is about to have it
  /// @return false when somebody else has proved it
  boolean releaseUnproved(Handle handle, String email, UUID except) {
    handle
        .createUpdate(
            """
            UPDATE accounts SET email = NULL, claimed_email = NULL
            WHERE id <> :except AND (email = :email OR claimed_email = :email) AND email_verified_at IS NULL
            """)
        .bind("email", email)
        .bind("except", except)
        .execute();
    return !handle
        .createQuery("SELECT exists(SELECT 1 FROM accounts WHERE email = :email AND id <> :except)")
        .bind("email", email)
        .bind("except", except)
        .mapTo(boolean.class)
        .one();
  }

  /// Whoever claimed an address before does so no longer: the newest claim counts.
  void releaseClaim(String email) {
    jdbi.useHandle(handle ->
        handle.execute("UPDATE accounts SET claimed_email = NULL WHERE claimed_email = ?", email));
  }

  /// Gives an account an address.
  ///
  /// @param verifiedAt when it was proved, or null
  /// @throws IdentityErrors.EmailTaken when another account has it
  void setEmail(Handle handle, UUID id, String email, @Nullable Instant verifiedAt) {
    try {
      handle
          .createUpdate(
              """
              UPDATE accounts SET email = :email, claimed_email = NULL, email_verified_at = :verifiedAt WHERE id = :id
              """)
          .bind("email", email)
          .bind("verifiedAt", verifiedAt)
          .bind("id", id)
          .execute();
    } catch (UnableToExecuteStatementException e) {
      throw violatedConstraint(e).equals("accounts_email") ? new IdentityErrors.EmailTaken() : e;
    }
  }

  void setPassword(Handle handle, UUID id, String hash) {
    handle
        .createUpdate("UPDATE accounts SET password_hash = :hash WHERE id = :id")
        .bind("hash", hash)
        .bind("id", id)
        .execute();
  }

  void setLanguage(Handle handle, UUID id, Language language) {
    handle
        .createUpdate(
            "UPDATE accounts SET language = :language WHERE id = :id AND language <> :language")
        .bind("language", language.code())
        .bind("id", id)
        .execute();
  }

  /// The ways an account can prove who it is: its password, its providers.
  List<SignInMethod> methods(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT 'password' FROM accounts WHERE id = :id AND password_hash IS NOT NULL
                UNION ALL SELECT provider FROM linked_identities WHERE account_id = :id
                """)
            .bind("id", id)
            .mapTo(String.class)
            .map(SignInMethod::ofCode)
            .list());
  }

  /// Gives an account a nickname.
  ///
  /// @return whether there is such an account
  /// @throws IdentityErrors.NicknameTaken when another account has it
  boolean setNickname(Handle handle, UUID id, String nickname) {
    try {
      return handle
              .createUpdate("UPDATE accounts SET nickname = :nickname WHERE id = :id")
              .bind("nickname", nickname)
              .bind("id", id)
              .execute()
          == 1;
    } catch (UnableToExecuteStatementException e) {
      throw violatedConstraint(e).equals("accounts_nickname")
          ? new IdentityErrors.NicknameTaken()
          : e;
    }
  }

  /// Names the stored picture of an account, or none.
  ///
  /// @return the name it had before, or empty when there was none
  Optional<String> setAvatar(Handle handle, UUID id, @Nullable String avatar) {
    Optional<String> before =
        handle
            .createQuery("SELECT avatar FROM accounts WHERE id = :id FOR UPDATE")
            .bind("id", id)
            .map((row, _) -> Optional.ofNullable(row.getString("avatar")))
            .findOne()
            .orElseThrow(IdentityErrors.Unauthorized::new);
    handle
        .createUpdate("UPDATE accounts SET avatar = :avatar WHERE id = :id")
        .bind("avatar", avatar)
        .bind("id", id)
        .execute();
    return before;
  }

  boolean nicknameExists(String nickname) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT exists(SELECT 1 FROM accounts WHERE lower(nickname) = lower(:nickname))")
            .bind("nickname", nickname)
            .mapTo(boolean.class)
            .one());
  }

  boolean adminExists() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT exists(SELECT 1 FROM accounts WHERE role = 'admin')")
            .mapTo(boolean.class)
            .one());
  }

  /// Replaces a hash, unless the password was changed in between.
  void replaceHash(UUID id, String oldHash, String newHash) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                "UPDATE accounts SET password_hash = :new WHERE id = :id AND password_hash = :old")
            .bind("new", newHash)
            .bind("id", id)
            .bind("old", oldHash)
            .execute());
  }

  private static Account read(ResultSet row) throws SQLException {
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("email"),
        row.getString("claimed_email"),
        instant(row, "email_verified_at"),
        row.getString("nickname"),
        row.getString("avatar"),
        row.getString("password_hash"),
        Role.ofColumn(row.getString("role")),
        Language.ofCode(row.getString("language")),
        instant(row, "disabled_at"),
        row.getTimestamp("created_at").toInstant());
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
