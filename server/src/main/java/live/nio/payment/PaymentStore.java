package live.nio.payment;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.statement.Query;
import org.jspecify.annotations.Nullable;

/// SQL of `payments` and what belongs to it.
@Singleton
class PaymentStore {

  private static final String COLUMNS =
      "id, account_id, provider, provider_reference, capture_reference, status, coins, amount_minor, currency, refunded_minor,"
          + " problem, created_at, paid_at, next_check_at";

  /// One page of a list, and how many there are in all.
  record Page(List<Payment> payments, int total) {}

  /// What was taken from a wallet for a claim.
  ///
  /// @param reference the wallet's name of it
  record Taking(
      String reference, String claimReference, long amountMinor, long coins, boolean returned) {}

  private final Jdbi jdbi;

  PaymentStore(Jdbi jdbi) {
    this.jdbi = jdbi;
  }

  /// A payment begun.
  ///
  /// @param checkAt when to ask the provider about it
  void insert(Payment payment, Instant checkAt) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                """
                INSERT INTO payments (id, account_id, provider, coins, amount_minor, currency, created_at, next_check_at)
                VALUES (:id, :accountId, :provider, :coins, :amountMinor, :currency, :createdAt, :checkAt)
                """)
            .bind("id", payment.id())
            .bind("accountId", payment.accountId())
            .bind("provider", payment.provider().word())
            .bind("coins", payment.coins())
            .bind("amountMinor", payment.amountMinor())
            .bind("currency", payment.currency())
            .bind("createdAt", payment.createdAt())
            .bind("checkAt", checkAt)
            .execute());
  }

  /// The provider has named it.
  void setReference(UUID id, String reference) {
    jdbi.useHandle(handle ->
        handle
            .createUpdate(
                "UPDATE payments SET provider_reference = :reference WHERE id = :id AND provider_reference IS NULL")
            .bind("reference", reference)
            .bind("id", id)
            .execute());
  }

  Optional<Payment> byId(UUID id) {
    return one("id = :key", id);
  }

  /// A payment by the PaymentIntent or order.
  Optional<Payment> byReference(ProviderKind provider, String reference) {
    return one("provider_reference = :key AND provider = '" + provider.word() + "'", reference);
  }

  /// A payment by the charge or capture that was credited.
  Optional<Payment> byCapture(ProviderKind provider, String reference) {
    return one("capture_reference = :key AND provider = '" + provider.word() + "'", reference);
  }

  private Optional<Payment> one(String where, Object key) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT " + COLUMNS + " FROM payments WHERE " + where)
            .bind("key", key)
            .map((row, _) -> read(row))
            .findOne());
  }

  /// The payment, for the rest of the transaction ours alone.
  Payment lock(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT " + COLUMNS + " FROM payments WHERE id = :id FOR UPDATE")
        .bind("id", id)
        .map((row, _) -> read(row))
        .one();
  }

  /// Changes the status if it still is `from`.
  ///
  /// @return whether this call changed it
  boolean move(Handle handle, UUID id, PaymentStatus from, PaymentStatus to) {
    return handle
            .createUpdate("UPDATE payments SET status = :to WHERE id = :id AND status = :from")
            .bind("to", to.word())
            .bind("id", id)
            .bind("from", from.word())
            .execute()
        == 1;
  }

  /// The money is there: changes the status to `paid` if it still is `from`.
  ///
  /// @return whether this call changed it
  boolean paid(Handle handle, UUID id, PaymentStatus from, String capture, Instant now) {
    return handle
            .createUpdate(
                """
                UPDATE payments SET status = 'paid', capture_reference = :capture, paid_at = :now, next_check_at = NULL
                WHERE id = :id AND status = :from AND paid_at IS NULL
                """)
            .bind("capture", capture)
            .bind("now", now)
            .bind("id", id)
            .bind("from", from.word())
            .execute()
        == 1;
  }

  /// Nobody needs to ask about it any more.
  void close(Handle handle, UUID id) {
    handle
        .createUpdate("UPDATE payments SET next_check_at = NULL WHERE id = :id")
        .bind("id", id)
        .execute();
  }

  void flag(Handle handle, UUID id, Payment.Problem problem) {
    handle
        .createUpdate("UPDATE payments SET problem = :problem, next_check_at = NULL WHERE id = :id")
        .bind("problem", problem.name().toLowerCase(Locale.ROOT))
        .bind("id", id)
        .execute();
  }

  void setRefunded(Handle handle, UUID id, long refundedMinor) {
    handle
        .createUpdate("UPDATE payments SET refunded_minor = :refunded WHERE id = :id")
        .bind("refunded", refundedMinor)
        .bind("id", id)
        .execute();
  }

  /// Writes a claim down; a state only moves forward.
  void put(Handle handle, Payment payment, Claim claim, Instant now) {
    handle
        .createUpdate(
            """
            INSERT INTO payment_claims AS old (provider, reference, payment_id, kind, amount_minor, state, created_at)
            VALUES (:provider, :reference, :paymentId, :kind, :amountMinor, :state, :now)
            ON CONFLICT (provider, reference) DO UPDATE SET state = EXCLUDED.state
            WHERE old.payment_id = EXCLUDED.payment_id AND old.state <> 'returned' AND EXCLUDED.state <> 'open'
            """)
        .bind("provider", payment.provider().word())
        .bind("reference", claim.reference())
        .bind("paymentId", payment.id())
        .bind("kind", claim.kind().name().toLowerCase(Locale.ROOT))
        .bind("amountMinor", claim.amountMinor())
        .bind("state", claim.state().name().toLowerCase(Locale.ROOT))
        .bind("now", now)
        .execute();
  }

  /// Claims on a payment, oldest first.
  List<Claim> claims(Handle handle, UUID id) {
    return handle
        .createQuery(
            "SELECT reference, kind, amount_minor, state FROM payment_claims WHERE payment_id = :id ORDER BY created_at, reference")
        .bind("id", id)
        .map((row, _) ->
            new Claim(
                row.getString("reference"),
                Claim.Kind.valueOf(row.getString("kind").toUpperCase(Locale.ROOT)),
                row.getLong("amount_minor"),
                Claim.State.valueOf(row.getString("state").toUpperCase(Locale.ROOT))))
        .list();
  }

  List<Claim> claims(UUID id) {
    return jdbi.withHandle(handle -> claims(handle, id));
  }

  List<Taking> takings(Handle handle, UUID id) {
    return handle
        .createQuery(
            "SELECT reference, claim_reference, amount_minor, coins, returned_at FROM payment_takings WHERE payment_id = :id")
        .bind("id", id)
        .map((row, _) ->
            new Taking(
                row.getString("reference"),
                row.getString("claim_reference"),
                row.getLong("amount_minor"),
                row.getLong("coins"),
                row.getTimestamp("returned_at") != null))
        .list();
  }

  void insert(Handle handle, UUID id, Taking taking) {
    handle
        .createUpdate(
            """
            INSERT INTO payment_takings (reference, payment_id, claim_reference, amount_minor, coins)
            VALUES (:reference, :id, :claimReference, :amountMinor, :coins)
            """)
        .bind("reference", taking.reference())
        .bind("id", id)
        .bind("claimReference", taking.claimReference())
        .bind("amountMinor", taking.amountMinor())
        .bind("coins", taking.coins())
        .execute();
  }

  void returned(Handle handle, String reference, Instant now) {
    handle
        .createUpdate("UPDATE payment_takings SET returned_at = :now WHERE reference = :reference")
        .bind("now", now)
        .bind("reference", reference)
        .execute();
  }

  boolean eventHandled(ProviderKind provider, String eventId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT exists(SELECT 1 FROM payment_events WHERE provider = :provider AND event_id = :id)")
            .bind("provider", provider.word())
            .bind("id", eventId)
            .mapTo(boolean.class)
            .one());
  }

  /// Writes down that a message is acted upon; waits for another transaction that is about to.
  ///
  /// @return false when it was acted upon before
  boolean handleEvent(Handle handle, Payment payment, String eventId, Instant now) {
    return handle
            .createUpdate(
                """
                INSERT INTO payment_events (provider, event_id, payment_id, handled_at)
                VALUES (:provider, :eventId, :paymentId, :now) ON CONFLICT DO NOTHING
                """)
            .bind("provider", payment.provider().word())
            .bind("eventId", eventId)
            .bind("paymentId", payment.id())
            .bind("now", now)
            .execute()
        == 1;
  }

  int deleteEventsBefore(Instant deadline) {
    return jdbi.withHandle(
        handle -> handle.execute("DELETE FROM payment_events WHERE handled_at < ?", deadline));
  }

  /// Takes payments whose turn it is to be asked about, and puts each off for the next time, longer
  /// every time.
  List<Payment> claimDue(Instant now, Duration pause, Duration longestPause, int batch) {
    return jdbi.inTransaction(handle ->
        handle
            .createQuery(
                """
                UPDATE payments SET checks = checks + 1,
                  next_check_at = CAST(:now AS timestamptz) + make_interval(secs => least(:pause * power(2, least(checks, 20)), :longest))
                WHERE id IN (
                  SELECT id FROM payments WHERE next_check_at <= :now ORDER BY next_check_at LIMIT :batch FOR UPDATE SKIP LOCKED)
                RETURNING %s
                """
                    .formatted(COLUMNS))
            .bind("now", now)
            .bind("pause", pause.toSeconds())
            .bind("longest", longestPause.toSeconds())
            .bind("batch", batch)
            .map((row, _) -> read(row))
            .list());
  }

  /// Payments of one person, newest first.
  Page of(UUID accountId, int offset, int limit) {
    return page("account_id = :account", accountId, null, null, offset, limit);
  }

  /// Everybody's payments, newest first.
  ///
  /// @param person account id or nickname, or null for everybody's
  /// @param withProblem only those an administrator should look at
  Page all(
      @Nullable PaymentStatus status,
      @Nullable String person,
      boolean withProblem,
      int offset,
      int limit) {
    String where =
        "(CAST(:status AS text) IS NULL OR status = :status)"
            + " AND (CAST(:person AS text) IS NULL OR account_id IN"
            + " (SELECT id FROM accounts WHERE lower(nickname) = lower(:person) OR id::text = lower(:person)))"
            + (withProblem ? " AND problem IS NOT NULL" : "");
    return page(where, null, status, person, offset, limit);
  }

  private Page page(
      String where,
      @Nullable UUID accountId,
      @Nullable PaymentStatus status,
      @Nullable String person,
      int offset,
      int limit) {
    return jdbi.inTransaction(handle -> {
      String from = " FROM payments WHERE " + where;
      int total =
          bind(handle.createQuery("SELECT count(*)" + from), accountId, status, person)
              .mapTo(int.class)
              .one();
      List<Payment> payments =
          bind(
                  handle.createQuery(
                      "SELECT " + COLUMNS + from + " ORDER BY id DESC OFFSET :offset LIMIT :limit"),
                  accountId,
                  status,
                  person)
              .bind("offset", offset)
              .bind("limit", limit)
              .map((row, _) -> read(row))
              .list();
      return new Page(payments, total);
    });
  }

  private static Query bind(
      Query query,
      @Nullable UUID accountId,
      @Nullable PaymentStatus status,
      @Nullable String person) {
    return accountId == null
        ? query.bind("status", status == null ? null : status.word()).bind("person", person)
        : query.bind("account", accountId);
  }

  private static Payment read(ResultSet row) throws SQLException {
    String problem = row.getString("problem");
    return new Payment(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        ProviderKind.ofWord(row.getString("provider")),
        row.getString("provider_reference"),
        row.getString("capture_reference"),
        PaymentStatus.ofWord(row.getString("status")),
        row.getLong("coins"),
        row.getLong("amount_minor"),
        row.getString("currency"),
        row.getLong("refunded_minor"),
        problem == null ? null : Payment.Problem.valueOf(problem.toUpperCase(Locale.ROOT)),
        row.getTimestamp("created_at").toInstant(),
        instant(row, "paid_at"),
        instant(row, "next_check_at"));
  }

  private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
