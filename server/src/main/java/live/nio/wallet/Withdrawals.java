package live.nio.wallet;

import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.platform.Ids;
import live.nio.platform.NotFound;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Requests to be paid out, and the beans they hold. Every step is one compare-and-set and the
/// entries that go with it, in one transaction ([WithdrawalStatus] has the states).
@Singleton
class Withdrawals {

  private static final Logger LOG = Logger.getLogger(Withdrawals.class);

  static final int MAX_OPEN = 3;
  private static final String CURRENCY = "USD";
  private static final int MINOR_PER_DOLLAR = 100;

  /// What somebody asks for.
  ///
  /// @param key the person's own, which makes asking again harmless
  record Order(long beans, String destination, @Nullable String note, String key) {}

  /// One page of a list, and how many there are in all.
  record Page(List<Withdrawal> withdrawals, int total) {}

  private final Jdbi jdbi;
  private final Ledger ledger;
  private final Balances balances;
  private final Clock clock;
  private final int beansPerDollar;
  private final long minimum;

  Withdrawals(Jdbi jdbi, Ledger ledger, Balances balances, Clock clock, WalletSettings settings) {
    this.jdbi = jdbi;
    this.ledger = ledger;
    this.balances = balances;
    this.clock = clock;
    this.beansPerDollar = Math.max(1, settings.beansPerDollar());
    this.minimum = Math.max(1, settings.minWithdrawalBeans());
  }

  int beansPerDollar() {
    return beansPerDollar;
  }

  long minimum() {
    return minimum;
  }

  Withdrawal request(UUID person, Order order) {
    Withdrawal withdrawal = jdbi.inTransaction(handle -> request(handle, person, order));
    balances.tell(person);
    return withdrawal;
  }

  private Withdrawal request(Handle handle, UUID person, Order order) {
    Ledger.Wallet wallet = ledger.open(handle, person);
    ledger.lockGiftSides(handle);
    ledger.lock(handle, wallet.beansHeld());
    Optional<Withdrawal> before = byKey(handle, person, order.key());
    if (before.isPresent()) {
      Withdrawal same = before.get();
      if (same.beans() != order.beans()
          || !same.destination().equals(order.destination())
          || !Objects.equals(same.note(), order.note())) {
        throw new WalletErrors.IdempotencyMismatch();
      }
      return same;
    }
    long amountMinor = Math.multiplyExact(order.beans(), MINOR_PER_DOLLAR) / beansPerDollar;
    if (order.beans() < minimum || amountMinor == 0) {
      throw new WalletErrors.BelowMinimum(minimum);
    }
    if (openOf(handle, person) >= MAX_OPEN) {
      throw new WalletErrors.TooManyOpen();
    }
    ledger.settle(handle, person);
    long available = ledger.lock(handle, wallet.beansAvailable());
    if (available < order.beans()) {
      throw new WalletErrors.InsufficientBeans(available);
    }
    UUID id = Ids.next();
    Withdrawal withdrawal =
        handle
            .createQuery(
                """
                INSERT INTO withdrawals (id, account_id, idempotency_key, beans, amount_minor, currency, destination, note, created_at)
                VALUES (:id, :person, :key, :beans, :amountMinor, :currency, :destination, CAST(:note AS text), :now) RETURNING *
                """)
            .bind("id", id)
            .bind("person", person)
            .bind("key", order.key())
            .bind("beans", order.beans())
            .bind("amountMinor", amountMinor)
            .bind("currency", CURRENCY)
            .bind("destination", order.destination())
            .bind("note", order.note())
            .bind("now", clock.instant())
            .map((row, _) -> read(row))
            .one();
    ledger.post(handle, wallet.beansAvailable(), id, EntryKind.WITHDRAWAL, -order.beans());
    ledger.post(handle, wallet.beansWithdrawing(), id, EntryKind.WITHDRAWAL, order.beans());
    LOG.infof("Withdrawal %s requested by %s", id, person);
    return withdrawal;
  }

  /// The person's own change of mind.
  Withdrawal cancel(UUID person, UUID id) {
    return change(id, WithdrawalStatus.CANCELLED, person, person, null, null);
  }

  Withdrawal approve(Identity admin, UUID id) {
    return change(id, WithdrawalStatus.APPROVED, null, admin.accountId(), null, null);
  }

  Withdrawal refuse(Identity admin, UUID id, String reason) {
    return change(id, WithdrawalStatus.REFUSED, null, admin.accountId(), reason, null);
  }

  /// The money is on its way.
  ///
  /// @param reference of the payment
  Withdrawal paid(Identity admin, UUID id, String reference) {
    return change(id, WithdrawalStatus.PAID, null, admin.accountId(), null, reference);
  }

  /// @param owner whose request it must be, or null for anybody's
  private Withdrawal change(
      UUID id,
      WithdrawalStatus target,
      @Nullable UUID owner,
      UUID by,
      @Nullable String reason,
      @Nullable String reference) {
    Withdrawal changed =
        jdbi.inTransaction(handle -> {
          Withdrawal withdrawal =
              compareAndSet(handle, id, target, owner, by, reason, reference)
                  .orElseThrow(() ->
                      find(handle, id)
                          .filter(it -> owner == null || it.accountId().equals(owner))
                          .<RuntimeException>map(it ->
                              new WalletErrors.WrongState(WithdrawalStatus.ofWord(it.status())))
                          .orElseGet(() -> new NotFound("withdrawal")));
          move(handle, withdrawal, target);
          return withdrawal;
        });
    LOG.infof("Withdrawal %s %s by %s", id, target.word(), by);
    balances.tell(changed.accountId());
    return changed;
  }

  private Optional<Withdrawal> compareAndSet(
      Handle handle,
      UUID id,
      WithdrawalStatus target,
      @Nullable UUID owner,
      UUID by,
      @Nullable String reason,
      @Nullable String reference) {
    return handle
        .createQuery(
            """
            UPDATE withdrawals SET status = :status, decided_by = :by, decided_at = coalesce(decided_at, :now),
              paid_at = CASE WHEN :status = 'paid' THEN CAST(:now AS timestamptz) END,
              reason = CAST(:reason AS text), reference = CAST(:reference AS text)
            WHERE id = :id AND status IN (<before>) AND (CAST(:owner AS uuid) IS NULL OR account_id = CAST(:owner AS uuid))
            RETURNING *
            """)
        .bind("status", target.word())
        .bind("by", by)
        .bind("now", clock.instant())
        .bind("reason", reason)
        .bind("reference", reference)
        .bind("id", id)
        .bindList("before", target.before().stream().map(WithdrawalStatus::word).toList())
        .bind("owner", owner)
        .map((row, _) -> read(row))
        .findOne();
  }

  /// What a step does to the beans the request holds.
  private void move(Handle handle, Withdrawal withdrawal, WithdrawalStatus target) {
    UUID id = withdrawal.id();
    long beans = withdrawal.beans();
    Ledger.Wallet wallet = ledger.open(handle, withdrawal.accountId());
    switch (target) {
      case REQUESTED, APPROVED -> {}
      case REFUSED, CANCELLED -> {
        ledger.lock(handle, wallet.beansHeld());
        ledger.post(handle, wallet.beansWithdrawing(), id, EntryKind.WITHDRAWAL_RETURNED, -beans);
        ledger.post(handle, wallet.beansAvailable(), id, EntryKind.WITHDRAWAL_RETURNED, beans);
      }
      case PAID -> {
        ledger.lock(handle, wallet.beansHeld());
        ledger.post(handle, wallet.beansWithdrawing(), id, EntryKind.WITHDRAWAL, -beans);
        ledger.platform(handle, PlatformAccount.BEANS_PAID_OUT, id, EntryKind.WITHDRAWAL, beans);
        ledger.money(
            handle,
            "payouts",
            withdrawal.currency(),
            null,
            id,
            EntryKind.WITHDRAWAL,
            -withdrawal.amountMinor());
        ledger.money(
            handle,
            "revenue",
            withdrawal.currency(),
            null,
            id,
            EntryKind.WITHDRAWAL,
            withdrawal.amountMinor());
      }
    }
  }

  // ---- reading

  /// A page of them, newest first; of one person, or of a state, or all.
  Page list(@Nullable UUID person, @Nullable WithdrawalStatus status, int offset, int limit) {
    String from =
        """
        FROM withdrawals WHERE (CAST(:person AS uuid) IS NULL OR account_id = CAST(:person AS uuid))
          AND (CAST(:status AS text) IS NULL OR status = :status)
        """;
    String word = status == null ? null : status.word();
    return jdbi.withHandle(handle ->
        new Page(
            handle
                .createQuery("SELECT * " + from + " ORDER BY id DESC OFFSET :offset LIMIT :limit")
                .bind("person", person)
                .bind("status", word)
                .bind("offset", offset)
                .bind("limit", limit)
                .map((row, _) -> read(row))
                .list(),
            handle
                .createQuery("SELECT count(*) " + from)
                .bind("person", person)
                .bind("status", word)
                .mapTo(Integer.class)
                .one()));
  }

  private static Optional<Withdrawal> find(Handle handle, UUID id) {
    return handle
        .createQuery("SELECT * FROM withdrawals WHERE id = :id")
        .bind("id", id)
        .map((row, _) -> read(row))
        .findOne();
  }

  private static Optional<Withdrawal> byKey(Handle handle, UUID person, String key) {
    return handle
        .createQuery(
            "SELECT * FROM withdrawals WHERE account_id = :person AND idempotency_key = :key")
        .bind("person", person)
        .bind("key", key)
        .map((row, _) -> read(row))
        .findOne();
  }

  private static int openOf(Handle handle, UUID person) {
    return handle
        .createQuery(
            "SELECT count(*) FROM withdrawals WHERE account_id = :person AND status IN ('requested', 'approved')")
        .bind("person", person)
        .mapTo(Integer.class)
        .one();
  }

  private static Withdrawal read(ResultSet row) throws SQLException {
    return new Withdrawal(
        row.getObject("id", UUID.class),
        row.getObject("account_id", UUID.class),
        row.getLong("beans"),
        row.getLong("amount_minor"),
        row.getString("currency"),
        row.getString("destination"),
        row.getString("note"),
        row.getString("status"),
        row.getString("reason"),
        row.getString("reference"),
        row.getTimestamp("created_at").toInstant(),
        instant(row.getTimestamp("decided_at")),
        instant(row.getTimestamp("paid_at")));
  }

  private static @Nullable Instant instant(@Nullable Timestamp timestamp) {
    return timestamp == null ? null : timestamp.toInstant();
  }
}
