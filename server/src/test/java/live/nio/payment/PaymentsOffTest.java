package live.nio.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.is;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.Map;
import live.nio.platform.PlatformConfig.Mode;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// A server in production without keys.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class PaymentsOffTest {

  @Test
  void nobodyGetsCoinsForNothing() {
    Api.post(
            Api.register(),
            "/api/payments/test",
            Map.of("packageId", "coins-500", "currency", "USD"))
        .then()
        .statusCode(404);
    Api.guest().get("/api/payments/packages").then().body("providers.test", is(false));
  }

  @Test
  void pagesLoadNothingFromElsewhere() {
    Api.guest()
        .get("/wallet")
        .then()
        .header("Content-Security-Policy", not(containsString("https://")))
        .header("Cross-Origin-Opener-Policy", is("same-origin"));
  }

  @ParameterizedTest
  @CsvSource({
    "PRODUCTION, , false",
    "DEVELOPMENT, , true",
    "DEVELOPMENT, nio.payment.stripe.secret-key, false",
    "DEVELOPMENT, nio.payment.stripe.webhook-secret, false",
    "DEVELOPMENT, nio.payment.stripe.publishable-key, false",
    "DEVELOPMENT, nio.payment.paypal.client-id, false",
    "DEVELOPMENT, nio.payment.paypal.client-secret, false",
    "DEVELOPMENT, nio.payment.paypal.webhook-id, false",
    "PRODUCTION, nio.payment.stripe.secret-key, false",
  })
  void coinsForNothingAreForDevelopmentWithoutAnyKey(Mode mode, String key, boolean there) {
    SmallRyeConfigBuilder config = new SmallRyeConfigBuilder().withMapping(PaymentSettings.class);
    if (key != null) {
      config.withDefaultValue(key, "a key");
    }
    assertThat(Gateways.hasTest(mode, config.build().getConfigMapping(PaymentSettings.class)))
        .isEqualTo(there);
  }
}
