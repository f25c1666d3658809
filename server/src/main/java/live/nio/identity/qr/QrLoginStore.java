package live.nio.identity.qr;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.identity.Person;
import live.nio.identity.Requester;
import live.nio.identity.Visitor;
import live.nio.identity.VisitorColumns;
import live.nio.platform.Ids;
import live.nio.platform.Language;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The SQL of `qr_logins`. Each change of state is one UPDATE that says from which states it may
/// come ([QrState#comesFrom]), and gives the row only to whoever made it. Any thread.
@Singleton
class QrLoginStore {

  private static final String COLUMNS =
      "*, (SELECT nickname FROM accounts WHERE accounts.id = qr_logins.account_id) AS nickname,"
          + " (SELECT avatar FROM accounts WHERE accounts.id = qr_logins.account_id) AS avatar";

  /// A session that has ended meanwhile must not leave another one behind.
  private static final String PHONE_IS_SIGNED_IN =
      """
      EXISTS (SELECT 1 FROM sessions s
              WHERE s.id = qr_logins.phone_session_id AND s.ended_at IS NULL AND s.expires_at > :now)
      """;

  private final Jdbi jdbi;
  private final Clock clock;

  QrLoginStore(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.clock = clock;
  }

  /// Keeps a new code.
  ///
  /// @param number the right one of the three
  void insert(
      byte[] code,
      byte[] browserSecret,
      QrKind kind,
      Visitor browser,
      int number,
      List<Integer> numbers) {
    Instant now = clock.instant();
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO qr_logins (id, code_hash, browser_hash, kind, state, number, numbers,
                  ip_address, user_agent, device, device_kind, browser, system, country_code, city, language, created_at, expires_at)
                VALUES (:id, :code, :browserSecret, :kind, :state, :number, ARRAY[<numbers>],
                  :ip, :userAgent, :device, :deviceKind, :browser, :system, :countryCode, :city, :language, :now, :expiresAt)
                """)
            .bind("id", Ids.next())
            .bind("code", code)
            .bind("browserSecret", browserSecret)
            .bind("kind", kind.column())
            .bind("state", QrState.CREATED.column())
            .bind("number", number)
            .bindList("numbers", numbers)
            .bindMap(VisitorColumns.of(browser))
            .bind("language", browser.requester().language().code())
            .bind("now", now)
            .bind("expiresAt", now.plus(kind.lifetime()))
            .execute());
  }

  Optional<QrLogin> byCode(byte[] code) {
    return find("code_hash = :code", Map.of("code", code));
  }

  /// The code, if that browser made it.
  Optional<QrLogin> byCodeAndBrowser(byte[] code, byte[] browserSecret) {
    return find(
        "code_hash = :code AND browser_hash = :browserSecret",
        Map.of("code", code, "browserSecret", browserSecret));
  }

  Optional<QrLogin> byId(UUID id) {
    return find("id = :id", Map.of("id", id));
  }

  /// Whether that session was the last to scan it, and was given that confirmation.
  boolean isScannedBy(UUID id, UUID sessionId, byte[] confirmation) {
    return find(
            "id = :id AND phone_session_id = :sessionId AND confirmation_hash = :confirmation",
            Map.of("id", id, "sessionId", sessionId, "confirmation", confirmation))
        .isPresent();
  }

  private Optional<QrLogin> find(String where, Map<String, Object> arguments) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT <columns> FROM qr_logins WHERE <where>")
            .define("columns", COLUMNS)
            .define("where", where)
            .bindMap(arguments)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// Unless another session was first.
  ///
  /// @param time what the phone has at least, from its first scan on
  Optional<QrLogin> scan(
      UUID id, Identity phone, byte[] confirmation, Proximity proximity, Duration time) {
    return change(
        QrState.SCANNED,
        """
        account_id = :accountId, phone_session_id = :sessionId, confirmation_hash = :confirmation, proximity = :proximity,
        scanned_at = coalesce(scanned_at, :now),
        expires_at = greatest(expires_at, coalesce(scanned_at, :now) + make_interval(secs => :seconds))
        """,
        "id = :id AND (phone_session_id IS NULL OR phone_session_id = :sessionId)",
        Map.of(
            "id", id,
            "accountId", phone.accountId(),
            "sessionId", phone.sessionId(),
            "confirmation", confirmation,
            "proximity", proximity.code(),
            "seconds", time.toSeconds()));
  }

  /// If that session scanned it last with that confirmation, and the number is right.
  ///
  /// @param time what the browser has to claim its session
  Optional<QrLogin> confirm(
      UUID id, UUID sessionId, byte[] confirmation, int number, Duration time) {
    return change(
        QrState.CONFIRMED,
        "confirmed_at = :now, expires_at = :expiresAt",
        "id = :id AND phone_session_id = :sessionId AND confirmation_hash = :confirmation AND number = :number AND "
            + PHONE_IS_SIGNED_IN,
        Map.of(
            "id", id,
            "sessionId", sessionId,
            "confirmation", confirmation,
            "number", number,
            "expiresAt", clock.instant().plus(time)));
  }

  /// Unless another account scanned it.
  Optional<QrLogin> reject(UUID id, UUID accountId) {
    return change(
        QrState.REJECTED,
        "ended_at = :now",
        "id = :id AND (account_id IS NULL OR account_id = :accountId)",
        Map.of("id", id, "accountId", accountId));
  }

  /// If the phone is still signed in.
  Optional<QrLogin> consume(UUID id) {
    return change(
        QrState.CONSUMED,
        "ended_at = :now",
        "id = :id AND " + PHONE_IS_SIGNED_IN,
        Map.of("id", id));
  }

  private Optional<QrLogin> change(
      QrState to, String set, String where, Map<String, Object> arguments) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE qr_logins SET state = :to, <set>
                WHERE state IN (<from>) AND expires_at > :now AND <where>
                RETURNING <columns>
                """)
            .define("set", set)
            .define("where", where)
            .define("columns", COLUMNS)
            .bind("to", to.column())
            .bindList("from", to.comesFrom())
            .bind("now", clock.instant())
            .bindMap(arguments)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// Ends what nobody went on with in time.
  ///
  /// @return their ids
  List<UUID> expire() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                UPDATE qr_logins SET state = :to, ended_at = :now
                WHERE state IN (<from>) AND expires_at <= :now RETURNING id
                """)
            .bind("to", QrState.EXPIRED.column())
            .bindList("from", QrState.EXPIRED.comesFrom())
            .bind("now", clock.instant())
            .mapTo(UUID.class)
            .list());
  }

  int deleteEndedBefore(Instant before) {
    return jdbi.withHandle(handle ->
        handle
            .createUpdate("DELETE FROM qr_logins WHERE ended_at < :before")
            .bind("before", before)
            .execute());
  }

  private static QrLogin read(ResultSet row) throws SQLException {
    return new QrLogin(
        row.getObject("id", UUID.class),
        QrState.ofColumn(row.getString("state")),
        new Visitor(
            new Requester(
                row.getString("ip_address"),
                row.getString("user_agent"),
                Language.ofCode(row.getString("language")),
                null),
            VisitorColumns.device(row),
            VisitorColumns.place(row)),
        row.getInt("number"),
        Arrays.asList((Integer[]) row.getArray("numbers").getArray()),
        phone(row),
        row.getTimestamp("expires_at").toInstant());
  }

  private static QrLogin.@Nullable Phone phone(ResultSet row) throws SQLException {
    UUID accountId = row.getObject("account_id", UUID.class);
    return accountId == null
        ? null
        : new QrLogin.Phone(
            Person.of(accountId, row.getString("nickname"), row.getString("avatar")),
            row.getObject("phone_session_id", UUID.class),
            Proximity.ofCode(row.getString("proximity")));
  }
}
