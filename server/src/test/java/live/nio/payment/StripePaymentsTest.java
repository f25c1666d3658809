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
import static com.github.tomakehurst.wiremock.client.WireMock.urlPathEqualTo;
import static live.nio.payment.Buyers.payment;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.is;

import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.verification.LoggedRequest;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
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
class StripePaymentsTest {

  private final FakePayments providers = FakePayments.running();
  private final WireMockServer stripe = providers.server();

  @Inject Buyers buyers;
  @Inject Reconciliation reconciliation;

  @BeforeEach
  void nothingWasAsked() {
    providers.reset();
  }

  /// A PaymentIntent at Stripe, of 500 cents for 525 coins unless a test says otherwise.
  private final class Intent {

    final Api.Person buyer;
    final String id = FakePayments.fresh("pi_");
    final String charge = FakePayments.fresh("ch_");
    final String paymentId;
    String state = "requires_payment_method";
    String error = "null";
    long received = 500;
    String currency = "usd";
    String owner;
    private final List<String> refunds = new ArrayList<>();
    private final List<String> disputes = new ArrayList<>();
    private long refunded;

    Intent(Api.Person buyer, Map<String, Object> order) {
      this.buyer = buyer;
      this.owner = buyer.id();
      stripe.stubFor(
          post("/v1/payment_intents")
              .willReturn(
                  okJson(
                      """
                      {"id": "%s", "object": "payment_intent", "client_secret": "%s_secret_abc", "status": "requires_payment_method",
                       "amount": 500, "currency": "usd", "livemode": false}
                      """
                          .formatted(id, id))));
      Response answer = Api.post(buyer, "/api/payments/create-intent", order);
      answer.then().statusCode(201);
      assertThat(answer.<String>path("clientSecret")).isEqualTo(id + "_secret_abc");
      paymentId = answer.path("paymentId");
      publish();
    }

    Intent is(String state) {
      this.state = state;
      publish();
      return this;
    }

    Intent refund(String reference, long amount, String state) {
      refunds.removeIf(it -> it.contains(reference));
      refunds.add(
          """
          {"id": "%s", "object": "refund", "amount": %d, "charge": "%s", "currency": "usd", "payment_intent": "%s", "status": "%s"}
          """
              .formatted(reference, amount, charge, id, state));
      refunded += amount;
      publish();
      return this;
    }

    Intent dispute(String reference, long amount, String state) {
      disputes.removeIf(it -> it.contains(reference));
      disputes.add(
          """
          {"id": "%s", "object": "dispute", "amount": %d, "charge": "%s", "currency": "usd", "payment_intent": "%s",
           "reason": "fraudulent", "status": "%s"}
          """
              .formatted(reference, amount, charge, id, state));
      publish();
      return this;
    }

    void publish() {
      boolean paid = state.equals("succeeded");
      stripe.stubFor(
          get(urlPathEqualTo("/v1/payment_intents/" + id))
              .willReturn(
                  okJson(
                      """
                      {"id": "%s", "object": "payment_intent", "amount": 500, "amount_received": %d, "currency": "%s", "livemode": false,
                       "last_payment_error": %s, "metadata": {"paymentId": "%s", "accountId": "%s"}, "status": "%s",
                       "latest_charge": %s}
                      """
                          .formatted(
                              id,
                              paid ? received : 0,
                              currency,
                              error,
                              paymentId,
                              owner,
                              state,
                              paid
                                  ? """
                                  {"id": "%s", "object": "charge", "amount": 500, "amount_refunded": %d, "disputed": %s, "paid": true}
                                  """
                                      .formatted(charge, refunded, !disputes.isEmpty())
                                  : "null"))));
      list("refunds", refunds);
      list("disputes", disputes);
    }

    private void list(String what, List<String> objects) {
      stripe.stubFor(
          get(urlPathEqualTo("/v1/" + what))
              .withQueryParam("payment_intent", equalTo(id))
              .willReturn(
                  okJson(
                      """
                      {"object": "list", "has_more": false, "url": "/v1/%s", "data": [%s]}
                      """
                          .formatted(what, String.join(",", objects)))));
    }

    /// A message about it, new each time.
    String event(String type) {
      return event(FakePayments.fresh("evt_"), type);
    }

    String event(String eventId, String type) {
      String object =
          type.startsWith("payment_intent.")
              ? "{\"id\": \"%s\", \"object\": \"payment_intent\", \"amount\": 999999, \"status\": \"succeeded\"}"
                  .formatted(id)
              : "{\"id\": \"%s\", \"object\": \"charge\", \"payment_intent\": \"%s\", \"amount_refunded\": 1}"
                  .formatted(charge, id);
      return """
      {"id": "%s", "object": "event", "api_version": "2020-08-27", "created": 1700000000, "livemode": false, "pending_webhooks": 1,
       "request": {"id": null, "idempotency_key": null}, "type": "%s", "data": {"object": %s}}
      """
          .formatted(eventId, type, object);
    }

    String status() {
      return Buyers.status(buyer, paymentId);
    }

    long coins() {
      return buyers.coins(buyer);
    }
  }

  private Intent intent() {
    return new Intent(Api.register(), Map.of("packageId", "coins-500", "currency", "USD"));
  }

  private Intent paid() {
    Intent intent = intent().is("succeeded");
    assertThat(tell(intent.event("payment_intent.succeeded"))).isEqualTo(200);
    assertThat(intent.coins()).isEqualTo(525);
    return intent;
  }

  /// Sends a message of Stripe's.
  private static int tell(String body) {
    return tell(
        body,
        FakePayments.stripeSignature(body, Instant.now(), FakePayments.STRIPE_WEBHOOK_SECRET));
  }

  private static int tell(String body, String signature) {
    return Api.guest()
        .header("Stripe-Signature", signature)
        .body(body.getBytes(StandardCharsets.UTF_8))
        .post("/api/payments/stripe/webhook")
        .statusCode();
  }

  @Nested
  class Prices {

    @Test
    void areToldWithTheWaysToPay() {
      Response answer = Api.guest().get("/api/payments/packages");
      assertThat(answer.jsonPath().getMap("packages.find { it.id == 'coins-500' }"))
          .containsEntry("coins", 500)
          .containsEntry("bonusCoins", 25)
          .containsEntry("prices", Map.of("USD", 500, "EUR", 455, "RUB", 45_455));
      assertThat(answer.jsonPath().getMap("currencies.find { it.code == 'RUB' }"))
          .containsEntry("minorDigits", 2)
          .containsEntry("coinsPerUnit", "1.1")
          .containsEntry("min", 9_091)
          .containsEntry("max", 9_090_909);
      assertThat(answer.<String>path("providers.stripe.publishableKey")).isEqualTo("pk_test_x");
      assertThat(answer.<String>path("providers.paypal.clientId")).isEqualTo("paypal-client");
      assertThat(answer.<List<String>>path("providers.paypal.currencies"))
          .containsExactly("USD", "EUR");
      assertThat(answer.<Boolean>path("providers.test")).isFalse();
      assertThat(answer.asString()).doesNotContain("sk_test").doesNotContain("secret");
    }

    @Test
    void areComputedByTheServerAlone() {
      Intent intent =
          new Intent(
              Api.register(),
              Map.of("packageId", "coins-500", "currency", "USD", "coins", 1_000_000, "price", 1));
      LoggedRequest asked =
          stripe.findAll(postRequestedFor(urlEqualTo("/v1/payment_intents"))).getFirst();
      assertThat(asked.getHeader("Idempotency-Key")).isEqualTo(intent.paymentId);
      assertThat(URLDecoder.decode(asked.getBodyAsString(), StandardCharsets.UTF_8))
          .contains("amount=500")
          .contains("currency=usd")
          .contains("metadata[paymentId]=" + intent.paymentId)
          .contains("metadata[accountId]=" + intent.buyer.id());
      payment(intent.buyer, intent.paymentId)
          .then()
          .body("payment.status", is("pending"))
          .body("payment.coins", is(525))
          .body("payment.amountMinor", is(500))
          .body("payment.currency", is("USD"))
          .body("payment.provider", is("stripe"));
    }

    @ParameterizedTest
    @CsvSource(
        delimiter = '|',
        value = {
          "{\"packageId\": \"coins-7\", \"currency\": \"USD\"} | packageId",
          "{\"packageId\": \"coins-500\", \"currency\": \"CHF\"} | currency",
          "{\"packageId\": \"coins-500\"} | currency",
          "{\"currency\": \"USD\"} | packageId",
          "{\"packageId\": \"coins-500\", \"amount\": 500, \"currency\": \"USD\"} | packageId",
          "{\"amount\": 99, \"currency\": \"USD\"} | amount",
          "{\"amount\": 100001, \"currency\": \"USD\"} | amount",
          "{\"amount\": -500, \"currency\": \"USD\"} | amount",
        })
    void areRefusedForWhatIsNotSold(String order, String field) {
      Api.as(Api.register())
          .body(order)
          .post("/api/payments/create-intent")
          .then()
          .statusCode(400)
          .body("errors[0].field", is(field));
    }
  }

  @Nested
  class APaidIntent {

    @Test
    void isCreditedOnceHoweverOftenItIsTold() throws Exception {
      Intent intent = intent().is("succeeded");
      String event = intent.event("payment_intent.succeeded");
      assertThat(tell(event)).isEqualTo(200);
      assertThat(tell(event)).isEqualTo(200);
      assertThat(tell(intent.event("payment_intent.succeeded"))).isEqualTo(200);
      assertThat(intent.coins()).isEqualTo(525);
      assertThat(intent.status()).isEqualTo("paid");
    }

    @Test
    void isCreditedOnceByMessagesAtTheSameTime() throws Exception {
      Intent intent = intent().is("succeeded");
      String same = intent.event("payment_intent.succeeded");
      assertThat(Buyers.atOnce(8, () -> tell(same))).containsOnly(200);
      assertThat(Buyers.atOnce(8, () -> tell(intent.event("payment_intent.succeeded"))))
          .containsOnly(200);
      assertThat(intent.coins()).isEqualTo(525);
    }

    @Test
    void isAcknowledgedWithoutAskingAgainWhenTheMessageIsKnown() {
      Intent intent = intent().is("succeeded");
      String event = intent.event("payment_intent.succeeded");
      tell(event);
      stripe.resetRequests();
      assertThat(tell(event)).isEqualTo(200);
      assertThat(stripe.findAll(getRequestedFor(anyUrl()))).isEmpty();
    }

    @Test
    void isCreditedAfterAFailedAttempt() {
      Intent intent = intent();
      intent.error = "{\"type\": \"card_error\", \"code\": \"card_declined\"}";
      intent.is("requires_payment_method");
      tell(intent.event("payment_intent.payment_failed"));
      assertThat(intent.status()).isEqualTo("failed");
      intent.is("succeeded");
      tell(intent.event("payment_intent.succeeded"));
      assertThat(intent.status()).isEqualTo("paid");
      assertThat(intent.coins()).isEqualTo(525);
    }

    @Test
    void isInTheHistoryOfItsBuyerAlone() {
      Intent intent = paid();
      Api.as(intent.buyer)
          .get("/api/payments/history")
          .then()
          .statusCode(200)
          .body("payments", hasSize(1))
          .body("payments[0].id", is(intent.paymentId))
          .body("payments[0].paidAt", containsString("Z"))
          .body("pagination.total", is(1));
      Api.Person stranger = Api.register();
      Api.as(stranger).get("/api/payments/" + intent.paymentId).then().statusCode(404);
      Api.as(stranger).get("/api/payments/history").then().body("payments", hasSize(0));
    }
  }

  @Nested
  class NothingIsCreditedFor {

    @Test
    void aPageThatSaysPaid() {
      Intent intent = intent();
      Api.guest()
          .get(
              "/wallet?payment="
                  + intent.paymentId
                  + "&payment_intent="
                  + intent.id
                  + "&redirect_status=succeeded")
          .then()
          .statusCode(200);
      assertThat(intent.status()).isEqualTo("pending");
      assertThat(intent.coins()).isZero();
    }

    @Test
    void aMessageThatSaysPaidWhenStripeDoesNot() {
      Intent intent = intent();
      assertThat(tell(intent.event("payment_intent.succeeded"))).isEqualTo(200);
      assertThat(intent.status()).isEqualTo("pending");
      assertThat(intent.coins()).isZero();
    }

    @Test
    void aMessageThatIsNotStripes() {
      Intent intent = intent().is("succeeded");
      String body = intent.event("payment_intent.succeeded");
      Instant now = Instant.now();
      String secret = FakePayments.STRIPE_WEBHOOK_SECRET;
      assertThat(tell(body, FakePayments.stripeSignature(body, now, "whsec_of_somebody")))
          .isEqualTo(400);
      assertThat(tell(body + " ", FakePayments.stripeSignature(body, now, secret))).isEqualTo(400);
      assertThat(tell(body, FakePayments.stripeSignature(body, now.minusSeconds(301), secret)))
          .isEqualTo(400);
      assertThat(tell(body, "t=1,v1=")).isEqualTo(400);
      assertThat(tell("not json", FakePayments.stripeSignature("not json", now, secret)))
          .isEqualTo(400);
      Api.guest()
          .body(body)
          .post("/api/payments/stripe/webhook")
          .then()
          .statusCode(400)
          .body("error", is("bad_signature"));
      assertThat(intent.status()).isEqualTo("pending");
      assertThat(intent.coins()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"amount_mismatch", "currency_mismatch", "owner_mismatch"})
    void whatWasNotOrderedAndAnAdministratorSeesIt(String problem) {
      Intent intent = intent();
      switch (problem) {
        case "amount_mismatch" -> intent.received = 499;
        case "currency_mismatch" -> intent.currency = "eur";
        default -> intent.owner = Api.register().id();
      }
      intent.is("succeeded");
      assertThat(tell(intent.event("payment_intent.succeeded"))).isEqualTo(200);
      assertThat(tell(intent.event("payment_intent.succeeded"))).isEqualTo(200);
      assertThat(intent.status()).isEqualTo("failed");
      assertThat(intent.coins()).isZero();
      Api.as(buyers.admin())
          .get("/api/admin/payments?problem=true&person=" + intent.buyer.nickname())
          .then()
          .statusCode(200)
          .body("payments", hasSize(1))
          .body("payments[0].problem", is(problem))
          .body("payments[0].providerReference", is(intent.id))
          .body("payments[0].person.id", is(intent.buyer.id()));
    }

    @Test
    void anIntentOfSomebodyElsesShop() {
      Intent ours = intent();
      String body =
          ours.event("payment_intent.succeeded").replace(ours.id, FakePayments.fresh("pi_"));
      assertThat(tell(body)).isEqualTo(200);
      assertThat(ours.coins()).isZero();
    }
  }

  @Nested
  class ARefund {

    @Test
    void takesTheShareOfCoinsItsMoneyBought() {
      Intent intent = paid().refund("re_a" + FakePayments.fresh(""), 100, "succeeded");
      tell(intent.event("charge.refunded"));
      assertThat(intent.coins()).isEqualTo(525 - 105);
      payment(intent.buyer, intent.paymentId)
          .then()
          .body("payment.status", is("partially_refunded"))
          .body("payment.refundedMinor", is(100));
      intent.refund(FakePayments.fresh("re_"), 400, "succeeded");
      tell(intent.event("charge.refunded"));
      tell(intent.event("charge.refunded"));
      assertThat(intent.coins()).isZero();
      assertThat(intent.status()).isEqualTo("refunded");
    }

    @Test
    void thatFailsGivesTheCoinsBack() {
      String refund = FakePayments.fresh("re_");
      Intent intent = paid().refund(refund, 500, "pending");
      tell(intent.event("refund.created"));
      assertThat(intent.coins()).isZero();
      intent.refund(refund, 500, "failed");
      tell(intent.event("refund.failed"));
      tell(intent.event("refund.failed"));
      assertThat(intent.coins()).isEqualTo(525);
      assertThat(intent.status()).isEqualTo("paid");
    }

    @Test
    void toldBeforeThePaymentLeavesNothingEither() {
      Intent intent = intent().is("succeeded").refund(FakePayments.fresh("re_"), 500, "succeeded");
      tell(intent.event("charge.refunded"));
      tell(intent.event("payment_intent.succeeded"));
      assertThat(intent.coins()).isZero();
      assertThat(intent.status()).isEqualTo("refunded");
    }

    @Test
    void byAnAdministratorIsMadeAtStripeOnce() {
      Intent intent = paid();
      Api.Person admin = buyers.admin();
      String refund = FakePayments.fresh("re_");
      stripe.stubFor(
          post("/v1/refunds")
              .willReturn(
                  okJson(
                      """
                      {"id": "%s", "object": "refund", "amount": 200, "currency": "usd", "payment_intent": "%s", "status": "succeeded"}
                      """
                          .formatted(refund, intent.id))));
      String path = "/api/admin/payments/" + intent.paymentId + "/refund";
      Api.post(admin, path, Map.of("amountMinor", 200))
          .then()
          .statusCode(200)
          .body("payment.status", is("partially_refunded"))
          .body("payment.refundedMinor", is(200));
      assertThat(intent.coins()).isEqualTo(525 - 210);
      LoggedRequest asked = stripe.findAll(postRequestedFor(urlEqualTo("/v1/refunds"))).getFirst();
      assertThat(asked.getHeader("Idempotency-Key")).contains(intent.paymentId);
      assertThat(asked.getBodyAsString()).contains("amount=200");
      intent.refund(refund, 200, "succeeded");
      Api.post(admin, path, Map.of("amountMinor", 301))
          .then()
          .statusCode(400)
          .body("errors[0].max", is(300));
      Api.post(intent.buyer, path, Map.of()).then().statusCode(403);
    }

    @Test
    void ofWhatWasNotPaidIsRefused() {
      Intent intent = intent();
      Api.post(buyers.admin(), "/api/admin/payments/" + intent.paymentId + "/refund", Map.of())
          .then()
          .statusCode(409)
          .body("error", is("wrong_state"));
    }
  }

  @Nested
  class ADispute {

    @Test
    void takesTheCoinsAndGivesThemBackWhenItIsWon() {
      String dispute = FakePayments.fresh("dp_");
      Intent intent = paid().dispute(dispute, 500, "needs_response");
      tell(intent.event("charge.dispute.created"));
      tell(intent.event("charge.dispute.funds_withdrawn"));
      assertThat(intent.coins()).isZero();
      assertThat(intent.status()).isEqualTo("disputed");
      intent.dispute(dispute, 500, "won");
      tell(intent.event("charge.dispute.closed"));
      tell(intent.event("charge.dispute.closed"));
      assertThat(intent.coins()).isEqualTo(525);
      assertThat(intent.status()).isEqualTo("dispute_won");
    }

    @Test
    void thatIsLostKeepsThem() {
      String dispute = FakePayments.fresh("dp_");
      Intent intent = paid().dispute(dispute, 500, "lost");
      tell(intent.event("charge.dispute.closed"));
      tell(intent.event("charge.dispute.created"));
      assertThat(intent.coins()).isZero();
      assertThat(intent.status()).isEqualTo("dispute_lost");
    }

    @Test
    void thatIsOnlyAnInquiryTakesNothing() {
      Intent intent = paid().dispute(FakePayments.fresh("dp_"), 500, "warning_needs_response");
      tell(intent.event("charge.dispute.created"));
      assertThat(intent.coins()).isEqualTo(525);
      assertThat(intent.status()).isEqualTo("paid");
    }

    @Test
    void andARefundTogetherTakeNoMoreThanWasBought() {
      String dispute = FakePayments.fresh("dp_");
      Intent intent =
          paid()
              .dispute(dispute, 500, "under_review")
              .refund(FakePayments.fresh("re_"), 500, "succeeded");
      tell(intent.event("charge.dispute.created"));
      assertThat(intent.coins()).isZero();
      assertThat(buyers.debt(intent.buyer)).isZero();
      // The money of the refund is gone even though the dispute is won.
      intent.dispute(dispute, 500, "won");
      tell(intent.event("charge.dispute.closed"));
      assertThat(intent.coins()).isZero();
      assertThat(buyers.debt(intent.buyer)).isZero();
      assertThat(intent.status()).isEqualTo("refunded");
    }
  }

  @Nested
  class WhenStripeIsAway {

    @Test
    void nothingIsBegunAndThePageSaysWhatToDo() {
      Api.Person buyer = Api.register();
      providers.goAway();
      Api.post(
              buyer,
              "/api/payments/create-intent",
              Map.of("packageId", "coins-500", "currency", "USD"))
          .then()
          .statusCode(503)
          .header("Retry-After", "31")
          .body("error", is("payment_unavailable"))
          .body("detail", containsString("Try again in a minute"));
      Api.as(buyer).get("/api/payments/history").then().body("payments[0].status", is("failed"));
    }

    @Test
    void aMessageIsTakenUpWhenItIsRepeated() {
      Intent intent = intent().is("succeeded");
      String event = intent.event("payment_intent.succeeded");
      providers.goAway();
      assertThat(tell(event)).isEqualTo(503);
      assertThat(intent.coins()).isZero();
      providers.reset();
      intent.publish();
      assertThat(tell(event)).isEqualTo(200);
      assertThat(intent.coins()).isEqualTo(525);
    }
  }

  @Nested
  class APaymentNobodyHeardOf {

    @Test
    void isAskedAboutAfterTenMinutesAndNotBefore() {
      Intent young = intent().is("succeeded");
      Intent old = intent().is("succeeded");
      buyers.age(old.paymentId, Duration.ofMinutes(11));
      reconciliation.run();
      assertThat(young.coins()).isZero();
      assertThat(old.coins()).isEqualTo(525);
      reconciliation.run();
      assertThat(old.coins()).isEqualTo(525);
    }

    @Test
    void isAskedAboutLessAndLessOften() {
      Intent intent = intent();
      buyers.age(intent.paymentId, Duration.ofMinutes(11));
      reconciliation.run();
      reconciliation.run();
      stripe.verify(1, getRequestedFor(urlPathEqualTo("/v1/payment_intents/" + intent.id)));
      String pause =
          "SELECT extract(epoch FROM next_check_at - now())::bigint / 60 FROM payments WHERE id = ?";
      assertThat(buyers.number(pause, intent.paymentId)).isBetween(8L, 10L);
      buyers.age(intent.paymentId, Duration.ofMinutes(11));
      reconciliation.run();
      assertThat(buyers.number(pause, intent.paymentId)).isBetween(18L, 20L);
    }

    @Test
    void isGivenUpAfterADayAndCannotBePaidAnyMore() {
      Intent intent = intent();
      stripe.stubFor(
          post("/v1/payment_intents/" + intent.id + "/cancel")
              .willReturn(
                  okJson(
                      "{\"id\": \"%s\", \"object\": \"payment_intent\", \"status\": \"canceled\"}"
                          .formatted(intent.id))));
      buyers.age(intent.paymentId, Duration.ofHours(25));
      reconciliation.run();
      assertThat(intent.status()).isEqualTo("failed");
      stripe.verify(
          1, postRequestedFor(urlEqualTo("/v1/payment_intents/" + intent.id + "/cancel")));
      // Should money come all the same, it is credited all the same.
      intent.is("succeeded");
      tell(intent.event("payment_intent.succeeded"));
      assertThat(intent.coins()).isEqualTo(525);
    }

    @Test
    void isNotGivenUpWhileItsMoneyIsOnItsWayOrNobodyAnswers() {
      Intent intent = intent().is("processing");
      buyers.age(intent.paymentId, Duration.ofHours(25));
      reconciliation.run();
      assertThat(intent.status()).isEqualTo("pending");
      buyers.age(intent.paymentId, Duration.ofHours(26));
      providers.goAway();
      reconciliation.run();
      assertThat(intent.status()).isEqualTo("pending");
    }

    @Test
    void thatStripeClosedIsFailed() {
      Intent intent = intent().is("canceled");
      tell(intent.event("payment_intent.canceled"));
      assertThat(intent.status()).isEqualTo("failed");
      assertThat(
              buyers.number(
                  "SELECT count(next_check_at) FROM payments WHERE id = ?", intent.paymentId))
          .isZero();
    }
  }

  @Test
  void pagesMayLoadWhatTheProvidersNeedAndNothingElse() {
    String policy = Api.guest().get("/wallet").header("Content-Security-Policy");
    assertThat(policy)
        .contains("script-src 'self' https://js.stripe.com https://www.paypal.com")
        .contains(
            "frame-src 'self' https://js.stripe.com https://hooks.stripe.com https://www.paypal.com")
        .contains("connect-src 'self' https://api.stripe.com https://www.paypal.com")
        .contains("object-src 'none'")
        .doesNotContain("unsafe-eval")
        .doesNotContain("*");
    assertThat(Api.guest().get("/wallet").header("Cross-Origin-Opener-Policy"))
        .isEqualTo("same-origin-allow-popups");
  }

  @Test
  void coinsForNothingAreNotToBeHadWhereThereAreKeys() {
    Api.post(
            Api.register(),
            "/api/payments/test",
            Map.of("packageId", "coins-500", "currency", "USD"))
        .then()
        .statusCode(404);
  }

  @Test
  void whatStripeRefusesIsToldInOurWords() {
    stripe.stubFor(
        post("/v1/payment_intents")
            .willReturn(
                aResponse()
                    .withStatus(400)
                    .withBody(
                        """
                        {"error": {"type": "invalid_request_error", "code": "amount_too_small", "message": "secret words"}}
                        """)));
    Response answer =
        Api.post(
            Api.register(),
            "/api/payments/create-intent",
            Map.of("packageId", "coins-500", "currency", "USD"));
    answer.then().statusCode(422).body("error", is("payment_refused"));
    assertThat(answer.asString()).doesNotContain("secret words");
  }
}
