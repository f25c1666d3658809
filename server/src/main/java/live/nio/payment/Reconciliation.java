package live.nio.payment;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import live.nio.payment.ProviderReport.Money;
import org.jboss.logging.Logger;

/// Asks providers about payments nobody has heard of for [#PATIENCE]: a message may be lost, a
/// buyer may never come back. Less often every time, and given up after a day, unless the provider
/// says that the money is on its way.
@Singleton
class Reconciliation {

  private static final Logger LOG = Logger.getLogger(Reconciliation.class);

  static final Duration PATIENCE = Duration.ofMinutes(10);
  static final Duration GIVEN_UP_AFTER = Duration.ofHours(24);
  private static final Duration LONGEST_PAUSE = Duration.ofHours(2);
  private static final Duration EVENTS_KEPT = Duration.ofDays(30);
  private static final int BATCH = 20;

  private final PaymentStore store;
  private final Gateways gateways;
  private final Settlement settlement;
  private final Clock clock;

  Reconciliation(PaymentStore store, Gateways gateways, Settlement settlement, Clock clock) {
    this.store = store;
    this.gateways = gateways;
    this.settlement = settlement;
    this.clock = clock;
  }

  @Scheduled(
      every = "{nio.payment.check-every:1m}",
      concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void run() {
    List<Payment> due = store.claimDue(clock.instant(), PATIENCE, LONGEST_PAUSE, BATCH);
    Set<ProviderKind> away = EnumSet.noneOf(ProviderKind.class);
    for (Payment payment : due) {
      if (away.contains(payment.provider())) {
        continue;
      }
      try {
        check(payment);
      } catch (PaymentErrors.Unavailable outage) {
        away.add(payment.provider());
        LOG.warnf("%s does not answer; payments wait", payment.provider());
      } catch (RuntimeException failure) {
        LOG.errorf(failure, "Payment %s could not be checked; it is tried again", payment.id());
      }
    }
  }

  @Scheduled(every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void forgetEvents() {
    store.deleteEventsBefore(clock.instant().minus(EVENTS_KEPT));
  }

  private void check(Payment payment) {
    Instant now = clock.instant();
    boolean old = !payment.createdAt().plus(GIVEN_UP_AFTER).isAfter(now);
    Optional<Gateway> gateway = gateways.of(payment.provider());
    if (payment.providerReference() == null || (gateway.isEmpty() && old)) {
      // Nobody got the means to pay it, or nobody can be asked any more.
      settlement.fail(payment.id());
      return;
    }
    if (gateway.isEmpty()) {
      return;
    }
    ProviderReport report = ask(gateway.get(), payment);
    if (old && isUnpaid(report)) {
      report = gateway.get().abandon(payment);
    }
    settlement.settle(payment.id(), report);
    if (old && isUnpaid(report)) {
      LOG.infof("Payment %s given up: nothing was paid in a day", payment.id());
      settlement.fail(payment.id());
    }
  }

  private static ProviderReport ask(Gateway gateway, Payment payment) {
    try {
      return gateway.finish(payment);
    } catch (PaymentErrors.Declined | PaymentErrors.NotApproved notNow) {
      return ProviderReport.unpaid(payment.reference(), Money.REFUSED);
    }
  }

  private static boolean isUnpaid(ProviderReport report) {
    return switch (report.money()) {
      case NONE, REFUSED, APPROVED, CLOSED -> true;
      case PROCESSING, PAID -> false;
    };
  }
}
