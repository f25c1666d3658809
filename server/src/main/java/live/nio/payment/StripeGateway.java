package live.nio.payment;

import com.stripe.StripeClient;
import com.stripe.exception.SignatureVerificationException;
import com.stripe.exception.StripeException;
import com.stripe.model.Charge;
import com.stripe.model.Dispute;
import com.stripe.model.Event;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.net.RequestOptions;
import com.stripe.net.Webhook;
import com.stripe.param.DisputeListParams;
import com.stripe.param.PaymentIntentCreateParams;
import com.stripe.param.PaymentIntentRetrieveParams;
import com.stripe.param.RefundCreateParams;
import com.stripe.param.RefundListParams;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import live.nio.payment.ProviderReport.Money;
import live.nio.payment.ProviderReport.Receipt;
import live.nio.platform.Ids;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Stripe: [PaymentIntents](https://docs.stripe.com/payments/paymentintents/lifecycle), their
/// refunds and disputes, and the signatures of its messages.
final class StripeGateway implements Gateway {

  private static final Logger LOG = Logger.getLogger(StripeGateway.class);

  /// How old a message may be. Stripe signs anew each time it repeats one.
  static final Duration TOLERANCE = Duration.ofMinutes(5);

  private static final int CONNECT_TIMEOUT_MS = 5_000;
  private static final int READ_TIMEOUT_MS = 10_000;

  /// More refunds than this on one payment nobody makes.
  private static final long PAGE = 100;

  private static final int SERVER_ERROR = 500;
  private static final int TOO_MANY = 429;
  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;

  private static final String PAYMENT = "paymentId";
  private static final String ACCOUNT = "accountId";

  private final StripeClient client;
  private final String webhookSecret;
  private final Clock clock;

  StripeGateway(String apiUrl, String secretKey, String webhookSecret, Clock clock) {
    this.client =
        StripeClient.builder()
            .setApiKey(secretKey)
            .setApiBase(apiUrl)
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setReadTimeout(READ_TIMEOUT_MS)
            .setMaxNetworkRetries(1)
            .build();
    this.webhookSecret = webhookSecret;
    this.clock = clock;
  }

  /// A payment a page can finish.
  ///
  /// @param reference the PaymentIntent
  /// @param clientSecret lets the page pay it, and nothing else
  record Opened(String reference, String clientSecret) {}

  /// Begins a payment. The payment's id is the idempotency key: Stripe makes one for it.
  Opened open(Payment payment) {
    PaymentIntentCreateParams params =
        PaymentIntentCreateParams.builder()
            .setAmount(payment.amountMinor())
            .setCurrency(payment.currency().toLowerCase(Locale.ROOT))
            .setDescription(payment.coins() + " coins")
            .setAutomaticPaymentMethods(
                PaymentIntentCreateParams.AutomaticPaymentMethods.builder()
                    .setEnabled(true)
                    .build())
            .putMetadata(PAYMENT, payment.id().toString())
            .putMetadata(ACCOUNT, payment.accountId().toString())
            .build();
    PaymentIntent intent =
        call(
            "create",
            payment,
            () -> client.v1().paymentIntents().create(params, key(payment.id().toString())));
    return new Opened(intent.getId(), intent.getClientSecret());
  }

  @Override
  public ProviderReport ask(Payment payment) {
    return call("look up", payment, () -> report(payment));
  }

  @Override
  public ProviderReport abandon(Payment payment) {
    call(
        "cancel",
        payment,
        () -> {
          try {
            return client.v1().paymentIntents().cancel(payment.reference()).getStatus();
          } catch (StripeException e) {
            // It may have been paid in this moment; what it is now is asked below.
            if (isRefusal(e)) {
              return String.valueOf(e.getCode());
            }
            throw e;
          }
        });
    return ask(payment);
  }

  @Override
  public ProviderReport refund(Payment payment, long amountMinor, String key) {
    RefundCreateParams params =
        RefundCreateParams.builder()
            .setPaymentIntent(payment.reference())
            .setAmount(amountMinor)
            .putMetadata(PAYMENT, payment.id().toString())
            .build();
    Refund refund = call("refund", payment, () -> client.v1().refunds().create(params, key(key)));
    return ask(payment).with(claim(refund));
  }

  private ProviderReport report(Payment payment) throws StripeException {
    PaymentIntent intent;
    try {
      intent =
          client
              .v1()
              .paymentIntents()
              .retrieve(
                  payment.reference(),
                  PaymentIntentRetrieveParams.builder().addExpand("latest_charge").build());
    } catch (StripeException e) {
      if (isNotFound(e)) {
        LOG.warnf("Stripe does not know what payment %s was called there", payment.id());
        return ProviderReport.unpaid(payment.reference(), Money.NONE);
      }
      throw e;
    }
    Money money =
        switch (intent.getStatus()) {
          case "succeeded" -> Money.PAID;
          case "processing" -> Money.PROCESSING;
          case "canceled" -> Money.CLOSED;
          case "requires_payment_method" ->
              intent.getLastPaymentError() == null ? Money.NONE : Money.REFUSED;
          default -> Money.NONE;
        };
    Charge charge = intent.getLatestChargeObject();
    if (money != Money.PAID || charge == null) {
      return ProviderReport.unpaid(intent.getId(), money == Money.PAID ? Money.PROCESSING : money);
    }
    Map<String, String> metadata = intent.getMetadata() == null ? Map.of() : intent.getMetadata();
    Receipt receipt =
        new Receipt(
            charge.getId(),
            intent.getAmountReceived(),
            intent.getCurrency().toUpperCase(Locale.ROOT),
            id(metadata.get(PAYMENT)),
            id(metadata.get(ACCOUNT)));
    return new ProviderReport(
        intent.getId(), money, receipt, claims(payment, intent.getId(), charge));
  }

  /// Refunds and disputes; of a payment that is new to us only when the charge says there are any.
  private List<Claim> claims(Payment payment, String intentId, Charge charge)
      throws StripeException {
    boolean known = payment.status().isCredited();
    List<Claim> claims = new ArrayList<>();
    if (known || (charge.getAmountRefunded() != null && charge.getAmountRefunded() > 0)) {
      RefundListParams params =
          RefundListParams.builder().setPaymentIntent(intentId).setLimit(PAGE).build();
      for (Refund refund : client.v1().refunds().list(params).getData()) {
        claims.add(claim(refund));
      }
    }
    if (known || Boolean.TRUE.equals(charge.getDisputed())) {
      DisputeListParams params =
          DisputeListParams.builder().setPaymentIntent(intentId).setLimit(PAGE).build();
      for (Dispute dispute : client.v1().disputes().list(params).getData()) {
        claim(payment, dispute).ifPresent(claims::add);
      }
    }
    return claims;
  }

  private static Claim claim(Refund refund) {
    Claim.State state =
        switch (refund.getStatus() == null ? "" : refund.getStatus()) {
          case "succeeded" -> Claim.State.FINAL;
          case "failed", "canceled" -> Claim.State.RETURNED;
          default -> Claim.State.OPEN;
        };
    return new Claim(refund.getId(), Claim.Kind.REFUND, refund.getAmount(), state);
  }

  /// Inquiries (`warning_…`) and what Stripe warded off take no money from us, so they claim none.
  private static Optional<Claim> claim(Payment payment, Dispute dispute) {
    Claim.State state =
        switch (dispute.getStatus()) {
          case "needs_response", "under_review" -> Claim.State.OPEN;
          case "won" -> Claim.State.RETURNED;
          case "lost" -> Claim.State.FINAL;
          default -> null;
        };
    // A dispute in the cardholder's currency cannot be compared: it claims everything.
    boolean comparable = payment.currency().equalsIgnoreCase(dispute.getCurrency());
    long amount = comparable ? dispute.getAmount() : payment.amountMinor();
    return Optional.ofNullable(state)
        .map(it -> new Claim(dispute.getId(), Claim.Kind.CHARGEBACK, amount, it));
  }

  /// A message from Stripe whose signature is right.
  ///
  /// @param id the same whenever it is repeated
  /// @param object JSON of what it is about; only its ids are read, the rest is asked for
  record Message(String id, String type, String object) {}

  /// Reads a message.
  ///
  /// @param body as it came, byte for byte
  /// @throws PaymentErrors.BadSignature when it is not Stripe's, or too old
  Message verify(String body, String signature) {
    try {
      Event event =
          Webhook.constructEvent(body, signature, webhookSecret, TOLERANCE.toSeconds(), clock);
      return new Message(
          event.getId(), event.getType(), event.getDataObjectDeserializer().getRawJson());
    } catch (SignatureVerificationException | RuntimeException e) {
      // The library fails in its own ways on what is no event; all of them mean the same here.
      LOG.debugf("A message was refused: %s", e.getClass().getSimpleName());
      throw new PaymentErrors.BadSignature();
    }
  }

  private static RequestOptions key(String key) {
    return RequestOptions.builder().setIdempotencyKey(key).build();
  }

  private static @Nullable UUID id(@Nullable String text) {
    return text == null ? null : Ids.parse(text).orElse(null);
  }

  private static boolean isNotFound(StripeException e) {
    return e.getStatusCode() != null && e.getStatusCode() == NOT_FOUND;
  }

  /// Whether the answer will be the same when asked again.
  private static boolean isRefusal(StripeException e) {
    Integer status = e.getStatusCode();
    return status != null
        && status != 0
        && status < SERVER_ERROR
        && status != TOO_MANY
        && status != UNAUTHORIZED
        && status != FORBIDDEN;
  }

  private interface Question<T> {
    T ask() throws StripeException;
  }

  /// Asks Stripe. Its messages may name people, so its codes must do for the log.
  private static <T> T call(String what, Payment payment, Question<T> question) {
    try {
      return question.ask();
    } catch (StripeException e) {
      LOG.warnf(
          "Stripe, %s for payment %s: status %s, code %s, request %s",
          what, payment.id(), e.getStatusCode(), e.getCode(), e.getRequestId());
      throw isRefusal(e) ? new PaymentErrors.Refused() : new PaymentErrors.Unavailable();
    } catch (RuntimeException e) {
      // The library stumbles over errors without the JSON it knows, as proxies send in an outage.
      LOG.warnf(e, "Stripe, %s for payment %s: an answer that makes no sense", what, payment.id());
      throw new PaymentErrors.Unavailable();
    }
  }
}
