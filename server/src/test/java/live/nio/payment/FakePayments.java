package live.nio.payment;

import static com.github.tomakehurst.wiremock.client.WireMock.aResponse;
import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;
import static com.github.tomakehurst.wiremock.client.WireMock.get;
import static com.github.tomakehurst.wiremock.client.WireMock.okJson;
import static com.github.tomakehurst.wiremock.client.WireMock.post;
import static com.github.tomakehurst.wiremock.core.WireMockConfiguration.wireMockConfig;

import com.github.tomakehurst.wiremock.WireMockServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.CRC32;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// Stripe's and PayPal's APIs, answering what a test tells them to, and their signatures.
public final class FakePayments implements QuarkusTestResourceLifecycleManager {

  static final String STRIPE_WEBHOOK_SECRET = "whsec_for_tests";
  static final String PAYPAL_WEBHOOK = "WH-FOR-TESTS";
  private static final AtomicInteger NUMBER = new AtomicInteger();

  private static final class Holder {
    static final FakePayments RUNNING = new FakePayments();

    static {
      RUNNING.server.start();
      RUNNING.reset();
    }
  }

  private final WireMockServer server = new WireMockServer(wireMockConfig().dynamicPort());

  /// Who vouches for PayPal's certificates in tests.
  final TestAuthority authority = TestAuthority.make("CN=Authority for tests");

  final TestAuthority.Issued certificate =
      authority.issue(
          "messageverificationcerts.paypal.com",
          Instant.now().minus(Duration.ofDays(1)),
          Instant.now().plus(Duration.ofDays(1)));

  static FakePayments running() {
    return Holder.RUNNING;
  }

  @Override
  public Map<String, String> start() {
    String url = running().url();
    Map<String, String> settings = new HashMap<>();
    settings.put("nio.payment.currencies", "USD:100,EUR:110,RUB:1.1");
    settings.put("nio.payment.check-every", "off");
    settings.put("nio.payment.stripe.secret-key", "sk_test_x");
    settings.put("nio.payment.stripe.webhook-secret", STRIPE_WEBHOOK_SECRET);
    settings.put("nio.payment.stripe.publishable-key", "pk_test_x");
    settings.put("nio.payment.stripe.api-url", url);
    settings.put("nio.payment.paypal.client-id", "paypal-client");
    settings.put("nio.payment.paypal.client-secret", "paypal-secret");
    settings.put("nio.payment.paypal.webhook-id", PAYPAL_WEBHOOK);
    settings.put("nio.payment.paypal.mode", "sandbox");
    settings.put("nio.payment.paypal.api-url", url);
    return settings;
  }

  @Override
  public void stop() {
    // Quarkus may start again for another test class; it ends with the JVM.
  }

  WireMockServer server() {
    return server;
  }

  String url() {
    return "http://localhost:" + server.port();
  }

  /// Forgets what was asked and answered; PayPal gives tokens and its certificate.
  void reset() {
    server.resetAll();
    server.stubFor(
        post("/v1/oauth2/token")
            .willReturn(
                okJson(
                    """
                    {"scope": "https://uri.paypal.com/services/payments", "access_token": "A21AA-first",
                     "token_type": "Bearer", "app_id": "APP-80W284485P519543T", "expires_in": 31668}
                    """)));
    serve("CERT-360caa42-fca2a594-a5cafa77", certificate.pem());
  }

  /// Puts a certificate where PayPal has them.
  ///
  /// @return its address
  String serve(String name, String pem) {
    String path = "/v1/notifications/certs/" + name;
    server.stubFor(
        get(path)
            .willReturn(
                aResponse()
                    .withHeader("Content-Type", "application/x-x509-ca-cert")
                    .withBody(pem)));
    return url() + path;
  }

  String certificateUrl() {
    return url() + "/v1/notifications/certs/CERT-360caa42-fca2a594-a5cafa77";
  }

  /// From now on nobody answers.
  void goAway() {
    server.stubFor(any(anyUrl()).atPriority(1).willReturn(aResponse().withStatus(503)));
  }

  /// A name no object of a provider has.
  static String fresh(String prefix) {
    return prefix + NUMBER.incrementAndGet() + UUID.randomUUID().toString().substring(0, 8);
  }

  /// The header `Stripe-Signature`.
  static String stripeSignature(String body, Instant at, String secret) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
      byte[] signed =
          mac.doFinal((at.getEpochSecond() + "." + body).getBytes(StandardCharsets.UTF_8));
      return "t=" + at.getEpochSecond() + ",v1=" + HexFormat.of().formatHex(signed);
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }

  /// The headers of a message from PayPal.
  Map<String, String> payPalHeaders(String body) {
    return payPalHeaders(body, certificate.key(), certificateUrl(), Instant.now());
  }

  static Map<String, String> payPalHeaders(
      String body, PrivateKey key, String certificateUrl, Instant at) {
    CRC32 crc = new CRC32();
    crc.update(body.getBytes(StandardCharsets.UTF_8));
    String id = UUID.randomUUID().toString();
    String time = Instant.ofEpochSecond(at.getEpochSecond()).toString();
    try {
      Signature rsa = Signature.getInstance("SHA256withRSA");
      rsa.initSign(key);
      rsa.update(
          (id + "|" + time + "|" + PAYPAL_WEBHOOK + "|" + crc.getValue())
              .getBytes(StandardCharsets.UTF_8));
      return new HashMap<>(
          Map.of(
              "PAYPAL-TRANSMISSION-ID",
              id,
              "PAYPAL-TRANSMISSION-TIME",
              time,
              "PAYPAL-CERT-URL",
              certificateUrl,
              "PAYPAL-AUTH-ALGO",
              "SHA256withRSA",
              "PAYPAL-TRANSMISSION-SIG",
              Base64.getEncoder().encodeToString(rsa.sign())));
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
