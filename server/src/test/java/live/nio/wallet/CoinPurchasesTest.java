package live.nio.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.testing.TestClock;
import org.jdbi.v3.core.Jdbi;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class CoinPurchasesTest {

  private final Jdbi jdbi = Wallets.singleConnection();
  private final TestClock clock = Wallets.clock();
  private final Wallets wallets = new Wallets(jdbi, clock);
  private final UUID buyer = wallets.person();
  private final UUID streamer = wallets.person();
  private UUID stream;

  @BeforeEach
  void goLive() {
    stream = wallets.stream(streamer);
  }

  @AfterEach
  void everythingStillHolds() {
    wallets.ledger.rollUp();
    wallets.check();
  }

  private void give(long coins) {
    assertThat(wallets.give(buyer, stream, coins, null, clock.instant())).isEqualTo("sent");
  }

  private long coins() {
    return wallets.balance(buyer, "coins_paid");
  }

  private void giveBack(Purchase purchase, String reference) {
    jdbi.useTransaction(handle -> wallets.purchases.giveBack(handle, purchase.id(), reference));
  }

  @Nested
  class Crediting {

    @Test
    void creditsOnceWhateverIsRepeated() {
      Purchase purchase = wallets.buy(buyer, 500);
      jdbi.useTransaction(handle -> wallets.purchases.credit(handle, purchase));
      assertThat(coins()).isEqualTo(500);
    }

    @Test
    void refusesTheSamePurchaseWithOtherContent() {
      Purchase purchase = wallets.buy(buyer, 500);
      Purchase other =
          new Purchase(
              purchase.id(), buyer, "stripe", purchase.providerReference(), 600, 500, "USD");
      assertThatThrownBy(
              () -> jdbi.useTransaction(handle -> wallets.purchases.credit(handle, other)))
          .isInstanceOf(LedgerConflict.class);
      assertThat(coins()).isEqualTo(500);
    }

    @Test
    void refusesAPaymentOfTheProviderForASecondPurchase() {
      Purchase purchase = wallets.buy(buyer, 500);
      Purchase other =
          new Purchase(Ids.next(), buyer, "stripe", purchase.providerReference(), 500, 500, "USD");
      assertThatThrownBy(
              () -> jdbi.useTransaction(handle -> wallets.purchases.credit(handle, other)))
          .isInstanceOf(LedgerConflict.class);
      assertThat(coins()).isEqualTo(500);
    }

    @Test
    void isUndoneWithTheTransactionOfItsCaller() {
      Purchase purchase = Wallets.purchase(buyer, 500);
      jdbi.useTransaction(handle -> {
        wallets.purchases.credit(handle, purchase);
        handle.rollback();
      });
      assertThat(coins()).isZero();
    }
  }

  @Nested
  class TakingBack {

    @Test
    void takesUnspentCoinsFirst() {
      Purchase purchase = wallets.buy(buyer, 500);
      give(100);
      Reversal reversal = wallets.takeBack(purchase, ReversalKind.REFUND, 400, "re_1");
      assertThat(reversal.unspentCoins()).isEqualTo(400);
      assertThat(reversal.people()).containsExactly(buyer);
      assertThat(coins()).isZero();
      wallets.ledger.settle(streamer);
      assertThat(wallets.balance(streamer, "beans_held")).isEqualTo(50);
    }

    @Test
    void thenBeansOfTheNewestGiftsThatAreStillHeld() {
      Purchase purchase = wallets.buy(buyer, 300);
      give(100);
      clock.advance(Duration.ofSeconds(1));
      give(200);
      Reversal reversal = wallets.takeBack(purchase, ReversalKind.CHARGEBACK, 250, "dp_1");
      assertThat(reversal.unspentCoins()).isZero();
      assertThat(reversal.giftCoins()).isEqualTo(250);
      assertThat(reversal.debtCoins()).isZero();
      assertThat(reversal.lossMinor()).isZero();
      assertThat(reversal.people()).containsExactlyInAnyOrder(buyer, streamer);
      assertThat(wallets.balance(streamer, "beans_held")).isEqualTo(25);
      List<Long> whole =
          jdbi.withHandle(handle ->
              handle
                  .createQuery(
                      "SELECT g.coins FROM coin_reversal_gifts r JOIN gifts g ON g.id = r.gift_id WHERE r.reversal_id = :id AND r.beans = g.beans")
                  .bind("id", reversal.id())
                  .mapTo(Long.class)
                  .list());
      assertThat(whole).containsExactly(200L);
    }

    @Test
    void theRestIsOwedByTheBuyerAndLostByThePlatform() {
      Purchase purchase = wallets.buy(buyer, 300);
      give(200);
      clock.advance(Wallets.HOLD.plusSeconds(1));
      Reversal reversal = wallets.takeBack(purchase, ReversalKind.CHARGEBACK, 300, "dp_1");
      assertThat(reversal.unspentCoins()).isEqualTo(100);
      assertThat(reversal.giftCoins()).isZero();
      assertThat(reversal.debtCoins()).isEqualTo(200);
      assertThat(reversal.lossMinor()).isEqualTo(200);
      assertThat(coins()).isEqualTo(-200);
      assertThat(wallets.balance(streamer, "beans_available")).isEqualTo(100);
      assertThat(wallets.give(buyer, stream, 10, null, clock.instant())).isEqualTo("in_debt");

      wallets.buy(buyer, 150);
      assertThat(wallets.give(buyer, stream, 10, null, clock.instant())).isEqualTo("in_debt");
      wallets.buy(buyer, 60);
      assertThat(wallets.give(buyer, stream, 10, null, clock.instant())).isEqualTo("sent");
      assertThat(coins()).isZero();
    }

    @Test
    void answersARepetitionAlikeAndTakesNothingTwice() {
      Purchase purchase = wallets.buy(buyer, 300);
      give(200);
      Reversal first = wallets.takeBack(purchase, ReversalKind.REFUND, 250, "re_1");
      assertThat(wallets.takeBack(purchase, ReversalKind.REFUND, 250, "re_1")).isEqualTo(first);
      assertThatThrownBy(() -> wallets.takeBack(purchase, ReversalKind.REFUND, 251, "re_1"))
          .isInstanceOf(LedgerConflict.class);
      assertThat(coins()).isZero();
    }

    @Test
    void neverTakesMoreThanWasBought() {
      Purchase purchase = wallets.buy(buyer, 300);
      wallets.buy(buyer, 1_000);
      wallets.takeBack(purchase, ReversalKind.REFUND, 200, "re_1");
      Reversal second = wallets.takeBack(purchase, ReversalKind.CHARGEBACK, 300, "dp_1");
      assertThat(second.unspentCoins()).isEqualTo(100);
      assertThat(second.debtCoins()).isZero();
      assertThat(second.lossMinor()).isEqualTo(200);
      assertThat(coins()).isEqualTo(1_000);
    }

    @Test
    void leavesAloneWhatGiftsOfGivenCoinsBrought() {
      Purchase purchase = wallets.buy(buyer, 50);
      jdbi.useTransaction(handle -> wallets.promo.grant(handle, Ids.next(), buyer, 50, "test"));
      give(100);
      Reversal reversal = wallets.takeBack(purchase, ReversalKind.CHARGEBACK, 50, "dp_1");
      assertThat(reversal.giftCoins()).isEqualTo(50);
      assertThat(wallets.balance(streamer, "beans_held")).isEqualTo(25);
      Purchase unspentAgain = wallets.buy(buyer, 20);
      give(20);
      wallets.takeBack(unspentAgain, ReversalKind.CHARGEBACK, 20, "dp_2");
      assertThat(wallets.balance(streamer, "beans_held")).isEqualTo(25);
    }

    @Test
    void ofAPurchaseNobodyCreditedIsRefused() {
      assertThatThrownBy(
              () -> wallets.takeBack(Wallets.purchase(buyer, 10), ReversalKind.REFUND, 10, "re"))
          .isInstanceOf(LedgerConflict.class);
    }
  }

  @Nested
  class WinningADispute {

    @Test
    void givesBackWhatWasTakenToBuyerAndStreamer() {
      Purchase purchase = wallets.buy(buyer, 300);
      give(100);
      clock.advance(Wallets.HOLD.plusSeconds(1));
      give(100);
      wallets.takeBack(purchase, ReversalKind.CHARGEBACK, 300, "dp_1");
      assertThat(coins()).isEqualTo(-100);
      assertThat(wallets.balance(streamer, "beans_held")).isZero();
      giveBack(purchase, "dp_1");
      giveBack(purchase, "dp_1");
      assertThat(coins()).isEqualTo(100);
      assertThat(wallets.balance(streamer, "beans_held")).isEqualTo(50);
      assertThat(wallets.balance(streamer, "beans_available")).isEqualTo(50);
    }

    @Test
    void afterTheHoldOfItsGiftsMakesTheBeansAvailable() {
      Purchase purchase = wallets.buy(buyer, 100);
      give(100);
      wallets.takeBack(purchase, ReversalKind.CHARGEBACK, 100, "dp_1");
      clock.advance(Wallets.HOLD.plusSeconds(1));
      wallets.ledger.settle(streamer);
      giveBack(purchase, "won_1");
      assertThat(wallets.balance(streamer, "beans_available")).isEqualTo(50);
    }

    @Test
    void withoutAChargebackChangesNothing() {
      Purchase purchase = wallets.buy(buyer, 100);
      wallets.takeBack(purchase, ReversalKind.REFUND, 40, "re_1");
      giveBack(purchase, "dp_1");
      assertThat(coins()).isEqualTo(60);
    }

    @Test
    void ofAnEarlierDisputeDoesNotUndoALaterOne() {
      Purchase purchase = wallets.buy(buyer, 100);
      wallets.takeBack(purchase, ReversalKind.CHARGEBACK, 100, "dp_1");
      giveBack(purchase, "dp_1");
      wallets.takeBack(purchase, ReversalKind.CHARGEBACK, 100, "dp_2");
      giveBack(purchase, "dp_1");
      assertThat(coins()).isZero();
    }
  }

  @Test
  void whatIsWrittenCannotBeChanged() {
    wallets.buy(buyer, 100);
    give(10);
    for (String table : new String[] {"ledger_entries", "gifts", "coin_purchases"}) {
      assertThatThrownBy(() -> jdbi.useHandle(handle -> handle.execute("DELETE FROM " + table)))
          .isInstanceOf(JdbiException.class)
          .hasMessageContaining("append-only");
      assertThatThrownBy(() ->
              jdbi.useHandle(
                  handle -> handle.execute("UPDATE " + table + " SET created_at = now()")))
          .isInstanceOf(JdbiException.class)
          .hasMessageContaining("append-only");
    }
  }

  @Test
  void noBalanceFallsBelowZeroByMistake() {
    wallets.buy(buyer, 100);
    assertThatThrownBy(() ->
            jdbi.useTransaction(handle ->
                wallets.ledger.post(
                    handle,
                    wallets.ledger.open(handle, buyer).coinsPaid(),
                    Ids.next(),
                    EntryKind.REFUND,
                    -101)))
        .isInstanceOf(JdbiException.class)
        .hasMessageContaining("ledger_accounts_not_negative");
  }
}
