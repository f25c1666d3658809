package live.nio.platform;

import static org.hamcrest.Matchers.contains;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.util.Map;
import live.nio.testing.Api;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Behind a reverse proxy on this machine.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@TestProfile(TrustedProxyTest.BehindAProxy.class)
class TrustedProxyTest {

  public static final class BehindAProxy implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("nio.trusted-proxies", "127.0.0.1, 10.0.0.0/8");
    }
  }

  /// Every proxy appends the address it sees; what stands before that, anybody may have written.
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "8.8.8.8                  | 8.8.8.8              | United States",
        "1.2.3.4, 8.8.8.8         | 8.8.8.8              | United States",
        "1.2.3.4, 193.0.6.139, 10.1.1.1 | 193.0.6.139    | Netherlands",
        "nonsense, 8.8.8.8        | 8.8.8.8              | United States",
        "2001:67c:2e8:22::c100:68b | 2001:67c:2e8:22::c100:68b | Netherlands",
      })
  void theAddressIsTheLastOneNoProxyOfOursHas(String header, String address, String place) {
    Api.Person anna = Api.register();
    Api.guest()
        .header("X-Forwarded-For", header)
        .body(Map.of("refreshToken", anna.refreshToken()))
        .post("/api/auth/refresh")
        .then()
        .statusCode(200);
    Api.as(anna)
        .header("Accept-Language", "en")
        .get("/api/sessions")
        .then()
        .body("ipAddress", contains(address))
        .body("location", contains(place));
  }
}
