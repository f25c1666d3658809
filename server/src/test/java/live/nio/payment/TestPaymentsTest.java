package live.nio.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.is;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.Map;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import org.junit.jupiter.api.Test;

/// Coins for nothing, in development.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(TestPaymentsTest.Development.class)
class TestPaymentsTest {

  public static final class Development implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("nio.mode", "development");
    }
  }

  @Inject Buyers buyers;

  @Test
  void arePaidAtOnceAndCanBeGivenBack() {
    Api.Person buyer = Api.register();
    String id =
        Api.post(buyer, "/api/payments/test", Map.of("amount", 250, "currency", "USD"))
            .then()
            .statusCode(201)
            .body("payment.status", is("paid"))
            .body("payment.provider", is("test"))
            .extract()
            .path("payment.id");
    assertThat(buyers.coins(buyer)).isEqualTo(250);
    Api.Person admin = buyers.admin();
    String path = "/api/admin/payments/" + id + "/refund";
    Api.post(admin, path, Map.of("amountMinor", 100))
        .then()
        .statusCode(200)
        .body("payment.status", is("partially_refunded"));
    assertThat(buyers.coins(buyer)).isEqualTo(150);
    Api.post(admin, path, Map.of()).then().statusCode(200).body("payment.status", is("refunded"));
    assertThat(buyers.coins(buyer)).isZero();
  }

  @Test
  void areOfferedToPagesAndNothingElseIs() {
    Api.guest()
        .get("/api/payments/packages")
        .then()
        .body("providers.test", is(true))
        .body("providers.stripe", is((Object) null))
        .body("providers.paypal", is((Object) null));
    Api.Person buyer = Api.register();
    Map<String, Object> order = Map.of("packageId", "coins-500", "currency", "USD");
    Api.post(buyer, "/api/payments/create-intent", order).then().statusCode(404);
    Api.post(buyer, "/api/payments/paypal/orders", order).then().statusCode(404);
    Api.guest().body("{}").post("/api/payments/stripe/webhook").then().statusCode(404);
    Api.guest().body("{}").post("/api/payments/paypal/webhook").then().statusCode(404);
  }
}
