package live.nio.platform;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.Map;
import live.nio.testing.Api;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class WebAppTest {

  @ParameterizedTest
  @ValueSource(strings = {"/", "/login", "/live/nobody", "/stream/create"})
  void everyPageIsTheAppAndIsNotCached(String path) {
    given()
        .get(path)
        .then()
        .statusCode(200)
        .contentType("text/html")
        .header("Cache-Control", "no-cache")
        .body(containsString("/assets/app-1a2b3c.js"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/api/nothing", "/assets/missing.js", "/missing.png", "/manager/x"})
  void whatIsNoPageIsNotFound(String path) {
    given().get(path).then().statusCode(404).body(not(containsString("<html")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"/../pom.xml", "/assets/..%2f..%2fpom.xml", "/%2e%2e/pom.xml", "//etc/passwd"})
  void noPathLeavesTheFolder(String path) {
    Response response = given().urlEncodingEnabled(false).get(path);
    assertThat(response.statusCode()).isIn(200, 400, 404);
    assertThat(response.asString()).doesNotContain("<project").doesNotContain("root:");
  }

  @Test
  void assetsAreCachedForEverAndCompressed() {
    given()
        .header("Accept-Encoding", "gzip")
        .get("/assets/app-1a2b3c.js")
        .then()
        .statusCode(200)
        .contentType("text/javascript")
        .header("Cache-Control", containsString("immutable"))
        .header("Content-Encoding", "gzip")
        .body(containsString("the app"));
  }

  @Test
  void anAssetTheBrowserHasIsNotSentAgain() {
    String etag = given().get("/assets/app-1a2b3c.js").header("ETag");
    given()
        .header("If-None-Match", etag)
        .get("/assets/app-1a2b3c.js")
        .then()
        .statusCode(304)
        .body(equalTo(""));
  }

  @Test
  void everyAnswerCarriesTheBrowsersDefences() {
    for (String path :
        new String[] {"/", "/api/streams", "/api/nothing", "/assets/app-1a2b3c.js"}) {
      given()
          .get(path)
          .then()
          .header("X-Content-Type-Options", "nosniff")
          .header("Content-Security-Policy", containsString("script-src 'self';"))
          .header("Content-Security-Policy", containsString("frame-ancestors 'none'"))
          .header("Strict-Transport-Security", containsString("max-age="));
    }
  }

  @Test
  void aLinkToAStreamShowsItsTitleInTheReadersLanguage() {
    Api.Person anna = Api.register();
    String id = Api.goLive(anna, "Вечер \"джаза\" <script>");
    Response page = given().header("Accept-Language", "ru-RU,ru;q=0.9").get("/live/" + id);
    String html = page.asString();
    assertThat(html)
        .contains("<html lang=\"ru\"")
        .contains(
            "<title>Вечер &quot;джаза&quot; &lt;script&gt; — в эфире "
                + anna.nickname()
                + "</title>")
        .contains("<meta property=\"og:url\" content=\"https://live.example.com/live/" + id + "\">")
        .contains("<meta property=\"og:type\" content=\"video.other\">")
        .doesNotContain("<!--nio:head-->")
        .doesNotContain("<script>");
    assertThat(given().header("Accept-Language", "de").get("/live/" + id).asString())
        .contains("<html lang=\"en\"")
        .contains("live by " + anna.nickname());
  }

  @Test
  void metricsAreForTheMachineItself() {
    given()
        .get("/api/metrics")
        .then()
        .statusCode(200)
        .body(containsString("nio_socket_connections"))
        .body(containsString("nio_media_socket_received_total"))
        .body(containsString("nio_media_packets_dropped_total"));
    given().header("X-Forwarded-For", "203.0.113.7").get("/api/metrics").then().statusCode(404);
  }

  @Test
  void healthAsksTheDatabase() {
    given()
        .get("/api/health")
        .then()
        .statusCode(200)
        .body("status", equalTo("ok"))
        .body("checks.database", equalTo("ok"))
        .body("timestamp", containsString("Z"));
  }

  @Test
  void apiPagesAreForDevelopment() {
    assertThat(given().get("/api/docs").statusCode()).isEqualTo(404);
  }

  @Test
  void errorsOfTheFrameworkAreProblemsToo() {
    given()
        .body("{}")
        .contentType("text/plain")
        .post("/api/auth/login")
        .then()
        .statusCode(415)
        .contentType("application/problem+json")
        .body("error", equalTo("unsupported_media_type"));
    given()
        .delete("/api/health")
        .then()
        .statusCode(405)
        .body("error", equalTo("method_not_allowed"));
    Api.post("/api/auth/login", "{\"email\":")
        .then()
        .statusCode(400)
        .body("error", equalTo("malformed_request"));
    Api.post("/api/auth/login", Map.of("email", Map.of(), "password", "x"))
        .then()
        .statusCode(400)
        .body("error", equalTo("validation_failed"))
        .body("errors[0].field", equalTo("email"));
  }
}
