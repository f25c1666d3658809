package live.nio.payment;

import jakarta.inject.Singleton;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import live.nio.payment.PaymentStore.Taking;
import live.nio.payment.ProviderReport.Money;
import live.nio.payment.ProviderReport.Receipt;
import live.nio.wallet.Balances;
import live.nio.wallet.CoinPurchases;
import live.nio.wallet.Purchase;
import live.nio.wallet.Reversal;
import live.nio.wallet.ReversalKind;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Brings a payment and its buyer's wallet to where the provider says the money is. Any thread.
///
/// Everything happens in one transaction that holds the payment's row, and follows from the row and
/// the report alone; so the same report again changes nothing, and reports may overtake each other:
/// credited stays credited, and a claim's state only moves forward.
@Singleton
class Settlement {

  private static final Logger LOG = Logger.getLogger(Settlement.class);

  private final Jdbi jdbi;
  private final PaymentStore store;
  private final CoinPurchases purchases;
  private final Balances balances;
  private final Clock clock;

  Settlement(
      Jdbi jdbi, PaymentStore store, CoinPurchases purchases, Balances balances, Clock clock) {
    this.jdbi = jdbi;
    this.store = store;
    this.purchases = purchases;
    this.balances = balances;
    this.clock = clock;
  }

  /// @param people whose balance changed
  private record Settled(Payment payment, Set<UUID> people) {}

  /// Acts upon what a provider said when asked.
  ///
  /// @return the payment as it is now
  Payment settle(UUID id, ProviderReport report) {
    return settle(id, report, null);
  }

  /// As [#settle(UUID, ProviderReport)], once for this message.
  ///
  /// @param eventId the provider's name of the message that made us ask
  Payment settle(UUID id, ProviderReport report, @Nullable String eventId) {
    Settled settled =
        jdbi.inTransaction(handle -> {
          Payment payment = store.lock(handle, id);
          if (eventId != null && !store.handleEvent(handle, payment, eventId, clock.instant())) {
            return new Settled(payment, Set.of());
          }
          Set<UUID> people = new HashSet<>();
          apply(handle, payment, report, people);
          return new Settled(store.lock(handle, id), people);
        });
    settled.people().forEach(balances::tell);
    return settled.payment();
  }

  /// The provider knows nothing of it, or has had time enough.
  void fail(UUID id) {
    jdbi.useTransaction(handle -> {
      Payment payment = store.lock(handle, id);
      if (payment.status() == PaymentStatus.PENDING) {
        move(handle, payment, PaymentStatus.FAILED);
      }
      if (!payment.status().isCredited()) {
        store.close(handle, id);
      }
    });
  }

  private void apply(Handle handle, Payment payment, ProviderReport report, Set<UUID> people) {
    boolean credited = payment.status().isCredited();
    Receipt receipt = report.receipt();
    if (receipt != null) {
      Payment.Problem problem = problem(payment, report, receipt);
      if (problem != null) {
        flag(handle, payment, problem);
      } else if (!credited && payment.problem() == null) {
        credit(handle, payment, receipt);
        credited = true;
        people.add(payment.accountId());
      }
    } else if (!credited) {
      unpaid(handle, payment, report.money());
    }
    Instant now = clock.instant();
    report.claims().forEach(claim -> store.put(handle, payment, claim, now));
    List<Claim> claims = store.claims(handle, payment.id());
    if (claims.isEmpty()) {
      return;
    }
    long refunded = refunded(claims, payment.amountMinor());
    if (refunded != payment.refundedMinor()) {
      store.setRefunded(handle, payment.id(), refunded);
    }
    if (credited) {
      cover(handle, payment, claims, now, people);
      Payment current = store.lock(handle, payment.id());
      PaymentStatus status = status(claims, refunded, payment.amountMinor());
      if (current.status() != status) {
        move(handle, current, status);
      }
    }
  }

  /// What is wrong with the money that came, or null.
  private static Payment.@Nullable Problem problem(
      Payment payment, ProviderReport report, Receipt receipt) {
    if (payment.captureReference() != null) {
      // It was compared when it was credited.
      return payment.captureReference().equals(receipt.reference())
          ? null
          : Payment.Problem.SECOND_CAPTURE;
    }
    if (!payment.reference().equals(report.reference())) {
      return Payment.Problem.REFERENCE_MISMATCH;
    }
    if (!payment.id().equals(receipt.paymentId())
        || !payment.accountId().equals(receipt.accountId())) {
      return Payment.Problem.OWNER_MISMATCH;
    }
    if (!payment.currency().equals(receipt.currency())) {
      return Payment.Problem.CURRENCY_MISMATCH;
    }
    return payment.amountMinor() == receipt.amountMinor() ? null : Payment.Problem.AMOUNT_MISMATCH;
  }

  private void flag(Handle handle, Payment payment, Payment.Problem problem) {
    if (payment.problem() == problem) {
      return;
    }
    LOG.errorf("Payment %s is not what was ordered: %s", payment.id(), problem);
    store.flag(handle, payment.id(), problem);
    if (payment.status() == PaymentStatus.PENDING) {
      move(handle, payment, PaymentStatus.FAILED);
    }
  }

  private void credit(Handle handle, Payment payment, Receipt receipt) {
    requireMayBecome(payment, PaymentStatus.PAID);
    if (!store.paid(handle, payment.id(), payment.status(), receipt.reference(), clock.instant())) {
      throw new IllegalStateException("payment " + payment.id() + " moved although it was locked");
    }
    purchases.credit(
        handle,
        new Purchase(
            payment.id(),
            payment.accountId(),
            payment.provider().word(),
            receipt.reference(),
            payment.coins(),
            payment.amountMinor(),
            payment.currency()));
    LOG.infof("Payment %s credited", payment.id());
  }

  private void unpaid(Handle handle, Payment payment, Money money) {
    switch (money) {
      case REFUSED -> {
        if (payment.status() == PaymentStatus.PENDING) {
          move(handle, payment, PaymentStatus.FAILED);
        }
      }
      case CLOSED -> {
        if (payment.status() == PaymentStatus.PENDING) {
          move(handle, payment, PaymentStatus.FAILED);
        }
        store.close(handle, payment.id());
      }
      case PROCESSING -> {
        // Not one that was closed: the provider's answer may be older than that.
        if (payment.status() == PaymentStatus.FAILED && payment.nextCheckAt() != null) {
          move(handle, payment, PaymentStatus.PENDING);
        }
      }
      case NONE, APPROVED, PAID -> {}
    }
  }

  /// Takes from the wallet what claims ask for and gives back what they no longer do. Together they
  /// never take more than was paid; so one that was in another's shadow is looked at again when
  /// that one is returned.
  private void cover(
      Handle handle, Payment payment, List<Claim> claims, Instant now, Set<UUID> people) {
    List<Taking> takings = new ArrayList<>(store.takings(handle, payment.id()));
    for (Claim claim : claims) {
      if (claim.isReturned()) {
        people.addAll(giveBack(handle, payment, claim, takings, now));
      }
    }
    for (Claim claim : claims) {
      if (!claim.isReturned()) {
        people.addAll(take(handle, payment, claim, takings));
      }
    }
  }

  private Set<UUID> giveBack(
      Handle handle, Payment payment, Claim claim, List<Taking> takings, Instant now) {
    Set<UUID> people = new HashSet<>();
    for (Taking taking : List.copyOf(takings)) {
      if (taking.claimReference().equals(claim.reference()) && !taking.returned()) {
        people.addAll(purchases.giveBack(handle, payment.id(), taking.reference()));
        store.returned(handle, taking.reference(), now);
        takings.remove(taking);
      }
    }
    return people;
  }

  private Set<UUID> take(Handle handle, Payment payment, Claim claim, List<Taking> takings) {
    long amountTaken = 0;
    long coinsTaken = 0;
    long ofThisClaim = 0;
    int number = 1;
    for (Taking taking : takings) {
      if (taking.returned()) {
        continue;
      }
      amountTaken += taking.amountMinor();
      coinsTaken += taking.coins();
      if (taking.claimReference().equals(claim.reference())) {
        ofThisClaim += taking.amountMinor();
        number++;
      }
    }
    long amount = Math.min(claim.amountMinor() - ofThisClaim, payment.amountMinor() - amountTaken);
    if (amount <= 0) {
      return Set.of();
    }
    long coins = share(payment, amountTaken + amount) - coinsTaken;
    String reference = number == 1 ? claim.reference() : claim.reference() + "/" + number;
    Taking taking = new Taking(reference, claim.reference(), amount, coins, false);
    Reversal reversal =
        purchases.takeBack(
            handle,
            payment.id(),
            claim.kind() == Claim.Kind.REFUND ? ReversalKind.REFUND : ReversalKind.CHARGEBACK,
            coins,
            amount,
            reference);
    store.insert(handle, payment.id(), taking);
    takings.add(taking);
    return reversal.people();
  }

  /// The coins that belong to a part of what was paid, rounded down; to all of it, all.
  private static long share(Payment payment, long amountMinor) {
    return BigInteger.valueOf(payment.coins())
        .multiply(BigInteger.valueOf(amountMinor))
        .divide(BigInteger.valueOf(payment.amountMinor()))
        .longValueExact();
  }

  private static long refunded(List<Claim> claims, long paid) {
    long sum =
        claims.stream()
            .filter(claim -> claim.kind() == Claim.Kind.REFUND && !claim.isReturned())
            .mapToLong(Claim::amountMinor)
            .sum();
    return Math.min(sum, paid);
  }

  /// Where a paid payment with claims is: an open dispute outshines everything.
  private static PaymentStatus status(List<Claim> claims, long refunded, long paid) {
    List<Claim.State> disputes =
        claims.stream()
            .filter(claim -> claim.kind() == Claim.Kind.CHARGEBACK)
            .map(Claim::state)
            .toList();
    if (disputes.contains(Claim.State.OPEN)) {
      return PaymentStatus.DISPUTED;
    }
    if (disputes.contains(Claim.State.FINAL)) {
      return PaymentStatus.DISPUTE_LOST;
    }
    if (refunded == paid) {
      return PaymentStatus.REFUNDED;
    }
    if (refunded > 0) {
      return PaymentStatus.PARTIALLY_REFUNDED;
    }
    return disputes.isEmpty() ? PaymentStatus.PAID : PaymentStatus.DISPUTE_WON;
  }

  private void move(Handle handle, Payment payment, PaymentStatus to) {
    requireMayBecome(payment, to);
    if (!store.move(handle, payment.id(), payment.status(), to)) {
      throw new IllegalStateException("payment " + payment.id() + " moved although it was locked");
    }
  }

  private static void requireMayBecome(Payment payment, PaymentStatus to) {
    if (!payment.status().mayBecome(to)) {
      throw new IllegalStateException(
          "payment %s cannot go from %s to %s".formatted(payment.id(), payment.status(), to));
    }
  }
}
