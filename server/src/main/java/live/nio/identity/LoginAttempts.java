package live.nio.identity;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import live.nio.platform.Background;
import live.nio.platform.Ids;
import live.nio.platform.Place;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The history of logins of accounts, failures included. Kept 90 days, and 500 an account.
@Singleton
public class LoginAttempts {

  private static final Duration KEPT = Duration.ofDays(90);
  private static final int KEPT_PER_ACCOUNT = 500;

  /// Why an attempt failed; the words of the column.
  public enum Failure {
    WRONG_PASSWORD,
    ACCOUNT_DISABLED,
    /// The owner refused it on their phone.
    QR_REJECTED;

    String column() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// A row.
  ///
  /// @param failure null for a success
  record Attempt(
      UUID id,
      String ipAddress,
      String userAgent,
      DeviceInfo device,
      Place place,
      SignInMethod method,
      @Nullable String failure,
      Instant createdAt) {}

  private final Jdbi jdbi;
  private final Clock clock;
  private final Background background;

  LoginAttempts(Jdbi jdbi, Clock clock, Background background) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.background = background;
  }

  void succeeded(Handle handle, UUID accountId, Visitor visitor, SignInMethod method) {
    insert(handle, accountId, visitor, method, null, clock.instant());
  }

  /// Notes a failure a moment later, so that the time of the answer does not tell whether there is
  /// such an account.
  public void failed(UUID accountId, Visitor visitor, SignInMethod method, Failure failure) {
    Instant now = clock.instant();
    background.run(
        "login attempt",
        () -> jdbi.useHandle(handle -> insert(handle, accountId, visitor, method, failure, now)));
  }

  private static void insert(
      Handle handle,
      UUID accountId,
      Visitor visitor,
      SignInMethod method,
      @Nullable Failure failure,
      Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO login_attempts (id, account_id, ip_address, user_agent, device, device_kind, browser, system,
              country_code, city, method, failure, created_at)
            VALUES (:id, :accountId, :ip, :userAgent, :device, :deviceKind, :browser, :system,
              :countryCode, :city, :method, :failure, :now)
            """)
        .bind("id", Ids.next())
        .bind("accountId", accountId)
        .bindMap(VisitorColumns.of(visitor))
        .bind("method", method.code())
        .bind("failure", failure == null ? null : failure.column())
        .bind("now", now)
        .execute();
  }

  boolean anySuccess(Handle handle, UUID accountId) {
    return handle
        .createQuery(
            "SELECT exists(SELECT 1 FROM login_attempts WHERE account_id = :id AND failure IS NULL)")
        .bind("id", accountId)
        .mapTo(boolean.class)
        .one();
  }

  /// Newest first.
  List<Attempt> latest(UUID accountId, int limit) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT * FROM login_attempts WHERE account_id = :id ORDER BY id DESC LIMIT :limit")
            .bind("id", accountId)
            .bind("limit", limit)
            .map((row, _) -> read(row))
            .list());
  }

  private static Attempt read(ResultSet row) throws SQLException {
    return new Attempt(
        row.getObject("id", UUID.class),
        row.getString("ip_address"),
        row.getString("user_agent"),
        VisitorColumns.device(row),
        VisitorColumns.place(row),
        SignInMethod.ofCode(row.getString("method")),
        row.getString("failure"),
        row.getTimestamp("created_at").toInstant());
  }

  int deleteOld() {
    return jdbi.withHandle(handle ->
        handle
                .createUpdate("DELETE FROM login_attempts WHERE created_at < :before")
                .bind("before", clock.instant().minus(KEPT))
                .execute()
            + handle
                .createUpdate(
                    """
                    DELETE FROM login_attempts WHERE id IN (
                      SELECT id FROM (
                        SELECT id, row_number() OVER (PARTITION BY account_id ORDER BY id DESC) AS n FROM login_attempts) numbered
                      WHERE n > :kept)
                    """)
                .bind("kept", KEPT_PER_ACCOUNT)
                .execute());
  }
}
