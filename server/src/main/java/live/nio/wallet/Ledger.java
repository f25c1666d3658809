package live.nio.wallet;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Writes entries. Everything here joins the caller's transaction; who changes a person's accounts
/// holds their lock, and what the platform gets goes through the inbox.
@Singleton
class Ledger {

  /// The numbers of a person's accounts.
  record Wallet(
      long coinsPaid,
      long coinsPromo,
      long beansHeld,
      long beansAvailable,
      long beansWithdrawing) {}

  /// How many gifts one transaction of the roll-up takes: about 50 ms of work.
  private static final long GIFTS_AT_ONCE = 2_500;

  private final Jdbi jdbi;
  private final Clock clock;
  private final Duration beanHold;

  Ledger(Jdbi jdbi, Clock clock, WalletSettings settings) {
    this.jdbi = jdbi;
    this.clock = clock;
    this.beanHold = settings.beanHold();
  }

  Duration beanHold() {
    return beanHold;
  }

  /// A person's accounts, made where they are missing.
  Wallet open(Handle handle, UUID person) {
    return find(handle, person)
        .orElseGet(() -> {
          handle.execute("SELECT open_wallet(?)", person);
          return find(handle, person).orElseThrow();
        });
  }

  private static Optional<Wallet> find(Handle handle, UUID person) {
    return handle
        .createQuery(
            """
            SELECT max(id) FILTER (WHERE kind = 'coins_paid') AS coins_paid, max(id) FILTER (WHERE kind = 'coins_promo') AS coins_promo,
                   max(id) FILTER (WHERE kind = 'beans_held') AS beans_held, max(id) FILTER (WHERE kind = 'beans_available') AS beans_available,
                   max(id) FILTER (WHERE kind = 'beans_withdrawing') AS beans_withdrawing
            FROM ledger_accounts WHERE owner_id = :person HAVING count(*) > 0
            """)
        .bind("person", person)
        .map((row, _) ->
            new Wallet(
                row.getLong("coins_paid"),
                row.getLong("coins_promo"),
                row.getLong("beans_held"),
                row.getLong("beans_available"),
                row.getLong("beans_withdrawing")))
        .findOne();
  }

  /// Locks an account until the transaction ends, and gives its balance.
  long lock(Handle handle, long account) {
    return handle
        .createQuery("SELECT balance FROM ledger_accounts WHERE id = :id FOR NO KEY UPDATE")
        .bind("id", account)
        .mapTo(Long.class)
        .one();
  }

  /// An entry of a person's account that is locked. Nothing happens for an amount of zero.
  void post(Handle handle, long account, UUID transaction, EntryKind kind, long amount) {
    post(handle, account, transaction, kind, amount, false);
  }

  /// As [#post], and the balance of `coins_paid` may fall below zero by it: the person owes coins
  /// then.
  void postDebt(Handle handle, long account, UUID transaction, EntryKind kind, long amount) {
    post(handle, account, transaction, kind, amount, true);
  }

  private void post(
      Handle handle, long account, UUID transaction, EntryKind kind, long amount, boolean mayOwe) {
    if (amount == 0) {
      return;
    }
    handle.execute(
        "SELECT post_entry(?, ?, ?, ?, ?, ?)",
        account,
        transaction,
        kind.word(),
        amount,
        clock.instant(),
        mayOwe);
  }

  /// An entry of one of the platform's accounts.
  void platform(
      Handle handle, PlatformAccount account, UUID transaction, EntryKind kind, long amount) {
    enqueue(handle, account.id(), transaction, kind, amount);
  }

  /// An entry of one of the platform's accounts of money.
  ///
  /// @param account `psp_clearing`, `revenue`, `chargeback_loss` or `payouts`
  /// @param provider of `psp_clearing`, else null
  void money(
      Handle handle,
      String account,
      String currency,
      @Nullable String provider,
      UUID transaction,
      EntryKind kind,
      long amountMinor) {
    if (amountMinor == 0) {
      return;
    }
    long id =
        handle
            .createQuery("SELECT money_account(:account, :currency, CAST(:provider AS text))")
            .bind("account", account)
            .bind("currency", currency)
            .bind("provider", provider)
            .mapTo(Long.class)
            .one();
    enqueue(handle, id, transaction, kind, amountMinor);
  }

  private void enqueue(Handle handle, long account, UUID transaction, EntryKind kind, long amount) {
    if (amount == 0) {
      return;
    }
    handle
        .createUpdate(
            """
            INSERT INTO ledger_inbox (account_id, transaction_id, asset, kind, amount, created_at)
            SELECT id, :transaction, asset, :kind, :amount, :now FROM ledger_accounts WHERE id = :account
            """)
        .bind("transaction", transaction)
        .bind("kind", kind.word())
        .bind("amount", amount)
        .bind("now", clock.instant())
        .bind("account", account)
        .execute();
  }

  // ---- inboxes and held beans

  /// Locks the platform's two sides of gifts. Whoever locks somebody's beans and may roll them up
  /// afterwards does this before, as a roll-up does.
  void lockGiftSides(Handle handle) {
    lock(handle, PlatformAccount.COINS_SPENT.id());
    lock(handle, PlatformAccount.BEANS_ISSUED.id());
  }

  /// Rolls a person's beans up, releases those that were held long enough, and keeps the lock of
  /// their beans when there was something to do. Who has locked beans before has called
  /// [#lockGiftSides] before that.
  ///
  /// @return how many were released
  long settle(Handle handle, UUID person) {
    Instant now = clock.instant();
    return handle
        .createQuery("SELECT settle_beans(:person, :before, :now)")
        .bind("person", person)
        .bind("before", now.minus(beanHold))
        .bind("now", now)
        .mapTo(Long.class)
        .one();
  }

  /// As [#settle(Handle, UUID)], in a transaction of its own.
  long settle(UUID person) {
    return jdbi.inTransaction(handle -> settle(handle, person));
  }

  /// Rolls up everything that waits, in transactions that keep nobody waiting for long: of one
  /// account each, and of [#GIFTS_AT_ONCE] gifts.
  void rollUp() {
    for (Long streamer : waiting("waiting_streamers()")) {
      long count = GIFTS_AT_ONCE;
      // What comes meanwhile is left for the next time.
      while (count == GIFTS_AT_ONCE) {
        count =
            jdbi.withHandle(handle ->
                handle
                    .createQuery("SELECT roll_up_gifts(:id, :limit)")
                    .bind("id", streamer)
                    .bind("limit", GIFTS_AT_ONCE)
                    .mapTo(Long.class)
                    .one());
      }
    }
    for (Long account : waiting("waiting_accounts()")) {
      jdbi.useHandle(handle ->
          handle.createQuery("SELECT roll_up(:id)").bind("id", account).mapTo(Long.class).one());
    }
  }

  private List<Long> waiting(String function) {
    return jdbi.withHandle(
        handle -> handle.createQuery("SELECT " + function).mapTo(Long.class).list());
  }

  /// People some of whose beans have been held long enough.
  List<UUID> dueForRelease() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                """
                SELECT a.owner_id FROM ledger_accounts a
                WHERE a.kind = 'beans_held' AND EXISTS (SELECT FROM held_beans h WHERE h.account_id = a.id AND h.created_at <= :before)
                """)
            .bind("before", clock.instant().minus(beanHold))
            .mapTo(UUID.class)
            .list());
  }
}
