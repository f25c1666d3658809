package live.nio.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import live.nio.platform.Ids;
import live.nio.platform.TestDatabase;
import live.nio.testing.Eventually;
import live.nio.testing.TestClock;
import live.nio.wallet.GiftStore.Order;
import live.nio.wallet.GiftStore.Outcome;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class GiftBatchesTest {

  private static final int SENDERS = 64;

  private final Jdbi jdbi = TestDatabase.jdbi();
  private final TestClock clock = Wallets.clock();
  private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Wallets wallets = new Wallets(jdbi, clock);
  private final UUID streamer = wallets.person();
  private final UUID stream = wallets.stream(streamer);
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  @AfterEach
  void stop() {
    threads.close();
  }

  private static Order order(UUID sender, UUID stream, GiftType type, String key) {
    return new Order(Ids.next(), sender, stream, type, 1, key);
  }

  private Order rose(UUID sender) {
    return order(sender, stream, GiftType.ROSE, Ids.next().toString());
  }

  private UUID richPerson() {
    UUID person = wallets.person();
    wallets.buy(person, 1_000);
    return person;
  }

  private List<Outcome> together(List<Callable<Outcome>> calls) throws Exception {
    List<Outcome> outcomes = new ArrayList<>();
    for (Future<Outcome> future : threads.invokeAll(calls)) {
      outcomes.add(future.get());
    }
    return outcomes;
  }

  /// Over connections of their own, as many as the server has.
  @Nested
  class ManyAtOnce {

    private final GiftBatches batches = new GiftBatches(wallets.gifts, clock, metrics);

    @AfterEach
    void close() {
      batches.close();
    }

    @Test
    void ofOneWalletSpendExactlyWhatItHolds() throws Exception {
      UUID sender = wallets.person();
      wallets.buy(sender, 105);
      jdbi.useTransaction(handle -> wallets.promo.grant(handle, Ids.next(), sender, 50, "test"));
      List<Outcome> outcomes =
          together(Collections.nCopies(SENDERS, () -> batches.send(rose(sender))));
      assertThat(outcomes).filteredOn(Outcome.Stored.class::isInstance).hasSize(15);
      assertThat(outcomes)
          .filteredOn(Outcome.Refused.class::isInstance)
          .hasSize(SENDERS - 15)
          .allSatisfy(
              it -> assertThat(it).isEqualTo(new Outcome.Refused(Outcome.Why.INSUFFICIENT, 5)));
      assertThat(wallets.balance(sender, "coins_paid")).isEqualTo(5);
      wallets.ledger.settle(streamer);
      assertThat(wallets.balance(streamer, "beans_held")).isEqualTo(75);
      wallets.check();
    }

    @Test
    void withTheSameKeyAreOneGift() throws Exception {
      UUID sender = richPerson();
      List<Outcome> outcomes =
          together(
              Collections.nCopies(
                  SENDERS, () -> batches.send(order(sender, stream, GiftType.ROSE, "the same"))));
      assertThat(outcomes.stream().map(it -> ((Outcome.Stored) it).gift().id()).distinct())
          .hasSize(1);
      assertThat(outcomes).filteredOn(it -> !((Outcome.Stored) it).repeated()).hasSize(1);
      assertThat(wallets.balance(sender, "coins_paid")).isEqualTo(990);
      wallets.check();
    }

    @Test
    void ofManyPeopleAreStoredTogetherWithTheirCombos() throws Exception {
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < SENDERS; i++) {
        UUID sender = richPerson();
        calls.add(() -> {
          IntStream.range(0, 4).forEach(_ -> batches.send(rose(sender)));
          return batches.send(rose(sender));
        });
      }
      AtomicBoolean done = new AtomicBoolean();
      Future<?> rollUps =
          threads.submit(() -> {
            while (!done.get()) {
              wallets.ledger.rollUp();
              wallets.ledger.settle(streamer);
            }
          });
      List<Outcome> outcomes = together(calls);
      done.set(true);
      rollUps.get();
      assertThat(outcomes)
          .allSatisfy(outcome ->
              assertThat(outcome)
                  .isInstanceOfSatisfying(
                      Outcome.Stored.class,
                      stored -> {
                        assertThat(stored.gift().comboCount()).isEqualTo(5);
                        assertThat(stored.gift().comboCoins()).isEqualTo(50);
                        assertThat(stored.balance().coins()).isEqualTo(950);
                      }));
      assertThat(metrics.get("nio.gifts.batch").summary().max()).isGreaterThan(1);
      wallets.ledger.settle(streamer);
      assertThat(wallets.balance(streamer, "beans_held")).isEqualTo(SENDERS * 25L);
      wallets.check();
    }

    /// Whatever else takes the locks that roll-ups take.
    @Test
    void goThroughWhileCoinsAreTakenBackAndBeansWithdrawn() throws Exception {
      UUID other = wallets.person();
      UUID otherStream = wallets.stream(other);
      List<Callable<Outcome>> calls = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        UUID sender = wallets.person();
        calls.add(() -> {
          Outcome last = new Outcome.Refused(Outcome.Why.INSUFFICIENT, 0);
          for (int round = 0; round < 4; round++) {
            Purchase purchase = wallets.buy(sender, 20);
            batches.send(rose(sender));
            last = batches.send(order(sender, otherStream, GiftType.ROSE, "k" + round));
            wallets.takeBack(purchase, ReversalKind.CHARGEBACK, 20, "dispute");
            jdbi.useTransaction(handle -> wallets.purchases.giveBack(handle, purchase.id(), "won"));
          }
          return last;
        });
      }
      AtomicBoolean done = new AtomicBoolean();
      Future<?> rollUps =
          threads.submit(() -> {
            while (!done.get()) {
              wallets.ledger.rollUp();
            }
          });
      Future<?> readers =
          threads.submit(() -> {
            while (!done.get()) {
              for (UUID person : List.of(streamer, other)) {
                wallets.ledger.settle(person);
                assertThatThrownBy(() ->
                        wallets.withdrawals.request(
                            person,
                            new Withdrawals.Order(50, "somewhere", null, Ids.next().toString())))
                    .isInstanceOf(WalletErrors.InsufficientBeans.class);
              }
            }
          });
      List<Outcome> outcomes = together(calls);
      done.set(true);
      rollUps.get();
      readers.get();
      assertThat(outcomes).allMatch(Outcome.Stored.class::isInstance);
      wallets.check();
    }
  }

  /// One statement for all of them.
  @Nested
  class Together {

    /// The first gift somebody ever gets goes alone.
    @BeforeEach
    void theStreamerHasAWallet() {
      jdbi.useHandle(handle -> wallets.ledger.open(handle, streamer));
    }

    @Test
    void areStoredAsOneAloneWouldBe() {
      UUID first = richPerson();
      UUID second = richPerson();
      wallets.gifts.send(order(first, stream, GiftType.ROSE, "a"), clock.instant());
      List<Order> orders =
          List.of(
              order(first, stream, GiftType.ROSE, "b"), order(second, stream, GiftType.HEART, "b"));
      Instant now = clock.instant().plusNanos(1_234_567);
      List<Optional<Outcome.Stored>> outcomes = wallets.gifts.sendTogether(orders, now);
      for (int i = 0; i < orders.size(); i++) {
        Order order = orders.get(i);
        assertThat(outcomes.get(i).orElseThrow().gift())
            .isEqualTo(wallets.gifts.byKey(order.senderId(), order.key()).orElseThrow());
      }
      assertThat(outcomes.getFirst().orElseThrow().gift().comboCount()).isEqualTo(2);
      assertThat(outcomes.getFirst().orElseThrow().balance())
          .isEqualTo(new Balance(980, new Balance.Beans(0, 0), 0));
      assertThat(outcomes.getLast().orElseThrow().gift().comboCount()).isEqualTo(1);
      Outcome third =
          wallets.gifts.send(order(second, stream, GiftType.HEART, "c"), clock.instant());
      assertThat(((Outcome.Stored) third).gift().comboCount()).isEqualTo(2);
      wallets.check();
      wallets.ledger.settle(streamer);
      wallets.check();
    }

    @Test
    void leaveAloneWhatIsNotPlain() {
      UUID plain = richPerson();
      UUID noWallet = wallets.person();
      UUID poor = wallets.person();
      wallets.buy(poor, 9);
      UUID promoted = richPerson();
      jdbi.useTransaction(handle -> wallets.promo.grant(handle, Ids.next(), promoted, 1, "test"));
      UUID debtor = wallets.person();
      Purchase purchase = wallets.buy(debtor, 10);
      wallets.give(debtor, stream, 10, null, clock.instant().minus(Wallets.HOLD));
      wallets.ledger.settle(streamer);
      wallets.takeBack(purchase, ReversalKind.REFUND, 10, "refund");
      UUID repeating = richPerson();
      Order sent = rose(repeating);
      wallets.gifts.send(sent, clock.instant());
      UUID mixingUp = richPerson();
      wallets.gifts.send(order(mixingUp, stream, GiftType.HEART, "k"), clock.instant());
      UUID receiver = richPerson();
      wallets.give(plain, wallets.stream(receiver), 10, null, clock.instant());
      wallets.ledger.settle(receiver);
      UUID own = richPerson();
      UUID late = richPerson();
      UUID ended = wallets.stream(richPerson());
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE streams SET ended_at = now(), end_reason = 'ended_by_streamer' WHERE id = ?",
              ended));
      UUID lost = richPerson();
      UUID firstEver = richPerson();
      UUID newcomer = wallets.stream(wallets.person());
      List<Order> orders =
          List.of(
              rose(plain),
              rose(noWallet),
              rose(poor),
              rose(promoted),
              rose(debtor),
              order(repeating, stream, GiftType.ROSE, sent.key()),
              order(mixingUp, stream, GiftType.ROSE, "k"),
              rose(receiver),
              order(own, wallets.stream(own), GiftType.ROSE, "k"),
              order(late, ended, GiftType.ROSE, "k"),
              order(lost, Ids.next(), GiftType.ROSE, "k"),
              order(firstEver, newcomer, GiftType.ROSE, "k"));

      List<Optional<Outcome.Stored>> together = wallets.gifts.sendTogether(orders, clock.instant());

      assertThat(together.getFirst()).isPresent();
      assertThat(together.subList(1, together.size())).allMatch(Optional::isEmpty);
      wallets.check();
      List<Outcome> alone =
          orders.stream().skip(1).map(it -> wallets.gifts.send(it, clock.instant())).toList();
      assertThat(alone.stream().map(GiftBatchesTest::word))
          .containsExactly(
              "INSUFFICIENT",
              "INSUFFICIENT",
              "sent",
              "IN_DEBT",
              "repeated",
              "MISMATCH",
              "sent",
              "OWN_STREAM",
              "STREAM_ENDED",
              "NOT_FOUND",
              "sent");
      wallets.check();
    }

    @Test
    void waitForNobodysLock() throws Exception {
      UUID busy = richPerson();
      UUID free = richPerson();
      List<Order> orders = List.of(rose(busy), rose(free));
      jdbi.useTransaction(handle -> {
        wallets.ledger.lock(handle, wallets.ledger.open(handle, busy).coinsPaid());
        // On a thread of its own, and so in a transaction of its own.
        List<Optional<Outcome.Stored>> outcomes =
            threads.submit(() -> wallets.gifts.sendTogether(orders, clock.instant())).get();
        assertThat(outcomes.getFirst()).isEmpty();
        assertThat(outcomes.getLast()).isPresent();
      });
    }

    @Test
    void areOfDifferentPeople() {
      UUID sender = richPerson();
      List<Order> orders = List.of(rose(sender), rose(sender));
      assertThatThrownBy(() -> wallets.gifts.sendTogether(orders, clock.instant()))
          .hasMessageContaining("two gifts of one sender together");
      assertThat(wallets.balance(sender, "coins_paid")).isEqualTo(1_000);
    }
  }

  private static String word(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Stored stored -> stored.repeated() ? "repeated" : "sent";
      case Outcome.Refused refused -> refused.why().name();
    };
  }

  /// Whatever the database does: this store does what a test says, and stores nothing.
  @Nested
  class TheQueue {

    private static final int CAPACITY = 8;

    private final CountDownLatch gate = new CountDownLatch(1);
    private final List<Order> alone = Collections.synchronizedList(new ArrayList<>());
    private final List<List<Order>> inBatches = Collections.synchronizedList(new ArrayList<>());
    private boolean failing;

    private final GiftStore store =
        new GiftStore(jdbi) {
          @Override
          Outcome send(Order order, Instant now) {
            alone.add(order);
            pass();
            return stored(order);
          }

          @Override
          List<Optional<Outcome.Stored>> sendTogether(List<Order> orders, Instant now) {
            inBatches.add(orders);
            pass();
            if (failing) {
              throw new IllegalStateException("the batch fails");
            }
            return orders.stream().map(it -> Optional.of(stored(it))).toList();
          }

          private void pass() {
            try {
              gate.await();
            } catch (InterruptedException e) {
              throw new IllegalStateException(e);
            }
          }
        };

    private final GiftBatches batches = new GiftBatches(store, clock, metrics, CAPACITY);
    private final UUID first = Ids.next();
    private final UUID second = Ids.next();

    @AfterEach
    void close() {
      gate.countDown();
      batches.close();
    }

    private Outcome.Stored stored(Order order) {
      GiftStore.Row row =
          new GiftStore.Row(
              order.id(),
              order.senderId(),
              order.streamId(),
              streamer,
              order.type().word(),
              1,
              order.coins(),
              order.beans(),
              order.id(),
              1,
              order.coins(),
              clock.instant());
      return new Outcome.Stored(row, false, new Balance(0, new Balance.Beans(0, 0), 0));
    }

    private Future<Outcome> send(Order order) {
      return threads.submit(() -> batches.send(order));
    }

    private void awaitWaiting(int count) {
      Eventually.holds(
          () -> assertThat(metrics.get("nio.gifts.waiting").gauge().value()).isEqualTo(count));
    }

    /// One gift goes alone and stays until the gate is opened.
    private Future<Outcome> sendSlowly(UUID sender) {
      Future<Outcome> sending = send(rose(sender));
      Eventually.holds(() -> assertThat(alone).hasSize(1));
      return sending;
    }

    @Test
    void isLeftOutByAGiftNobodyElseGivesBeside() {
      gate.countDown();
      for (int i = 0; i < 3; i++) {
        batches.send(rose(first));
      }
      assertThat(alone).hasSize(3);
      assertThat(inBatches).isEmpty();
    }

    @Test
    void holdsGiftsOfOneSenderOneAfterAnotherInTheirOrder() throws Exception {
      List<Future<Outcome>> answers = new ArrayList<>();
      List<Order> orders = new ArrayList<>();
      answers.add(sendSlowly(first));
      for (int i = 0; i < 5; i++) {
        Order order = rose(first);
        orders.add(order);
        answers.add(send(order));
        awaitWaiting(i + 1);
      }
      gate.countDown();
      for (Future<Outcome> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Outcome.Stored.class);
      }
      assertThat(inBatches).containsExactlyElementsOf(orders.stream().map(List::of).toList());
    }

    @Test
    void givesABatchEverybodysOldestGift() throws Exception {
      List<Future<Outcome>> answers = new ArrayList<>(List.of(sendSlowly(first)));
      Order own = rose(second);
      answers.add(send(own));
      Eventually.holds(() -> assertThat(inBatches).hasSize(1));
      Order third = rose(Ids.next());
      for (Order order : List.of(rose(first), third, rose(second))) {
        answers.add(send(order));
      }
      // The other writer takes what may go; who has a gift on its way waits.
      awaitWaiting(2);
      gate.countDown();
      for (Future<Outcome> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Outcome.Stored.class);
      }
      assertThat(inBatches.getFirst()).containsExactly(own);
      assertThat(inBatches.get(1)).containsExactly(third);
      assertThat(inBatches)
          .allSatisfy(
              batch -> assertThat(batch.stream().map(Order::senderId)).doesNotHaveDuplicates());
    }

    @Test
    void sendsEachGiftOfAFailedBatchAlone() throws Exception {
      failing = true;
      List<Order> orders = IntStream.range(0, 5).mapToObj(_ -> rose(Ids.next())).toList();
      List<Future<Outcome>> answers = new ArrayList<>(List.of(sendSlowly(first)));
      for (Order order : orders) {
        answers.add(send(order));
      }
      Eventually.holds(() -> assertThat(inBatches).isNotEmpty());
      gate.countDown();
      for (Future<Outcome> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Outcome.Stored.class);
      }
      assertThat(alone).containsAll(orders).hasSize(orders.size() + 1);
    }

    @Test
    void turnsGiftsAwayWhenItIsFull() throws Exception {
      List<Future<Outcome>> answers = new ArrayList<>(List.of(sendSlowly(first)));
      for (int i = 0; i < CAPACITY; i++) {
        answers.add(send(rose(first)));
      }
      awaitWaiting(CAPACITY);
      assertThatThrownBy(() -> batches.send(rose(second))).isInstanceOf(WalletErrors.Busy.class);
      gate.countDown();
      for (Future<Outcome> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Outcome.Stored.class);
      }
    }

    @Test
    void isEmptiedBeforeTheServerStops() throws Exception {
      List<Future<Outcome>> answers = new ArrayList<>(List.of(sendSlowly(first)));
      for (int i = 0; i < CAPACITY; i++) {
        answers.add(send(rose(i % 2 == 0 ? first : second)));
      }
      Eventually.holds(() -> assertThat(inBatches).hasSize(1));
      awaitWaiting(CAPACITY - 1);
      Future<?> stop = threads.submit(batches::close);
      gate.countDown();
      stop.get();
      for (Future<Outcome> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Outcome.Stored.class);
      }
      assertThat(batches.send(rose(second))).isInstanceOf(Outcome.Stored.class);
      assertThat(alone).hasSize(2);
    }

    @Test
    void letsEverybodyGoAloneWhenTheDatabaseDoesNotAnswerAtTheStop() throws Exception {
      List<Future<Outcome>> answers = new ArrayList<>(List.of(sendSlowly(first)));
      answers.add(send(rose(second)));
      Eventually.holds(() -> assertThat(inBatches).hasSize(1));
      Order left = rose(second);
      answers.add(send(left));
      awaitWaiting(1);
      batches.close();
      Eventually.holds(() -> assertThat(alone).contains(left));
      gate.countDown();
      for (Future<Outcome> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Outcome.Stored.class);
      }
    }
  }
}
