package live.nio.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.equalTo;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.getRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.client.WireMock.postRequestedFor;
import static com.github.tomakehurst.wiremock.client.WireMock.urlEqualTo;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(value = FakePayments.class, restrictToAnnotatedClass = true)
class PayPalPaymentsTest {

  private final FakePayments providers = FakePayments.running();
  private final WireMockServer paypal = providers.server();

  @Inject Buyers buyers;
  @Inject Reconciliation reconciliation;

  @BeforeEach
  void nothingWasAsked() {
    providers.reset();
  }

  /// An order at PayPal, of 5.00 USD for 525 coins.
  private final class PayPalOrder {

    final Api.Person buyer = Api.register();
    final String id = FakePayments.fresh("5O");
    final String capture = FakePayments.fresh("3C");
    final String paymentId;
    String status = "CREATED";
    String captureStatus = "";
    String value = "5.00";
    String currency = "USD";
    String custom;
    String refunds = "";

    PayPalOrder() {
      paypal.stubFor(
          post("/v2/checkout/orders")
              .willReturn(
                  okJson(
                          """
                          {"id": "%s", "status": "PAYER_ACTION_REQUIRED", "links": [
                            {"href": "https://api-m.sandbox.paypal.com/v2/checkout/orders/%s", "rel": "self", "method": "GET"},
                            {"href": "https://www.sandbox.paypal.com/checkoutnow?token=%s", "rel": "payer-action", "method": "GET"}]}
                          """
                              .formatted(id, id, id))
                      .withStatus(201)));
      Response answer =
          Api.post(
              buyer,
              "/api/payments/paypal/orders",
              Map.of("packageId", "coins-500", "currency", "USD"));
      answer
          .then()
          .statusCode(201)
          .body("orderId", is(id))
          .body("coinsAmount", is(525))
          .body("approveUrl", is("https://www.sandbox.paypal.com/checkoutnow?token=" + id));
      paymentId = answer.path("paymentId");
      custom = paymentId + ":" + buyer.id();
      publish();
    }

    PayPalOrder approved() {
      status = "APPROVED";
      publish();
      paypal.stubFor(
          post("/v2/checkout/orders/" + id + "/capture")
              .willReturn(okJson(json("COMPLETED", "COMPLETED")).withStatus(201)));
      return this;
    }

    PayPalOrder captured(String captureStatus) {
      status = "COMPLETED";
      this.captureStatus = captureStatus;
      publish();
      return this;
    }

    PayPalOrder refund(String reference, String amount, String refundStatus) {
      refunds =
          (refunds.isEmpty() ? "" : refunds + ",") + refundJson(reference, amount, refundStatus);
      publish();
      return this;
    }

    String refundJson(String reference, String amount, String refundStatus) {
      return """
      {"id": "%s", "amount": {"currency_code": "USD", "value": "%s"}, "status": "%s", "links": [
        {"href": "https://api-m.sandbox.paypal.com/v2/payments/refunds/%s", "rel": "self", "method": "GET"},
        {"href": "https://api-m.sandbox.paypal.com/v2/payments/captures/%s", "rel": "up", "method": "GET"}]}
      """
          .formatted(reference, amount, refundStatus, reference, capture);
    }

    void publish() {
      paypal.stubFor(
          get("/v2/checkout/orders/" + id).willReturn(okJson(json(status, captureStatus))));
      paypal.stubFor(
          get("/v2/payments/captures/" + capture)
              .willReturn(
                  okJson(
                      """
                      {"id": "%s", "status": "%s", "supplementary_data": {"related_ids": {"order_id": "%s"}}}
                      """
                          .formatted(capture, captureStatus, id))));
    }

    String json(String status, String captureStatus) {
      String payments =
          captureStatus.isEmpty()
              ? ""
              : """
              , "payments": {"captures": [{"id": "%s", "status": "%s", "final_capture": true, "custom_id": "%s",
                "amount": {"currency_code": "%s", "value": "%s"}}], "refunds": [%s]}
              """
                  .formatted(capture, captureStatus, custom, currency, value, refunds);
      return """
      {"id": "%s", "intent": "CAPTURE", "status": "%s", "purchase_units": [{"reference_id": "default", "custom_id": "%s",
        "amount": {"currency_code": "USD", "value": "5.00"}%s}]}
      """
          .formatted(id, status, custom, payments);
    }

    Response capture() {
      return capture(buyer);
    }

    Response capture(Api.Person person) {
      return Api.as(person).post("/api/payments/paypal/orders/" + id + "/capture");
    }

    /// A message about its capture, as PayPal writes it.
    String event(String type) {
      return message(
          type,
          """
          {"id": "%s", "status": "COMPLETED", "amount": {"currency_code": "USD", "value": "9999.00"}, "custom_id": "%s",
           "supplementary_data": {"related_ids": {"order_id": "%s"}}}
          """
              .formatted(capture, custom, id));
    }

    String state() {
      return Buyers.status(buyer, paymentId);
    }

    long coins() {
      return buyers.coins(buyer);
    }
  }

  private static String message(String type, String resource) {
    return """
    {"id": "%s", "event_version": "1.0", "create_time": "2026-01-01T00:00:00.000Z", "resource_type": "capture",
     "event_type": "%s", "summary": "Something happened", "resource": %s}
    """
        .formatted(FakePayments.fresh("WH-"), type, resource);
  }

  private PayPalOrder paid() {
    PayPalOrder order = new PayPalOrder().approved();
    order.capture().then().statusCode(200).body("payment.status", is("paid"));
    assertThat(order.coins()).isEqualTo(525);
    return order.captured("COMPLETED");
  }

  private int tell(String body) {
    return tell(body, providers.payPalHeaders(body));
  }

  private static int tell(String body, Map<String, String> headers) {
    return Api.guest()
        .headers(headers)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/api/payments/paypal/webhook")
        .statusCode();
  }

  @Nested
  class AnOrder {

    @Test
    void hasOurPriceAndSaysWhoseItIs() {
      PayPalOrder order = new PayPalOrder();
      new PayPalOrder();
      LoggedRequest asked =
          paypal.findAll(postRequestedFor(urlEqualTo("/v2/checkout/orders"))).getFirst();
      assertThat(asked.getHeader("PayPal-Request-Id")).isEqualTo(order.paymentId);
      assertThat(asked.getHeader("Authorization")).isEqualTo("Bearer A21AA-first");
      assertThat(asked.getBodyAsString())
          .contains("\"intent\":\"CAPTURE\"")
          .contains("\"amount\":{\"currency_code\":\"USD\",\"value\":\"5.00\"}")
          .contains("\"custom_id\":\"" + order.custom + "\"")
          .contains(
              "\"return_url\":\"https://live.example.com/wallet?payment=" + order.paymentId + "\"");
      assertThat(paypal.findAll(postRequestedFor(urlEqualTo("/v1/oauth2/token"))).size())
          .isLessThanOrEqualTo(1);
    }

    @Test
    void inACurrencyPayPalDoesNotTakeIsRefused() {
      Api.post(
              Api.register(),
              "/api/payments/paypal/orders",
              Map.of("packageId", "coins-500", "currency", "RUB"))
          .then()
          .statusCode(400)
          .body("errors[0].field", is("currency"));
    }

    @Test
    void isBegunWithANewTokenWhenTheOldOneIsNotTaken() {
      new PayPalOrder();
      paypal.stubFor(
          post("/v1/oauth2/token")
              .willReturn(okJson("{\"access_token\": \"A21AA-second\", \"expires_in\": 31668}")));
      paypal.stubFor(get("/v2/checkout/orders/of-nobody").willReturn(aResponse().withStatus(404)));
      PayPalOrder order = new PayPalOrder().captured("COMPLETED");
      paypal.stubFor(
          get("/v2/checkout/orders/" + order.id)
              .withHeader("Authorization", equalTo("Bearer A21AA-first"))
              .atPriority(1)
              .willReturn(aResponse().withStatus(401).withBody("{\"error\": \"invalid_token\"}")));
      assertThat(tell(order.event("PAYMENT.CAPTURE.COMPLETED"))).isEqualTo(200);
      assertThat(order.coins()).isEqualTo(525);
    }
  }

  @Nested
  class ACapture {

    @Test
    void creditsOnceHoweverOftenItIsAskedFor() throws Exception {
      PayPalOrder order = new PayPalOrder().approved();
      assertThat(Buyers.atOnce(8, () -> order.capture().statusCode())).containsOnly(200);
      order.captured("COMPLETED");
      order.capture().then().statusCode(200).body("payment.status", is("paid"));
      assertThat(tell(order.event("PAYMENT.CAPTURE.COMPLETED"))).isEqualTo(200);
      assertThat(order.coins()).isEqualTo(525);
      paypal
          .findAll(postRequestedFor(urlEqualTo("/v2/checkout/orders/" + order.id + "/capture")))
          .forEach(asked ->
              assertThat(asked.getHeader("PayPal-Request-Id"))
                  .isEqualTo("capture-" + order.paymentId));
    }

    @Test
    void ofWhatIsCapturedAlreadyCreditsIt() {
      PayPalOrder order = new PayPalOrder().captured("COMPLETED");
      refuse(order, "ORDER_ALREADY_CAPTURED");
      order.capture().then().statusCode(200).body("payment.status", is("paid"));
      assertThat(order.coins()).isEqualTo(525);
    }

    @Test
    void thatIsPendingCreditsNothingYet() {
      PayPalOrder order = new PayPalOrder();
      paypal.stubFor(
          post("/v2/checkout/orders/" + order.id + "/capture")
              .willReturn(okJson(order.json("COMPLETED", "PENDING")).withStatus(201)));
      order.capture().then().statusCode(200).body("payment.status", is("pending"));
      assertThat(order.coins()).isZero();
      order.captured("COMPLETED");
      tell(order.event("PAYMENT.CAPTURE.COMPLETED"));
      assertThat(order.coins()).isEqualTo(525);
    }

    @ParameterizedTest
    @CsvSource({
      "ORDER_NOT_APPROVED, 409, not_approved",
      "INSTRUMENT_DECLINED, 422, payment_declined"
    })
    void saysWhatIsInTheWay(String issue, int status, String error) {
      PayPalOrder order = new PayPalOrder();
      refuse(order, issue);
      order.capture().then().statusCode(status).body("error", is(error));
      assertThat(order.state()).isEqualTo("pending");
    }

    @Test
    void isForTheBuyerAlone() {
      PayPalOrder order = new PayPalOrder().approved();
      order.capture(Api.register()).then().statusCode(404);
      Api.as(order.buyer)
          .post("/api/payments/paypal/orders/of-nobody/capture")
          .then()
          .statusCode(404);
      assertThat(order.coins()).isZero();
    }

    private void refuse(PayPalOrder order, String issue) {
      paypal.stubFor(
          post("/v2/checkout/orders/" + order.id + "/capture")
              .willReturn(
                  aResponse()
                      .withStatus(422)
                      .withBody(
                          """
                          {"name": "UNPROCESSABLE_ENTITY", "details": [{"issue": "%s"}], "debug_id": "90957fca61718"}
                          """
                              .formatted(issue))));
    }
  }

  @Nested
  class AMessage {

    @Test
    void creditsWhenPayPalConfirmsIt() throws Exception {
      PayPalOrder order = new PayPalOrder().captured("COMPLETED");
      String same = order.event("PAYMENT.CAPTURE.COMPLETED");
      assertThat(Buyers.atOnce(8, () -> tell(same))).containsOnly(200);
      assertThat(tell(order.event("PAYMENT.CAPTURE.COMPLETED"))).isEqualTo(200);
      assertThat(order.coins()).isEqualTo(525);
      assertThat(order.state()).isEqualTo("paid");
    }

    @Test
    void isNotBelievedWhenPayPalSaysOtherwise() {
      PayPalOrder order = new PayPalOrder();
      assertThat(tell(order.event("PAYMENT.CAPTURE.COMPLETED"))).isEqualTo(200);
      assertThat(order.coins()).isZero();
      assertThat(order.state()).isEqualTo("pending");
    }

    @Test
    void thatTheBuyerAgreedTakesTheMoneyOfOneWhoNeverCameBack() {
      PayPalOrder order = new PayPalOrder().approved();
      assertThat(
              tell(
                  message(
                      "CHECKOUT.ORDER.APPROVED",
                      "{\"id\": \"%s\", \"status\": \"APPROVED\"}".formatted(order.id))))
          .isEqualTo(200);
      assertThat(order.coins()).isEqualTo(525);
    }

    @Test
    void thatMoneyWasDeniedFailsThePayment() {
      PayPalOrder order = new PayPalOrder().captured("DECLINED");
      tell(order.event("PAYMENT.CAPTURE.DENIED"));
      assertThat(order.state()).isEqualTo("failed");
      assertThat(order.coins()).isZero();
    }

    @Test
    void isTakenUpWhenItIsRepeatedAfterAnOutage() {
      PayPalOrder order = new PayPalOrder().captured("COMPLETED");
      String event = order.event("PAYMENT.CAPTURE.COMPLETED");
      tell(new PayPalOrder().event("PAYMENT.CAPTURE.PENDING"));
      providers.goAway();
      assertThat(tell(event)).isEqualTo(503);
      providers.reset();
      order.publish();
      assertThat(tell(event)).isEqualTo(200);
      assertThat(order.coins()).isEqualTo(525);
    }

    @Test
    void aboutMoneyThatWasNotOrderedCreditsNothing() {
      PayPalOrder order = new PayPalOrder();
      order.value = "4.99";
      order.captured("COMPLETED");
      tell(order.event("PAYMENT.CAPTURE.COMPLETED"));
      assertThat(order.coins()).isZero();
      assertThat(order.state()).isEqualTo("failed");
      Api.as(buyers.admin())
          .get("/api/admin/payments?problem=true&person=" + order.buyer.id())
          .then()
          .body("payments", hasSize(1))
          .body("payments[0].problem", is("amount_mismatch"));
    }
  }

  @Nested
  class AForgedMessage {

    private PayPalOrder order;
    private String body;

    @BeforeEach
    void aboutMoneyThatIsThere() {
      order = new PayPalOrder().captured("COMPLETED");
      body = order.event("PAYMENT.CAPTURE.COMPLETED");
    }

    private void refused(String body, Map<String, String> headers) {
      Api.guest()
          .headers(headers)
          .body(body.getBytes(StandardCharsets.UTF_8))
          .post("/api/payments/paypal/webhook")
          .then()
          .statusCode(400)
          .body("error", is("bad_signature"));
      assertThat(order.coins()).isZero();
    }

    private Map<String, String> signed(TestAuthority.Issued by, String certificateUrl) {
      return FakePayments.payPalHeaders(body, by.key(), certificateUrl, Instant.now());
    }

    @Test
    void hasAnotherBody() {
      refused(body + " ", providers.payPalHeaders(body));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "PAYPAL-TRANSMISSION-ID",
          "PAYPAL-TRANSMISSION-TIME",
          "PAYPAL-CERT-URL",
          "PAYPAL-AUTH-ALGO",
          "PAYPAL-TRANSMISSION-SIG"
        })
    void lacksAHeaderOrHasAnotherOne(String header) {
      Map<String, String> headers = providers.payPalHeaders(body);
      headers.remove(header);
      refused(body, headers);
      headers.put(header, "something else");
      refused(body, headers);
    }

    @Test
    void isFourDaysOld() {
      refused(
          body,
          FakePayments.payPalHeaders(
              body,
              providers.certificate.key(),
              providers.certificateUrl(),
              Instant.now().minus(Duration.ofDays(4))));
    }

    @Test
    void isFromTheFuture() {
      refused(
          body,
          FakePayments.payPalHeaders(
              body,
              providers.certificate.key(),
              providers.certificateUrl(),
              Instant.now().plus(Duration.ofMinutes(6))));
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://evil.example/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77",
          "https://api.sandbox.paypal.com/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77",
          "https://api.paypal.com.evil.example/v1/notifications/certs/CERT-1",
          "http://169.254.169.254/v1/notifications/certs/CERT-1",
          "{url}@evil.example/v1/notifications/certs/CERT-1",
          "{url}/v1/notifications/certs/CERT-1?to=http://evil.example",
          "{url}/v1/notifications/certs/../../v2/checkout/orders",
          "{url}/elsewhere",
          "file:///etc/passwd",
          "certificate"
        })
    void namesACertificateThatIsNotPayPals(String url) {
      paypal.resetRequests();
      refused(body, signed(providers.certificate, url.replace("{url}", providers.url())));
      assertThat(paypal.findAll(getRequestedFor(anyUrl()))).isEmpty();
    }

    @Test
    void isSignedWithACertificateNobodyVouchesFor() {
      TestAuthority.Issued other =
          TestAuthority.make("CN=Somebody")
              .issue(
                  "messageverificationcerts.paypal.com",
                  Instant.now().minus(Duration.ofDays(1)),
                  Instant.now().plus(Duration.ofDays(1)));
      refused(body, signed(other, providers.serve("CERT-other", other.pem())));
    }

    @Test
    void isSignedWithACertificateThatHasExpired() {
      TestAuthority.Issued old =
          providers.authority.issue(
              "messageverificationcerts.paypal.com",
              Instant.now().minus(Duration.ofDays(9)),
              Instant.now().minus(Duration.ofDays(1)));
      refused(body, signed(old, providers.serve("CERT-old", old.pem())));
    }

    @Test
    void isSignedWithACertificateOfAnotherName() {
      TestAuthority.Issued foreign =
          providers.authority.issue(
              "paypal.com.evil.example",
              Instant.now().minus(Duration.ofDays(1)),
              Instant.now().plus(Duration.ofDays(1)));
      refused(body, signed(foreign, providers.serve("CERT-foreign", foreign.pem())));
    }

    @Test
    void isSignedWithWhatIsNoCertificate() {
      refused(body, signed(providers.certificate, providers.serve("CERT-none", "hello")));
    }

    @Test
    void cannotMakeUsReadForEver() {
      String url =
          providers.serve("CERT-long", "x".repeat(PayPalSignature.MAX_CERTIFICATE_BYTES + 1));
      assertThat(tell(body, signed(providers.certificate, url))).isEqualTo(503);
      assertThat(order.coins()).isZero();
    }
  }

  @Nested
  class MoneyThatGoesBack {

    @Test
    void takesTheShareOfCoinsItBought() {
      PayPalOrder order = paid();
      String refund = FakePayments.fresh("1J");
      order.refund(refund, "1.00", "COMPLETED");
      String event =
          message("PAYMENT.CAPTURE.REFUNDED", order.refundJson(refund, "1.00", "COMPLETED"));
      assertThat(tell(event)).isEqualTo(200);
      assertThat(tell(event)).isEqualTo(200);
      assertThat(order.coins()).isEqualTo(525 - 105);
      assertThat(order.state()).isEqualTo("partially_refunded");
    }

    @Test
    void toldBeforeThePaymentLeavesNothingEither() {
      PayPalOrder order = new PayPalOrder();
      String refund = FakePayments.fresh("1J");
      order.refund(refund, "5.00", "COMPLETED").captured("REFUNDED");
      tell(message("PAYMENT.CAPTURE.REFUNDED", order.refundJson(refund, "5.00", "COMPLETED")));
      tell(order.event("PAYMENT.CAPTURE.COMPLETED"));
      assertThat(order.coins()).isZero();
      assertThat(order.state()).isEqualTo("refunded");
    }

    @Test
    void byAnAdministratorIsSentBackByPayPal() {
      PayPalOrder order = paid();
      String refund = FakePayments.fresh("1J");
      paypal.stubFor(
          post("/v2/payments/captures/" + order.capture + "/refund")
              .willReturn(okJson(order.refundJson(refund, "5.00", "COMPLETED")).withStatus(201)));
      Api.post(buyers.admin(), "/api/admin/payments/" + order.paymentId + "/refund", Map.of())
          .then()
          .statusCode(200)
          .body("payment.status", is("refunded"));
      assertThat(order.coins()).isZero();
      LoggedRequest asked =
          paypal
              .findAll(
                  postRequestedFor(
                      urlEqualTo("/v2/payments/captures/" + order.capture + "/refund")))
              .getFirst();
      assertThat(asked.getHeader("PayPal-Request-Id")).contains(order.paymentId);
      assertThat(asked.getBodyAsString()).contains("\"value\":\"5.00\"");
    }

    @Test
    void becausePayPalTookItIsALostDispute() {
      PayPalOrder order = paid();
      String reversal = FakePayments.fresh("09");
      String json = order.refundJson(reversal, "5.00", "COMPLETED");
      paypal.stubFor(get("/v2/payments/refunds/" + reversal).willReturn(okJson(json)));
      assertThat(tell(message("PAYMENT.CAPTURE.REVERSED", json))).isEqualTo(200);
      assertThat(order.coins()).isZero();
      assertThat(order.state()).isEqualTo("dispute_lost");
    }

    @ParameterizedTest
    @CsvSource({
      "RESOLVED_SELLER_FAVOUR, dispute_won, 525",
      "RESOLVED_WITH_PAYOUT, dispute_won, 525",
      "CANCELED_BY_BUYER, dispute_won, 525",
      "RESOLVED_BUYER_FAVOUR, dispute_lost, 0",
    })
    void isHeldWhileADisputeIsOpen(String outcome, String state, long coins) {
      PayPalOrder order = paid();
      String dispute = FakePayments.fresh("PP-D-");
      serveDispute(dispute, order, "\"status\": \"OPEN\"");
      tell(message("CUSTOMER.DISPUTE.CREATED", "{\"dispute_id\": \"%s\"}".formatted(dispute)));
      assertThat(order.coins()).isZero();
      assertThat(order.state()).isEqualTo("disputed");
      serveDispute(
          dispute,
          order,
          "\"status\": \"RESOLVED\", \"dispute_outcome\": {\"outcome_code\": \"%s\"}"
              .formatted(outcome));
      tell(message("CUSTOMER.DISPUTE.RESOLVED", "{\"dispute_id\": \"%s\"}".formatted(dispute)));
      tell(message("CUSTOMER.DISPUTE.CREATED", "{\"dispute_id\": \"%s\"}".formatted(dispute)));
      assertThat(order.state()).isEqualTo(state);
      assertThat(order.coins()).isEqualTo(coins);
    }

    private void serveDispute(String id, PayPalOrder order, String members) {
      paypal.stubFor(
          get("/v1/customer/disputes/" + id)
              .willReturn(
                  okJson(
                      """
                      {"dispute_id": "%s", "disputed_transactions": [{"seller_transaction_id": "%s"}],
                       "dispute_amount": {"currency_code": "USD", "value": "5.00"}, %s}
                      """
                          .formatted(id, order.capture, members))));
    }
  }

  @Nested
  class WhenPayPalIsAway {

    @Test
    void nothingIsBegunAndWhatWasBegunIsFoundOutLater() {
      PayPalOrder order = new PayPalOrder().approved();
      Api.Person buyer = Api.register();
      providers.goAway();
      Api.post(
              buyer,
              "/api/payments/paypal/orders",
              Map.of("packageId", "coins-500", "currency", "USD"))
          .then()
          .statusCode(503)
          .body("error", is("payment_unavailable"));
      order.capture().then().statusCode(503);
      assertThat(order.state()).isEqualTo("pending");
      providers.reset();
      order.approved();
      buyers.age(order.paymentId, Duration.ofMinutes(11));
      reconciliation.run();
      assertThat(order.coins()).isEqualTo(525);
    }

    @Test
    void anOrderNobodyAgreedToIsGivenUpAfterADay() {
      PayPalOrder order = new PayPalOrder();
      buyers.age(order.paymentId, Duration.ofHours(25));
      reconciliation.run();
      assertThat(order.state()).isEqualTo("failed");
      order.approved();
      order.capture().then().statusCode(409).body("error", is("wrong_state"));
    }
  }
}
