package live.nio.payment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import live.nio.payment.PayPalClient.Answer;
import live.nio.payment.ProviderReport.Money;
import live.nio.payment.ProviderReport.Receipt;
import live.nio.platform.DomainError;
import live.nio.platform.Ids;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// PayPal: [Orders v2](https://developer.paypal.com/docs/api/orders/v2/) with one capture each,
/// refunds, disputes.
final class PayPalGateway implements Gateway {

  private static final Logger LOG = Logger.getLogger(PayPalGateway.class);

  /// What [PayPal takes](https://developer.paypal.com/reference/currency-codes/) from anywhere, in
  /// the units of ISO 4217 (it knows no fractions of Hungarian forints and Taiwan dollars).
  private static final Set<String> CURRENCIES =
      Set.of(
          "AUD", "CAD", "CHF", "CZK", "DKK", "EUR", "GBP", "HKD", "ILS", "JPY", "MXN", "NOK", "NZD",
          "PHP", "PLN", "SEK", "SGD", "THB", "USD");

  private static final int NOT_FOUND = 404;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final PayPalClient client;
  private final PayPalSignature signature;
  private final ObjectMapper mapper;
  private final String publicUrl;

  PayPalGateway(
      PayPalClient client, PayPalSignature signature, ObjectMapper mapper, String publicUrl) {
    this.client = client;
    this.signature = signature;
    this.mapper = mapper;
    this.publicUrl = publicUrl;
  }

  static boolean takes(CoinCurrency currency) {
    return CURRENCIES.contains(currency.code());
  }

  /// An order a buyer can agree to.
  ///
  /// @param approveUrl where
  record Opened(String reference, String approveUrl) {}

  /// Begins a payment.
  Opened open(Payment payment) {
    ObjectNode order = JSON.objectNode().put("intent", "CAPTURE");
    ObjectNode unit = order.putArray("purchase_units").addObject();
    unit.put("custom_id", payment.id() + ":" + payment.accountId());
    unit.put("description", payment.coins() + " coins");
    unit.set("amount", amount(payment.currency(), payment.amountMinor()));
    String page = publicUrl + "/wallet?payment=" + payment.id();
    order
        .putObject("payment_source")
        .putObject("paypal")
        .putObject("experience_context")
        .put("user_action", "PAY_NOW")
        .put("shipping_preference", "NO_SHIPPING")
        .put("return_url", page)
        .put("cancel_url", page + "&cancelled=true");
    Answer answer = client.post("/v2/checkout/orders", order, payment.id().toString());
    String reference = answer.body().path("id").asText("");
    Optional<String> approve =
        elements(answer.body().path("links"))
            .filter(link -> Set.of("approve", "payer-action").contains(link.path("rel").asText()))
            .map(link -> link.path("href").asText())
            .filter(href -> href.startsWith("https://") || href.startsWith("http://localhost:"))
            .findFirst();
    if (!answer.isSuccess() || reference.isEmpty() || approve.isEmpty()) {
      throw refusal("order", payment, answer);
    }
    return new Opened(reference, approve.get());
  }

  @Override
  public ProviderReport ask(Payment payment) {
    Answer answer = client.get(orderPath(payment));
    if (answer.status() == NOT_FOUND) {
      // Orders nobody agreed to are forgotten after some hours.
      return ProviderReport.unpaid(payment.reference(), Money.NONE);
    }
    if (!answer.isSuccess()) {
      throw refusal("look up", payment, answer);
    }
    return report(payment, answer.body());
  }

  @Override
  public ProviderReport finish(Payment payment) {
    ProviderReport report = ask(payment);
    return report.money() == Money.APPROVED ? capture(payment) : report;
  }

  /// Takes the money the buyer has agreed to. However often it is called, it is taken once.
  ///
  /// @throws PaymentErrors.NotApproved when the buyer has not agreed
  /// @throws PaymentErrors.Declined when the buyer's card or account did not give it
  ProviderReport capture(Payment payment) {
    Answer answer =
        client.post(orderPath(payment) + "/capture", JSON.objectNode(), "capture-" + payment.id());
    if (answer.isSuccess()) {
      return report(payment, answer.body());
    }
    return switch (answer.issue()) {
      case "ORDER_NOT_APPROVED", "PAYER_ACTION_REQUIRED" -> throw new PaymentErrors.NotApproved();
      case "INSTRUMENT_DECLINED",
          "PAYER_CANNOT_PAY",
          "TRANSACTION_REFUSED",
          "PAYER_ACCOUNT_RESTRICTED" ->
          throw new PaymentErrors.Declined();
      // Captured already, or by another call in this moment: how it stands is asked.
      default -> {
        LOG.infof("PayPal, capture for payment %s: %s", payment.id(), answer.issue());
        yield ask(payment);
      }
    };
  }

  @Override
  public ProviderReport refund(Payment payment, long amountMinor, String key) {
    ObjectNode body = JSON.objectNode();
    body.set("amount", amount(payment.currency(), amountMinor));
    String capture = String.valueOf(payment.captureReference());
    Answer answer =
        client.post(
            "/v2/payments/captures/" + PayPalClient.segment(capture) + "/refund", body, key);
    if (!answer.isSuccess()) {
      throw refusal("refund", payment, answer);
    }
    // The order's own list may be a moment behind.
    ProviderReport report = ask(payment);
    return refund(payment, answer.body(), Claim.Kind.REFUND).map(report::with).orElse(report);
  }

  private static String orderPath(Payment payment) {
    return "/v2/checkout/orders/" + PayPalClient.segment(payment.reference());
  }

  private ProviderReport report(Payment payment, JsonNode order) {
    String reference = order.path("id").asText("");
    JsonNode unit = order.path("purchase_units").path(0);
    List<Claim> claims =
        elements(unit.path("payments").path("refunds"))
            .flatMap(refund -> refund(payment, refund, Claim.Kind.REFUND).stream())
            .toList();
    List<JsonNode> captures = elements(unit.path("payments").path("captures")).toList();
    for (JsonNode capture : captures) {
      if (Set.of("COMPLETED", "PARTIALLY_REFUNDED", "REFUNDED")
          .contains(capture.path("status").asText())) {
        return new ProviderReport(reference, Money.PAID, receipt(unit, capture), claims);
      }
    }
    Money money =
        captures.isEmpty()
            ? switch (order.path("status").asText()) {
              case "VOIDED" -> Money.CLOSED;
              case "APPROVED" -> Money.APPROVED;
              case "COMPLETED" -> Money.PROCESSING;
              default -> Money.NONE;
            }
            : switch (captures.getLast().path("status").asText()) {
              case "DECLINED", "FAILED" -> Money.CLOSED;
              default -> Money.PROCESSING;
            };
    return ProviderReport.unpaid(reference, money);
  }

  private static Receipt receipt(JsonNode unit, JsonNode capture) {
    String custom = capture.path("custom_id").asText(unit.path("custom_id").asText(""));
    String[] ids = custom.split(":", -1);
    String currency = capture.path("amount").path("currency_code").asText("");
    return new Receipt(
        capture.path("id").asText(""),
        minor(capture.path("amount")).orElse(-1L),
        currency,
        ids.length == 2 ? id(ids[0]) : null,
        ids.length == 2 ? id(ids[1]) : null);
  }

  private static @Nullable UUID id(String text) {
    return Ids.parse(text).orElse(null);
  }

  private static Optional<Claim> refund(Payment payment, JsonNode refund, Claim.Kind kind) {
    String reference = refund.path("id").asText("");
    if (reference.isEmpty()) {
      return Optional.empty();
    }
    Claim.State state =
        switch (refund.path("status").asText()) {
          case "COMPLETED" -> Claim.State.FINAL;
          case "FAILED", "CANCELLED" -> Claim.State.RETURNED;
          default -> Claim.State.OPEN;
        };
    return Optional.of(new Claim(reference, kind, claimed(payment, refund.path("amount")), state));
  }

  /// What a claim asks for; one that cannot be compared asks for everything.
  private static long claimed(Payment payment, JsonNode amount) {
    return minor(amount)
        .filter(it -> amount.path("currency_code").asText().equals(payment.currency()) && it > 0)
        .orElse(payment.amountMinor());
  }

  private static ObjectNode amount(String currency, long minor) {
    int digits = Currency.getInstance(currency).getDefaultFractionDigits();
    return JSON.objectNode()
        .put("currency_code", currency)
        .put("value", BigDecimal.valueOf(minor, digits).toPlainString());
  }

  /// An amount in minor units, or empty when it is none.
  private static Optional<Long> minor(JsonNode amount) {
    try {
      int digits =
          Currency.getInstance(amount.path("currency_code").asText()).getDefaultFractionDigits();
      return Optional.of(
          new BigDecimal(amount.path("value").asText()).movePointRight(digits).longValueExact());
    } catch (IllegalArgumentException | ArithmeticException notAnAmount) {
      return Optional.empty();
    }
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static DomainError refusal(String what, Payment payment, Answer answer) {
    LOG.warnf(
        "PayPal, %s for payment %s: status %d, %s",
        what, payment.id(), answer.status(), answer.issue());
    return new PaymentErrors.Refused();
  }

  /// A message from PayPal whose signature is right.
  ///
  /// @param id the same whenever it is repeated
  /// @param resource what it is about; only its ids are read, the rest is asked for
  record Message(String id, String type, JsonNode resource) {

    /// The capture a refund belongs to, or null.
    @Nullable String refundedCapture() {
      return refundedCapture(resource);
    }

    static @Nullable String refundedCapture(JsonNode refund) {
      return elements(refund.path("links"))
          .filter(link -> link.path("rel").asText().equals("up"))
          .map(link -> link.path("href").asText())
          .filter(href -> href.contains("/captures/"))
          .map(href -> href.substring(href.lastIndexOf('/') + 1))
          .findFirst()
          .orElse(null);
    }
  }

  /// Reads a message.
  ///
  /// @throws PaymentErrors.BadSignature when it is not PayPal's, or too old
  Message verify(byte[] body, PayPalSignature.Headers headers) {
    signature.verify(headers, body);
    try {
      JsonNode event = mapper.readTree(body);
      String id = event.path("id").asText("");
      if (id.isEmpty()) {
        throw new PaymentErrors.BadSignature();
      }
      return new Message(id, event.path("event_type").asText(""), event.path("resource"));
    } catch (IOException notJson) {
      throw new PaymentErrors.BadSignature();
    }
  }

  /// The order a capture belongs to, asked of PayPal.
  Optional<String> orderOf(String capture) {
    Answer answer = client.get("/v2/payments/captures/" + PayPalClient.segment(capture));
    return Optional.of(
            answer
                .body()
                .path("supplementary_data")
                .path("related_ids")
                .path("order_id")
                .asText(""))
        .filter(order -> answer.isSuccess() && !order.isEmpty());
  }

  /// Money PayPal itself took back from us, asked of PayPal: empty when there is no such reversal
  /// of this payment.
  Optional<Claim> reversal(Payment payment, String reference) {
    Answer answer = client.get("/v2/payments/refunds/" + PayPalClient.segment(reference));
    String capture = Message.refundedCapture(answer.body());
    return answer.isSuccess() && capture != null && capture.equals(payment.captureReference())
        ? refund(payment, answer.body(), Claim.Kind.CHARGEBACK)
        : Optional.empty();
  }

  /// A dispute, asked of PayPal.
  ///
  /// @param captures what it is about
  record Dispute(List<String> captures, JsonNode body) {

    Claim claim(Payment payment) {
      return new Claim(
          body.path("dispute_id").asText(),
          Claim.Kind.CHARGEBACK,
          claimed(payment, body.path("dispute_amount")),
          state());
    }

    /// A dispute that ended without a word about whom for stays open: somebody looks at it.
    private Claim.State state() {
      if (!body.path("status").asText().equals("RESOLVED")) {
        return Claim.State.OPEN;
      }
      String outcome = body.path("dispute_outcome").path("outcome_code").asText("");
      return switch (outcome) {
        case "RESOLVED_BUYER_FAVOUR", "ACCEPTED" -> Claim.State.FINAL;
        // Paid by PayPal itself, given up by the buyer, or refused: the money stays with us.
        case "RESOLVED_SELLER_FAVOUR", "RESOLVED_WITH_PAYOUT", "CANCELED_BY_BUYER", "DENIED" ->
            Claim.State.RETURNED;
        default -> {
          LOG.errorf(
              "PayPal ended dispute %s without an outcome we know",
              body.path("dispute_id").asText());
          yield Claim.State.OPEN;
        }
      };
    }
  }

  Optional<Dispute> dispute(String id) {
    Answer answer = client.get("/v1/customer/disputes/" + PayPalClient.segment(id));
    if (!answer.isSuccess()) {
      LOG.warnf("PayPal, dispute %s: status %d, %s", id, answer.status(), answer.issue());
      return Optional.empty();
    }
    List<String> captures = new ArrayList<>();
    elements(answer.body().path("disputed_transactions"))
        .map(it -> it.path("seller_transaction_id").asText(""))
        .filter(it -> !it.isEmpty())
        .forEach(captures::add);
    return Optional.of(new Dispute(captures, answer.body()));
  }
}
