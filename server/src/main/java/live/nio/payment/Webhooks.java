package live.nio.payment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import live.nio.payment.ProviderReport.Money;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Messages from providers. Each only makes us ask the provider how the payment stands; what it
/// says itself is believed as far as which payment it is about. It is written down as acted upon in
/// the transaction that does, so when anything fails the provider's repetition is taken up afresh.
/// Any virtual thread.
@Singleton
class Webhooks {

  private static final Logger LOG = Logger.getLogger(Webhooks.class);

  private final PaymentStore store;
  private final Gateways gateways;
  private final Settlement settlement;
  private final ObjectMapper mapper;

  Webhooks(PaymentStore store, Gateways gateways, Settlement settlement, ObjectMapper mapper) {
    this.store = store;
    this.gateways = gateways;
    this.settlement = settlement;
    this.mapper = mapper;
  }

  /// A message by Stripe.
  ///
  /// @throws PaymentErrors.BadSignature when it is not
  void stripe(byte[] body, @Nullable String signature) {
    StripeGateway stripe = gateways.stripe();
    if (signature == null) {
      throw new PaymentErrors.BadSignature();
    }
    StripeGateway.Message message =
        stripe.verify(new String(body, StandardCharsets.UTF_8), signature);
    if (store.eventHandled(ProviderKind.STRIPE, message.id())) {
      return;
    }
    String intent = intent(message);
    Optional<Payment> payment =
        intent.isEmpty() ? Optional.empty() : store.byReference(ProviderKind.STRIPE, intent);
    if (payment.isEmpty()) {
      LOG.infof("Stripe's message %s (%s) is about nothing of ours", message.id(), message.type());
      return;
    }
    settlement.settle(payment.get().id(), stripe.ask(payment.get()), message.id());
  }

  /// The PaymentIntent a message is about; empty when it is about something else.
  private String intent(StripeGateway.Message message) {
    JsonNode object;
    try {
      object = mapper.readTree(message.object());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("the library gave us no JSON", e);
    }
    return switch (message.type()) {
      case "payment_intent.succeeded",
          "payment_intent.processing",
          "payment_intent.payment_failed",
          "payment_intent.canceled" ->
          object.path("id").asText("");
      case "charge.refunded",
          "charge.refund.updated",
          "refund.created",
          "refund.updated",
          "refund.failed",
          "charge.dispute.created",
          "charge.dispute.updated",
          "charge.dispute.funds_withdrawn",
          "charge.dispute.funds_reinstated",
          "charge.dispute.closed" ->
          object.path("payment_intent").asText("");
      default -> "";
    };
  }

  /// A message by PayPal.
  ///
  /// @throws PaymentErrors.BadSignature when it is not
  void paypal(byte[] body, PayPalSignature.Headers headers) {
    PayPalGateway paypal = gateways.paypal();
    PayPalGateway.Message message = paypal.verify(body, headers);
    if (store.eventHandled(ProviderKind.PAYPAL, message.id())) {
      return;
    }
    boolean ours =
        switch (message.type()) {
          case "CHECKOUT.ORDER.APPROVED" -> approved(paypal, message);
          case "PAYMENT.CAPTURE.COMPLETED", "PAYMENT.CAPTURE.PENDING", "PAYMENT.CAPTURE.DENIED" ->
              captured(paypal, message, message.resource().path("id").asText(""));
          case "PAYMENT.CAPTURE.REFUNDED" -> captured(paypal, message, message.refundedCapture());
          case "PAYMENT.CAPTURE.REVERSED" -> reversed(paypal, message);
          case "CUSTOMER.DISPUTE.CREATED",
              "CUSTOMER.DISPUTE.UPDATED",
              "CUSTOMER.DISPUTE.RESOLVED" ->
              disputed(paypal, message);
          default -> false;
        };
    if (!ours) {
      LOG.infof("PayPal's message %s (%s) is about nothing of ours", message.id(), message.type());
    }
  }

  /// The buyer has agreed; if the page never comes back to say so, we take the money now.
  private boolean approved(PayPalGateway paypal, PayPalGateway.Message message) {
    Optional<Payment> payment =
        store.byReference(ProviderKind.PAYPAL, message.resource().path("id").asText(""));
    payment.ifPresent(it -> {
      // One that was given up stays so: its buyer has been told.
      boolean open = it.nextCheckAt() != null;
      try {
        settlement.settle(it.id(), open ? paypal.finish(it) : paypal.ask(it), message.id());
      } catch (PaymentErrors.Declined | PaymentErrors.NotApproved notNow) {
        settlement.settle(
            it.id(), ProviderReport.unpaid(it.reference(), Money.REFUSED), message.id());
      }
    });
    return payment.isPresent();
  }

  private boolean captured(
      PayPalGateway paypal, PayPalGateway.Message message, @Nullable String capture) {
    Optional<Payment> payment = ofCapture(paypal, message, capture);
    payment.ifPresent(it -> settlement.settle(it.id(), paypal.ask(it), message.id()));
    return payment.isPresent();
  }

  private boolean reversed(PayPalGateway paypal, PayPalGateway.Message message) {
    Optional<Payment> payment = ofCapture(paypal, message, message.refundedCapture());
    payment.ifPresent(it -> {
      // Credited first, so that the reversal's capture can be compared with the payment's.
      Payment current = settlement.settle(it.id(), paypal.ask(it));
      ProviderReport report = paypal.ask(current);
      settlement.settle(
          it.id(),
          paypal
              .reversal(current, message.resource().path("id").asText(""))
              .map(report::with)
              .orElse(report),
          message.id());
    });
    return payment.isPresent();
  }

  private boolean disputed(PayPalGateway paypal, PayPalGateway.Message message) {
    Optional<PayPalGateway.Dispute> dispute =
        paypal.dispute(message.resource().path("dispute_id").asText(""));
    List<String> captures = dispute.map(PayPalGateway.Dispute::captures).orElse(List.of());
    boolean ours = false;
    for (String capture : captures) {
      Optional<Payment> payment = ofCapture(paypal, message, capture);
      if (payment.isPresent()) {
        ours = true;
        Payment it = payment.get();
        settlement.settle(
            it.id(),
            paypal.ask(it).with(dispute.orElseThrow().claim(it)),
            captures.size() == 1 ? message.id() : message.id() + "/" + capture);
      }
    }
    return ours;
  }

  private Optional<Payment> ofCapture(
      PayPalGateway paypal, PayPalGateway.Message message, @Nullable String capture) {
    if (capture == null || capture.isEmpty()) {
      return Optional.empty();
    }
    String order =
        message
            .resource()
            .path("supplementary_data")
            .path("related_ids")
            .path("order_id")
            .asText("");
    return store
        .byCapture(ProviderKind.PAYPAL, capture)
        .or(() -> store.byReference(ProviderKind.PAYPAL, order))
        .or(() ->
            paypal.orderOf(capture).flatMap(it -> store.byReference(ProviderKind.PAYPAL, it)));
  }
}
