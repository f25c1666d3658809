package live.nio.payment;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import live.nio.identity.Identity;
import live.nio.platform.DomainError;
import live.nio.platform.FieldError;
import live.nio.platform.Ids;
import live.nio.platform.InvalidInput;
import live.nio.platform.Limit;
import live.nio.platform.NotFound;
import live.nio.platform.RateLimits;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Buying coins and giving money back. Any virtual thread.
@Singleton
class Payments {

  private static final Logger LOG = Logger.getLogger(Payments.class);

  private final PaymentStore store;
  private final Gateways gateways;
  private final Settlement settlement;
  private final RateLimits limits;
  private final Clock clock;

  Payments(
      PaymentStore store,
      Gateways gateways,
      Settlement settlement,
      RateLimits limits,
      Clock clock) {
    this.store = store;
    this.gateways = gateways;
    this.settlement = settlement;
    this.limits = limits;
    this.clock = clock;
  }

  /// A payment and what its page needs to finish it.
  record Begun<T>(Payment payment, T opened) {}

  /// Begins a payment by card.
  Begun<StripeGateway.Opened> beginStripe(Identity buyer, Order order) {
    StripeGateway stripe = gateways.stripe();
    Payment payment = begin(buyer, order, ProviderKind.STRIPE);
    return new Begun<>(payment, open(payment, stripe::open, StripeGateway.Opened::reference));
  }

  /// Begins a payment by PayPal.
  Begun<PayPalGateway.Opened> beginPayPal(Identity buyer, Order order) {
    PayPalGateway paypal = gateways.paypal();
    if (!PayPalGateway.takes(order.currency())) {
      throw new InvalidInput("currency", "one_of", "PayPal does not take this currency");
    }
    Payment payment = begin(buyer, order, ProviderKind.PAYPAL);
    return new Begun<>(payment, open(payment, paypal::open, PayPalGateway.Opened::reference));
  }

  /// Coins for nothing, in development.
  Payment payTest(Identity buyer, Order order) {
    TestGateway test = gateways.test();
    Payment payment = begin(buyer, order, ProviderKind.TEST);
    store.setReference(payment.id(), TestGateway.referenceOf(payment));
    return settlement.settle(payment.id(), test.ask(payment));
  }

  private Payment begin(Identity buyer, Order order, ProviderKind provider) {
    limits.take(Limit.PAYMENT_CREATE, buyer.accountId().toString());
    Instant now = clock.instant();
    Instant checkAt = now.plus(Reconciliation.PATIENCE);
    Payment payment =
        new Payment(
            Ids.next(),
            buyer.accountId(),
            provider,
            null,
            null,
            PaymentStatus.PENDING,
            order.coins(),
            order.amountMinor(),
            order.currency().code(),
            0,
            null,
            now,
            null,
            checkAt);
    store.insert(payment, checkAt);
    return payment;
  }

  /// Takes a payment to its provider. When that fails nobody got the means to pay it, so it is
  /// failed at once, even if the provider made something of it.
  private <T> T open(Payment payment, Function<Payment, T> open, Function<T, String> reference) {
    try {
      T opened = open.apply(payment);
      store.setReference(payment.id(), reference.apply(opened));
      return opened;
    } catch (DomainError failure) {
      settlement.fail(payment.id());
      throw failure;
    }
  }

  /// Takes the money of a PayPal order its buyer has agreed to; again is the same as once.
  ///
  /// @throws NotFound when it is not the caller's
  Payment capture(Identity buyer, String orderId) {
    limits.take(Limit.PAYMENT_CAPTURE, buyer.accountId().toString());
    PayPalGateway paypal = gateways.paypal();
    Payment payment =
        store
            .byReference(ProviderKind.PAYPAL, orderId)
            .filter(it -> it.accountId().equals(buyer.accountId()))
            .orElseThrow(() -> new NotFound("order"));
    if (payment.status().isCredited()) {
      return payment;
    }
    if (payment.nextCheckAt() == null) {
      throw new PaymentErrors.WrongState(payment.status());
    }
    return settlement.settle(payment.id(), paypal.capture(payment));
  }

  /// @throws NotFound when it is not the caller's
  Payment of(Identity buyer, UUID id) {
    return store
        .byId(id)
        .filter(it -> it.accountId().equals(buyer.accountId()))
        .orElseThrow(() -> new NotFound("payment"));
  }

  PaymentStore.Page history(Identity buyer, int offset, int limit) {
    return store.of(buyer.accountId(), offset, limit);
  }

  PaymentStore.Page all(
      @Nullable PaymentStatus status,
      @Nullable String person,
      boolean withProblem,
      int offset,
      int limit) {
    return store.all(status, person, withProblem, offset, limit);
  }

  /// Gives money back, and takes the coins it bought.
  ///
  /// @param amountMinor or null for all that has not been given back
  Payment refund(Identity admin, UUID id, @Nullable Long amountMinor) {
    Payment known = store.byId(id).orElseThrow(() -> new NotFound("payment"));
    requireRefundable(known);
    Gateway gateway = gateways.of(known.provider()).orElseThrow(PaymentErrors.Unavailable::new);
    // Somebody may have given it back at the provider's own pages meanwhile.
    Payment payment = settlement.settle(id, gateway.ask(known));
    requireRefundable(payment);
    long left = payment.amountMinor() - payment.refundedMinor();
    long amount = amountMinor == null ? left : amountMinor;
    if (amount < 1 || amount > left) {
      throw new InvalidInput(
          List.of(
              new FieldError(
                  "amountMinor",
                  "size",
                  "no more than is left of it can be given back",
                  1L,
                  left)));
    }
    // Two clicks in the same state are one refund.
    String key = "refund-" + id + "-" + store.claims(id).size() + "-" + amount;
    LOG.infof("Administrator %s gives back %d of payment %s", admin.accountId(), amount, id);
    return settlement.settle(id, gateway.refund(payment, amount, key));
  }

  private static void requireRefundable(Payment payment) {
    if (!payment.status().isRefundable()) {
      throw new PaymentErrors.WrongState(payment.status());
    }
  }
}
