package live.nio.wallet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.identity.Role;
import live.nio.platform.DomainError;
import live.nio.platform.Ids;
import live.nio.testing.TestClock;
import live.nio.wallet.GiftStore.Outcome;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Random things happen to a few wallets, in the database and in a plain model of it; after each,
/// both have the same, and everything that must always hold does.
class LedgerModelTest {

  private static final int STEPS = 120;
  private static final List<GiftType> CHEAP_GIFTS =
      Arrays.stream(GiftType.values()).filter(type -> type.coins() <= 500).toList();
  private static final List<WithdrawalStatus> DECISIONS =
      Arrays.stream(WithdrawalStatus.values()).filter(it -> !it.before().isEmpty()).toList();

  // ---- the model: what the contract says, as simply as it can be said

  private static final class Person {
    final UUID id;
    final UUID stream;
    long paid;
    long promo;
    long held;
    long available;
    long withdrawing;

    Person(UUID id, UUID stream) {
      this.id = id;
      this.stream = stream;
    }
  }

  private static final class Given {
    final GiftStore.Order order;
    final Person sender;
    final Person streamer;
    final long bought;
    final Instant at;
    long beansHeld;
    long coinsTakenBack;
    boolean released;

    Given(
        GiftStore.Order order,
        Person sender,
        Person streamer,
        long coins,
        long bought,
        Instant at) {
      this.order = order;
      this.sender = sender;
      this.streamer = streamer;
      this.bought = bought;
      this.at = at;
      this.beansHeld = coins / 2;
    }
  }

  private static final class Bought {
    final Person buyer;
    final Purchase purchase;
    long reversed;

    Bought(Person buyer, Purchase purchase) {
      this.buyer = buyer;
      this.purchase = purchase;
    }
  }

  private record FromGift(Given gift, long beans) {}

  private static final class Reversed {
    final Bought bought;
    final ReversalKind kind;
    final String reference;
    final long asked;
    final Reversal answer;
    final List<FromGift> fromGifts;
    boolean returned;

    Reversed(
        Bought bought,
        ReversalKind kind,
        String reference,
        long asked,
        Reversal answer,
        List<FromGift> fromGifts) {
      this.bought = bought;
      this.kind = kind;
      this.reference = reference;
      this.asked = asked;
      this.answer = answer;
      this.fromGifts = fromGifts;
    }
  }

  private static final class Payout {
    final Person person;
    final Withdrawals.Order order;
    final UUID id;
    WithdrawalStatus status = WithdrawalStatus.REQUESTED;

    Payout(Person person, Withdrawals.Order order, UUID id) {
      this.person = person;
      this.order = order;
      this.id = id;
    }
  }

  private final Jdbi jdbi = Wallets.singleConnection();
  private final TestClock clock = Wallets.clock();
  private final Wallets wallets = new Wallets(jdbi, clock);
  private final List<Person> people = new ArrayList<>();
  private final List<Bought> purchases = new ArrayList<>();
  private final List<Given> gifts = new ArrayList<>();
  private final List<Reversed> reversals = new ArrayList<>();
  private final List<Payout> payouts = new ArrayList<>();
  private Random random = new Random();

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 20, 300})
  void theLedgerAgreesWithTheModelWhateverHappens(long seed) {
    random = new Random(seed);
    for (int i = 0; i < 4; i++) {
      UUID id = wallets.person();
      people.add(new Person(id, wallets.stream(id)));
    }
    List<String> story = new ArrayList<>();
    for (int step = 0; step < STEPS; step++) {
      story.add(step());
      clock.advance(Duration.ofMillis(1 + random.nextInt(5_000)));
      compare(seed + ": " + story);
    }
    assertThat(new HashSet<>(story)).as("much of what can happen did").hasSizeGreaterThan(12);
  }

  private String step() {
    return switch (random.nextInt(16)) {
      case 0, 1 -> buy();
      case 2 -> grant();
      case 3, 4, 5, 6 -> give();
      case 7 -> giveAgain();
      case 8 -> takeBack(ReversalKind.REFUND);
      case 9 -> takeBack(ReversalKind.CHARGEBACK);
      case 10 -> takeBackAgain();
      case 11 -> win();
      case 12 -> withdraw();
      case 13 -> decide();
      case 14 -> {
        clock.advance(Duration.ofHours(random.nextInt(80)));
        yield "time passes";
      }
      default -> {
        wallets.ledger.rollUp();
        yield "roll-up";
      }
    };
  }

  private <T> @Nullable T any(List<T> list) {
    return list.isEmpty() ? null : list.get(random.nextInt(list.size()));
  }

  private Person anybody() {
    return people.get(random.nextInt(people.size()));
  }

  private String buy() {
    Bought again = any(purchases);
    if (again != null && random.nextInt(4) == 0) {
      jdbi.useTransaction(handle -> wallets.purchases.credit(handle, again.purchase));
      return "a purchase comes again";
    }
    Person buyer = anybody();
    Purchase purchase = wallets.buy(buyer.id, random.nextLong(1, 2_001));
    purchases.add(new Bought(buyer, purchase));
    buyer.paid += purchase.coins();
    return "purchase";
  }

  private String grant() {
    Person person = anybody();
    long coins = random.nextLong(1, 101);
    jdbi.useTransaction(
        handle -> wallets.promo.grant(handle, Ids.next(), person.id, coins, "test"));
    person.promo += coins;
    return "promo";
  }

  private String give() {
    Person sender = anybody();
    Person streamer = anybody();
    GiftType type = CHEAP_GIFTS.get(random.nextInt(CHEAP_GIFTS.size()));
    int count = 1 + random.nextInt(3);
    long coins = (long) count * type.coins();
    Instant now = clock.instant();
    GiftStore.Order order =
        new GiftStore.Order(
            Ids.next(), sender.id, streamer.stream, type, count, Ids.next().toString());
    // Together leaves alone what it does not decide; what it decides must be the same.
    Outcome outcome =
        Optional.of(order)
            .filter(_ -> random.nextBoolean())
            .<Outcome>flatMap(it -> wallets.gifts.sendTogether(List.of(it), now).getFirst())
            .orElseGet(() -> wallets.gifts.send(order, now));
    if (sender == streamer) {
      return refused(outcome, Outcome.Why.OWN_STREAM, 0);
    }
    if (sender.paid < 0) {
      return refused(outcome, Outcome.Why.IN_DEBT, 0);
    }
    if (sender.paid + sender.promo < coins) {
      return refused(outcome, Outcome.Why.INSUFFICIENT, coins - sender.paid - sender.promo);
    }
    long bought = Math.max(0, coins - sender.promo);
    sender.promo -= coins - bought;
    sender.paid -= bought;
    streamer.held += coins / 2;
    gifts.add(new Given(order, sender, streamer, coins, bought, now));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Stored.class,
            stored -> {
              assertThat(stored.repeated()).isFalse();
              assertThat(stored.balance().coins()).isEqualTo(sender.paid + sender.promo);
            });
    return "gift";
  }

  private static String refused(Outcome outcome, Outcome.Why why, long missing) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Refused.class,
            refused -> {
              assertThat(refused.why()).isEqualTo(why);
              if (missing > 0) {
                assertThat(refused.missing()).isEqualTo(missing);
              }
            });
    return "gift refused: " + why;
  }

  private String giveAgain() {
    Given before = any(gifts);
    if (before == null) {
      return "nothing";
    }
    GiftStore.Order order = before.order;
    if (random.nextBoolean()) {
      Outcome outcome =
          wallets.gifts.send(
              new GiftStore.Order(
                  Ids.next(),
                  order.senderId(),
                  order.streamId(),
                  order.type(),
                  order.count() + 1,
                  order.key()),
              clock.instant());
      return refused(outcome, Outcome.Why.MISMATCH, 0);
    }
    Outcome outcome =
        wallets.gifts.send(
            new GiftStore.Order(
                Ids.next(),
                order.senderId(),
                order.streamId(),
                order.type(),
                order.count(),
                order.key()),
            clock.instant());
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Outcome.Stored.class,
            stored -> {
              assertThat(stored.repeated()).isTrue();
              assertThat(stored.gift().id()).isEqualTo(order.id());
            });
    return "a gift comes again";
  }

  private String takeBack(ReversalKind kind) {
    Bought bought = any(purchases);
    if (bought == null) {
      return "nothing";
    }
    Person buyer = bought.buyer;
    long asked =
        kind == ReversalKind.REFUND
            ? 1 + random.nextLong(bought.purchase.coins())
            : bought.purchase.coins();
    String reference = "r" + Ids.next();
    release();
    long left = Math.min(asked, bought.purchase.coins() - bought.reversed);
    long unspent = Math.min(left, Math.max(0, buyer.paid));
    long rest = left - unspent;
    List<FromGift> fromGifts = new ArrayList<>();
    Set<UUID> concerned = new HashSet<>(Set.of(buyer.id));
    for (Given gift : gifts.reversed()) {
      if (gift.sender != buyer || gift.released) {
        continue;
      }
      long beans = Math.min(gift.beansHeld, Math.min(rest, gift.bought - gift.coinsTakenBack) / 2);
      if (beans > 0) {
        fromGifts.add(new FromGift(gift, beans));
        concerned.add(gift.streamer.id);
        gift.beansHeld -= beans;
        gift.coinsTakenBack += 2 * beans;
        gift.streamer.held -= beans;
        rest -= 2 * beans;
      }
    }
    buyer.paid -= unspent + rest;
    bought.reversed += left;

    Reversal answer = wallets.takeBack(bought.purchase, kind, asked, reference);
    assertThat(answer.unspentCoins()).isEqualTo(unspent);
    assertThat(answer.debtCoins()).isEqualTo(rest);
    assertThat(answer.giftCoins()).isEqualTo(left - unspent - rest);
    assertThat(answer.lossMinor()).isEqualTo(asked - left + rest);
    assertThat(answer.people()).isEqualTo(concerned);
    reversals.add(new Reversed(bought, kind, reference, asked, answer, fromGifts));
    return kind + (rest > 0 ? " with debt" : "") + (fromGifts.isEmpty() ? "" : " from gifts");
  }

  private String takeBackAgain() {
    Reversed before = any(reversals);
    if (before == null) {
      return "nothing";
    }
    assertThat(
            wallets.takeBack(before.bought.purchase, before.kind, before.asked, before.reference))
        .isEqualTo(before.answer);
    return "a reversal comes again";
  }

  private String win() {
    Reversed won =
        any(reversals.stream().filter(it -> it.kind == ReversalKind.CHARGEBACK).toList());
    if (won == null) {
      return "nothing";
    }
    jdbi.useTransaction(
        handle -> wallets.purchases.giveBack(handle, won.bought.purchase.id(), won.reference));
    if (won.returned) {
      return "a victory comes again";
    }
    won.returned = true;
    long coins = won.answer.unspentCoins() + won.answer.debtCoins();
    won.bought.buyer.paid += coins;
    won.bought.reversed -= coins + won.answer.giftCoins();
    for (FromGift part : won.fromGifts) {
      part.gift().coinsTakenBack -= 2 * part.beans();
      if (part.gift().released) {
        part.gift().streamer.available += part.beans();
      } else {
        part.gift().streamer.held += part.beans();
        part.gift().beansHeld += part.beans();
      }
    }
    return "victory";
  }

  private String withdraw() {
    Payout before = any(payouts);
    if (before != null && random.nextInt(4) == 0) {
      assertThat(wallets.withdrawals.request(before.person.id, before.order).id())
          .isEqualTo(before.id);
      return "a withdrawal comes again";
    }
    Person person = anybody();
    release();
    long beans = random.nextLong(1, 401);
    Withdrawals.Order order =
        new Withdrawals.Order(beans, "somewhere", null, Ids.next().toString());
    long open =
        payouts.stream().filter(it -> it.person == person && !it.status.next().isEmpty()).count();
    String refusal =
        beans < 50
            ? "below_minimum"
            : open >= 3 ? "too_many_open" : person.available < beans ? "insufficient_beans" : null;
    if (refusal != null) {
      DomainError error =
          catchThrowableOfType(
              DomainError.class, () -> wallets.withdrawals.request(person.id, order));
      assertThat(error.code()).isEqualTo(refusal);
      return refusal;
    }
    payouts.add(new Payout(person, order, wallets.withdrawals.request(person.id, order).id()));
    person.available -= beans;
    person.withdrawing += beans;
    return "withdrawal";
  }

  private String decide() {
    Payout payout = any(payouts);
    if (payout == null) {
      return "nothing";
    }
    Identity admin = new Identity(people.getFirst().id, Ids.next(), "admin", Role.ADMIN);
    WithdrawalStatus target = DECISIONS.get(random.nextInt(DECISIONS.size()));
    Runnable decision =
        switch (target) {
          case REQUESTED -> throw new AssertionError();
          case APPROVED -> () -> wallets.withdrawals.approve(admin, payout.id);
          case PAID -> () -> wallets.withdrawals.paid(admin, payout.id, "transfer");
          case REFUSED -> () -> wallets.withdrawals.refuse(admin, payout.id, "why");
          case CANCELLED -> () -> wallets.withdrawals.cancel(payout.person.id, payout.id);
        };
    if (!payout.status.next().contains(target)) {
      DomainError error = catchThrowableOfType(DomainError.class, decision::run);
      assertThat(error.code()).isEqualTo("wrong_state");
      return "wrong state";
    }
    decision.run();
    payout.status = target;
    long beans = payout.order.beans();
    switch (target) {
      case REQUESTED, APPROVED -> {}
      case PAID -> payout.person.withdrawing -= beans;
      case REFUSED, CANCELLED -> {
        payout.person.withdrawing -= beans;
        payout.person.available += beans;
      }
    }
    return target.word();
  }

  /// What was held long enough becomes available, in the model.
  private void release() {
    for (Given gift : gifts) {
      if (!gift.released && !gift.at.isAfter(clock.instant().minus(Wallets.HOLD))) {
        gift.released = true;
        gift.streamer.held -= gift.beansHeld;
        gift.streamer.available += gift.beansHeld;
        gift.beansHeld = 0;
      }
    }
  }

  private void compare(String story) {
    release();
    for (Person person : people) {
      wallets.ledger.settle(person.id);
      Map<String, Long> expected = new LinkedHashMap<>();
      expected.put("coins_paid", person.paid);
      expected.put("coins_promo", person.promo);
      expected.put("beans_held", person.held);
      expected.put("beans_available", person.available);
      expected.put("beans_withdrawing", person.withdrawing);
      Map<String, Long> actual = new LinkedHashMap<>();
      expected.keySet().forEach(kind -> actual.put(kind, wallets.balance(person.id, kind)));
      assertThat(actual).as(story).isEqualTo(expected);
    }
    wallets.check();
  }
}
