package live.nio.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.testing.TestClock;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The ledger without the server around it, and people to use it.
final class Wallets {

  static final Duration HOLD = Duration.ofDays(7);

  /// One connection for all tests that need no more than one.
  private static final class Single {
    static final Jdbi JDBI = Jdbi.create(TestDatabase.jdbi().open().getConnection());
  }

  final Jdbi jdbi;
  final Ledger ledger;
  final CoinPurchases purchases;
  final PromoCoins promo;
  final LedgerChecks checks;
  final GiftStore gifts;
  final Withdrawals withdrawals;

  Wallets(Jdbi jdbi, Clock clock) {
    this.jdbi = jdbi;
    this.ledger = new Ledger(jdbi, clock, settings());
    this.purchases = new CoinPurchases(ledger, clock);
    this.promo = new PromoCoins(ledger, clock);
    this.checks = new LedgerChecks(jdbi, clock, new SimpleMeterRegistry());
    this.gifts = new GiftStore(jdbi);
    this.withdrawals =
        new Withdrawals(
            jdbi, ledger, new Balances(jdbi, Runnable::run, (_, _) -> {}), clock, settings());
  }

  /// The database over one connection, kept open: for one thread.
  static Jdbi singleConnection() {
    return Single.JDBI;
  }

  /// A clock ahead of everybody's: a server of other tests, on the same database, must not find
  /// beans that were held long enough.
  static TestClock clock() {
    return new TestClock(Instant.parse("2040-03-01T12:00:00Z"));
  }

  static WalletSettings settings() {
    return new Settings();
  }

  private static final class Settings implements WalletSettings {

    @Override
    public Duration beanHold() {
      return HOLD;
    }

    @Override
    public int beansPerDollar() {
      return 100;
    }

    @Override
    public long minWithdrawalBeans() {
      return 50;
    }
  }

  /// An account, and nothing of it in the ledger.
  UUID person() {
    UUID id = Ids.next();
    jdbi.useHandle(handle ->
        handle.execute(
            "INSERT INTO accounts (id, nickname, created_at) VALUES (?, ?, ?)",
            id,
            "w" + id.toString().replace("-", "").substring(14),
            Instant.now()));
    return id;
  }

  /// A live stream of somebody.
  UUID stream(UUID streamer) {
    UUID id = Ids.next();
    jdbi.useHandle(handle ->
        handle.execute(
            "INSERT INTO streams (id, streamer_id, title, category, started_at, last_seen_at) VALUES (?, ?, 'gifts', 'talk', now(), now())",
            id,
            streamer));
    return id;
  }

  /// Coins bought for a cent each.
  Purchase buy(UUID person, long coins) {
    Purchase purchase = purchase(person, coins);
    jdbi.useTransaction(handle -> purchases.credit(handle, purchase));
    return purchase;
  }

  static Purchase purchase(UUID person, long coins) {
    UUID id = Ids.next();
    return new Purchase(id, person, "stripe", "pi_" + id, coins, coins, "USD");
  }

  Reversal takeBack(Purchase purchase, ReversalKind kind, long coins, String reference) {
    return jdbi.inTransaction(
        handle -> purchases.takeBack(handle, purchase.id(), kind, coins, coins, reference));
  }

  /// Gives, in one call of the function; a new key when there is none.
  String give(UUID sender, UUID stream, long coins, @Nullable String key, Instant now) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT outcome FROM send_gift(:id, :sender, :stream, 'rose', 1, :coins, :beans, :key, :now, interval '5 seconds')")
            .bind("id", Ids.next())
            .bind("sender", sender)
            .bind("stream", stream)
            .bind("coins", coins)
            .bind("beans", coins / 2)
            .bind("key", Objects.requireNonNullElseGet(key, () -> Ids.next().toString()))
            .bind("now", now)
            .mapTo(String.class)
            .one());
  }

  /// What an account of a person has, what is in the inbox left out.
  long balance(UUID person, String kind) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT coalesce(sum(balance), 0) FROM ledger_accounts WHERE owner_id = :person AND kind = :kind")
            .bind("person", person)
            .bind("kind", kind)
            .mapTo(Long.class)
            .one());
  }

  /// All checks of the ledger hold.
  void check() {
    assertThat(checks.run().checks())
        .hasSizeGreaterThan(10)
        .allSatisfy(check -> assertThat(check.sample()).as(check.name()).isEmpty());
  }
}
