package live.nio.identity;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.UnableToExecuteStatementException;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/// SQL of `accounts`.
@Singleton
class AccountStore {

  private static final String COLUMNS =
      "id, email, nickname, password_hash, role, disabled_at, created_at";

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
                  INSERT INTO accounts (id, email, nickname, password_hash, role, created_at)
                  VALUES (:id, :email, :nickname, :passwordHash, :role, :createdAt)
                  """)
              .bind("id", account.id())
              .bind("email", account.email())
              .bind("nickname", account.nickname())
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

  private static String violatedConstraint(UnableToExecuteStatementException e) {
    if (e.getCause() instanceof PSQLException cause
        && PSQLState.UNIQUE_VIOLATION.getState().equals(cause.getSQLState())) {
      ServerErrorMessage message = cause.getServerErrorMessage();
      String constraint = message == null ? null : message.getConstraint();
      return constraint == null ? "" : constraint;
    }
    return "";
  }

  Optional<Account> byEmail(String email) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + " FROM accounts WHERE email = :email")
            .bind("email", email)
            .map((row, _) -> read(row))
            .findOne());
  }

  Optional<Account> byId(UUID id) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + " FROM accounts WHERE id = :id")
            .bind("id", id)
            .map((row, _) -> read(row))
            .findOne());
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
    java.sql.Timestamp disabledAt = row.getTimestamp("disabled_at");
    return new Account(
        row.getObject("id", UUID.class),
        row.getString("email"),
        row.getString("nickname"),
        row.getString("password_hash"),
        Role.ofColumn(row.getString("role")),
        disabledAt == null ? null : disabledAt.toInstant(),
        row.getTimestamp("created_at").toInstant());
  }
}
