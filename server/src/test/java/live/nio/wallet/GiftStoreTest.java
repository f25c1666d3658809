package live.nio.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.testing.TestClock;
import live.nio.wallet.GiftStore.Outcome;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GiftStoreTest {

  private static final int THREADS = 64;
  private static final int CONNECTIONS = 24;

  private final Jdbi jdbi = TestDatabase.jdbi();
  private final TestClock clock = Wallets.clock();
  private final Wallets wallets = new Wallets(jdbi, clock);
  private final UUID sender = wallets.person();
  private final UUID streamer = wallets.person();
  private final UUID stream = wallets.stream(streamer);

  private Outcome send(GiftType type, int count, String key) {
    return wallets.gifts.send(
        new GiftStore.Order(Ids.next(), sender, stream, type, count, key), clock.instant());
  }

  private GiftStore.Row sent(GiftType type, int count) {
    return ((Outcome.Stored) send(type, count, Ids.next().toString())).gift();
  }

  /// Many at once, of which as many as there are connections reach the database together.
  private static List<Outcome> together(List<Callable<Outcome>> calls) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(CONNECTIONS)) {
      for (Future<Outcome> future : threads.invokeAll(calls)) {
        outcomes.add(future.get());
      }
    }
    return outcomes;
  }

  @Nested
  class ManyAtOnce {

    @Test
    void spendExactlyWhatTheWalletHolds() throws Exception {
      wallets.buy(sender, 105);
      jdbi.useTransaction(handle -> wallets.promo.grant(handle, Ids.next(), sender, 50, "test"));
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        calls.add(() -> send(GiftType.ROSE, 1, Ids.next().toString()));
      }
      List<Outcome> outcomes = together(calls);
      assertThat(outcomes).filteredOn(Outcome.Stored.class::isInstance).hasSize(15);
      assertThat(outcomes)
          .filteredOn(Outcome.Refused.class::isInstance)
          .hasSize(THREADS - 15)
          .allSatisfy(
              it -> assertThat(it).isEqualTo(new Outcome.Refused(Outcome.Why.INSUFFICIENT, 5)));
      assertThat(wallets.balance(sender, "coins_paid")).isEqualTo(5);
      wallets.ledger.settle(streamer);
      assertThat(wallets.balance(streamer, "beans_held")).isEqualTo(75);
      wallets.check();
    }

    @Test
    void withTheSameKeyAreOneGift() throws Exception {
      wallets.buy(sender, 1_000);
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        calls.add(() -> send(GiftType.ROSE, 1, "the same"));
      }
      List<Outcome> outcomes = together(calls);
      assertThat(outcomes.stream().map(it -> ((Outcome.Stored) it).gift().id()).distinct())
          .hasSize(1);
      assertThat(outcomes).filteredOn(it -> !((Outcome.Stored) it).repeated()).hasSize(1);
      assertThat(wallets.balance(sender, "coins_paid")).isEqualTo(990);
      wallets.check();
    }

    @Test
    void toOneStreamerWhileItIsRolledUpAddUp() throws Exception {
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        UUID giver = wallets.person();
        wallets.buy(giver, 100);
        for (int j = 0; j < 10; j++) {
          calls.add(() ->
              wallets.gifts.send(
                  new GiftStore.Order(
                      Ids.next(), giver, stream, GiftType.ROSE, 1, Ids.next().toString()),
                  clock.instant()));
        }
        calls.add(() -> {
          wallets.ledger.settle(streamer);
          return new Outcome.Refused(Outcome.Why.NOT_FOUND, 0);
        });
      }
      assertThat(together(calls)).filteredOn(Outcome.Stored.class::isInstance).hasSize(640);
      wallets.ledger.settle(streamer);
      assertThat(wallets.balance(streamer, "beans_held")).isEqualTo(3_200);
      wallets.check();
    }
  }

  @Nested
  class AKey {

    @Test
    void usedAgainAnswersWithTheGiftOfTheFirstTime() {
      wallets.buy(sender, 100);
      Outcome.Stored first = (Outcome.Stored) send(GiftType.ROSE, 2, "k");
      Outcome.Stored second = (Outcome.Stored) send(GiftType.ROSE, 2, "k");
      assertThat(second.gift()).isEqualTo(first.gift());
      assertThat(second.repeated()).isTrue();
      assertThat(second.balance().coins()).isEqualTo(80);
    }

    @Test
    void usedForSomethingElseIsRefused() {
      wallets.buy(sender, 100);
      send(GiftType.ROSE, 2, "k");
      Outcome mismatch = new Outcome.Refused(Outcome.Why.MISMATCH, 0);
      assertThat(send(GiftType.ROSE, 1, "k")).isEqualTo(mismatch);
      assertThat(send(GiftType.HEART, 2, "k")).isEqualTo(mismatch);
      assertThat(wallets.balance(sender, "coins_paid")).isEqualTo(80);
    }

    @Test
    void ofARefusedGiftMayBeUsedAgain() {
      assertThat(send(GiftType.ROSE, 1, "k"))
          .isEqualTo(new Outcome.Refused(Outcome.Why.INSUFFICIENT, 10));
      wallets.buy(sender, 10);
      assertThat(send(GiftType.ROSE, 1, "k")).isInstanceOf(Outcome.Stored.class);
    }

    @Test
    void tellsWhatBecameOfAGiftWhoseStreamIsOver() {
      wallets.buy(sender, 100);
      send(GiftType.ROSE, 1, "k");
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE streams SET ended_at = now(), end_reason = 'ended_by_streamer' WHERE id = ?",
              stream));
      assertThat(send(GiftType.ROSE, 1, "k")).isInstanceOf(Outcome.Stored.class);
      assertThat(send(GiftType.ROSE, 1, "another"))
          .isEqualTo(new Outcome.Refused(Outcome.Why.STREAM_ENDED, 0));
    }
  }

  @Nested
  class ACombo {

    @Test
    void growsWhileGiftsOfOneTypeFollowWithinFiveSeconds() {
      wallets.buy(sender, 1_000);
      GiftStore.Row first = sent(GiftType.ROSE, 1);
      clock.advance(Duration.ofSeconds(5));
      GiftStore.Row second = sent(GiftType.ROSE, 9);
      assertThat(second.comboId()).isEqualTo(first.id());
      assertThat(second.comboCount()).isEqualTo(10);
      assertThat(second.comboCoins()).isEqualTo(100);
      clock.advance(Duration.ofMillis(5_001));
      GiftStore.Row late = sent(GiftType.ROSE, 1);
      assertThat(late.comboId()).isEqualTo(late.id());
      assertThat(late.comboCount()).isEqualTo(1);
    }

    @Test
    void endsWithAnotherTypeAndAnotherStream() {
      wallets.buy(sender, 1_000);
      sent(GiftType.ROSE, 1);
      assertThat(sent(GiftType.HEART, 1).comboCount()).isEqualTo(1);
      assertThat(sent(GiftType.ROSE, 1).comboCount()).isEqualTo(1);
      UUID elsewhere = wallets.stream(wallets.person());
      Outcome there =
          wallets.gifts.send(
              new GiftStore.Order(Ids.next(), sender, elsewhere, GiftType.ROSE, 1, "there"),
              clock.instant());
      assertThat(((Outcome.Stored) there).gift().comboCount()).isEqualTo(1);
    }

    @Test
    void goesOnOverAPurchase() {
      wallets.buy(sender, 10);
      sent(GiftType.ROSE, 1);
      wallets.buy(sender, 10);
      assertThat(sent(GiftType.ROSE, 1).comboCount()).isEqualTo(2);
    }
  }
}
