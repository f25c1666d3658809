package live.nio.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.testing.TestClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Every check finds what it is there to find.
class LedgerChecksTest {

  private final Jdbi jdbi = Wallets.singleConnection();
  private final TestClock clock = Wallets.clock();
  private final Wallets wallets = new Wallets(jdbi, clock);

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          transfers_sum_to_zero    | UPDATE ledger_inbox SET amount = amount * 2 WHERE account_id = 1 AND amount = 1
          balances_equal_entries   | UPDATE ledger_accounts SET balance = balance + 1 WHERE owner_id = :buyer AND kind = 'coins_paid'
          balances_equal_entries   | UPDATE ledger_accounts SET version = version + 1 WHERE owner_id = :buyer AND kind = 'coins_paid'
          entries_chain            | UPDATE ledger_entries SET balance_after = balance_after + 1 WHERE account_id = (SELECT id FROM ledger_accounts WHERE owner_id = :buyer AND kind = 'coins_paid') AND version = 1
          inbox_belongs            | UPDATE ledger_inbox SET account_id = 0 WHERE account_id = 1
          inbox_belongs            | INSERT INTO gift_inbox SELECT a.id, g.id, g.coins, g.beans, now() FROM ledger_accounts a, gifts g WHERE a.owner_id = :buyer AND a.kind = 'beans_held' AND g.sender_id = :buyer
          transfers_sum_to_zero    | INSERT INTO gift_inbox SELECT a.id, g.id, g.coins + 1, g.beans, now() FROM ledger_accounts a, gifts g WHERE a.owner_id = :streamer AND a.kind = 'beans_held' AND g.sender_id = :buyer
          nobody_is_negative       | ALTER TABLE ledger_accounts DROP CONSTRAINT ledger_accounts_not_negative; UPDATE ledger_accounts SET balance = -1 WHERE owner_id = :buyer AND kind = 'coins_paid'
          coins_issued             | UPDATE coin_purchases SET coins = coins + 1 WHERE account_id = :buyer
          purchases_credited_once  | UPDATE coin_purchases SET coins = coins + 1 WHERE account_id = :buyer
          gifts_are_paid           | UPDATE gifts SET coins = coins + 2, beans = beans + 1 WHERE sender_id = :buyer
          beans_issued             | UPDATE gifts SET beans = beans + 1 WHERE sender_id = :buyer
          held_beans               | UPDATE held_beans SET beans = beans + 1 WHERE account_id = (SELECT id FROM ledger_accounts WHERE owner_id = :streamer AND kind = 'beans_held')
          held_beans               | INSERT INTO held_beans VALUES (0, :buyer, 1, now())
          withdrawals_per_person   | UPDATE ledger_accounts SET balance = 1 WHERE owner_id = :streamer AND kind = 'beans_withdrawing'
          clearing_equals_payments | UPDATE coin_purchases SET amount_minor = amount_minor + 1 WHERE account_id = :buyer
          support_equals_gifts     | UPDATE gift_support SET coins = coins + 1 WHERE streamer_id = :streamer
          """)
  void findsWhatIsWrong(String name, String corruption) {
    UUID buyer = wallets.person();
    UUID streamer = wallets.person();
    wallets.buy(buyer, 100);
    wallets.give(buyer, wallets.stream(streamer), 20, null, clock.instant());
    wallets.ledger.settle(streamer);
    wallets.buy(buyer, 100);
    wallets.check();
    jdbi.useTransaction(handle -> {
      // The triggers that refuse such things are off.
      handle.execute("SET LOCAL session_replication_role = replica");
      // Something must be waiting, whatever rolls up meanwhile.
      handle.execute(
          "INSERT INTO ledger_inbox (account_id, transaction_id, asset, kind, amount, created_at) VALUES (1, ?, 'COIN', 'promo', 1, now()), (1, ?, 'COIN', 'promo', -1, now())",
          Ids.next(),
          Ids.next());
      for (String statement : corruption.split("; ", -1)) {
        handle.execute(
            statement
                .replace(":buyer", "'" + buyer + "'")
                .replace(":streamer", "'" + streamer + "'"));
      }
      assertThat(failed(wallets.checks.run(handle))).contains(name);
      handle.rollback();
    });
    wallets.check();
  }

  @Test
  void areAllTriedHere() {
    assertThat(wallets.checks.run().checks()).hasSize(13);
  }

  private static List<String> failed(List<LedgerChecks.Check> checks) {
    return checks.stream().filter(check -> !check.ok()).map(LedgerChecks.Check::name).toList();
  }
}
