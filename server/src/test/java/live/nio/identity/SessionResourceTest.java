package live.nio.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.Eventually;
import live.nio.testing.LiveClient;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class SessionResourceTest {

  private static final String CHROME_ON_WINDOWS =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";
  private static final String SAFARI_ON_IPHONE =
      "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.6 Mobile/15E148 Safari/604.1";

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Inject Jdbi jdbi;

  /// Somebody signed in once more, on another device.
  private static Api.Person again(
      Api.Person person, String userAgent, @Nullable String deviceToken) {
    Map<String, String> body = new HashMap<>();
    body.put("email", person.email());
    body.put("password", Api.PASSWORD);
    body.put("tokenTransport", "body");
    if (deviceToken != null) {
      body.put("deviceToken", deviceToken);
    }
    Response answer =
        Api.guest().header("User-Agent", userAgent).body(body).post("/api/auth/login");
    answer.then().statusCode(200);
    return new Api.Person(
        person.id(),
        person.email(),
        person.nickname(),
        answer.path("token"),
        answer.path("refreshToken"));
  }

  private static RequestSpecification english(Api.Person person) {
    return Api.as(person).header("Accept-Language", "en");
  }

  private static void refused(Api.Person person) {
    Api.as(person).get("/api/auth/me").then().statusCode(401);
    Api.post("/api/auth/refresh", Map.of("refreshToken", person.refreshToken()))
        .then()
        .statusCode(401);
  }

  @Nested
  class TheList {

    @Test
    void hasTheMembersOfTheContract() {
      Api.Person phone = again(Api.register(), SAFARI_ON_IPHONE, null);
      Map<String, Object> session =
          english(phone).get("/api/sessions").jsonPath().getMap("find { it.isCurrent }");
      assertThat(session)
          .containsKeys(
              "id",
              "device",
              "browser",
              "ipAddress",
              "userAgent",
              "location",
              "lastActivity",
              "createdAt",
              "expiresAt",
              "isCurrent")
          .containsEntry("device", "Apple iPhone")
          .containsEntry("deviceKind", "phone")
          .containsEntry("browser", "Safari 18")
          .containsEntry("system", "iOS 18")
          .containsEntry("userAgent", SAFARI_ON_IPHONE)
          .containsEntry("ipAddress", "127.0.0.1")
          .containsEntry("location", "Local network")
          .containsEntry("method", "password");
    }

    @Test
    void beginsWithTheCurrentOne() {
      Api.Person first = Api.register();
      Api.Person desktop = again(first, CHROME_ON_WINDOWS, null);
      again(first, SAFARI_ON_IPHONE, null);
      english(desktop)
          .get("/api/sessions")
          .then()
          .body("isCurrent", contains(true, false, false))
          .body("[0].browser", equalTo("Chrome 140"))
          .body("[0].deviceKind", equalTo("desktop"));
    }

    @Test
    void speaksTheLanguageOfThePage() {
      Api.as(Api.register())
          .header("Accept-Language", "ru-RU,ru;q=0.9,en;q=0.5")
          .get("/api/sessions")
          .then()
          .body("[0].location", equalTo("Локальная сеть"));
    }

    @Test
    void doesNotBelieveAForwardedAddressFromJustAnybody() {
      Api.Person anna = Api.register();
      Api.as(anna).header("X-Forwarded-For", "8.8.8.8").get("/api/sessions").then().statusCode(200);
      Api.guest()
          .header("X-Forwarded-For", "8.8.8.8")
          .body(Map.of("refreshToken", anna.refreshToken()))
          .post("/api/auth/refresh")
          .then()
          .statusCode(200);
      Api.as(anna).get("/api/sessions").then().body("ipAddress", contains("127.0.0.1"));
    }

    @Test
    void isForItsOwnerOnly() {
      Api.guest().get("/api/sessions").then().statusCode(401);
      Api.guest().get("/api/sessions/history").then().statusCode(401);
    }
  }

  @Nested
  class Ending {

    @Test
    void oneStopsItsTokensAndClosesItsSocketsWithAWord() {
      Api.Person desktop = Api.register();
      Api.Person phone = again(desktop, SAFARI_ON_IPHONE, null);
      String id =
          english(phone).get("/api/sessions").jsonPath().getString("find { it.isCurrent }.id");
      try (LiveClient account = LiveClient.connectAccount(port, phone);
          LiveClient live = LiveClient.connect(port, phone)) {
        english(desktop).delete("/api/sessions/" + id).then().statusCode(200);
        JSONObject told = account.await("session_revoked");
        assertThat(told.optString("sessionId")).isEqualTo(id);
        assertThat(told.optString("reason")).isEqualTo("ended_by_user");
        account.awaitClosed();
        live.awaitClosed();
      }
      refused(phone);
      english(desktop).get("/api/sessions").then().body("", hasSize(1));
      assertThat(LiveClient.refusal(port, Map.of("token", phone.token())).toString())
          .contains("unauthorized");
    }

    @Test
    void othersSaysHowManyAndLeavesThisOne() {
      Api.Person desktop = Api.register();
      Api.Person phone = again(desktop, SAFARI_ON_IPHONE, null);
      Api.Person tablet = again(desktop, SAFARI_ON_IPHONE, null);
      Api.as(desktop)
          .delete("/api/sessions/others/all")
          .then()
          .statusCode(200)
          .body("deletedCount", equalTo(2));
      refused(phone);
      refused(tablet);
      Api.as(desktop).get("/api/auth/me").then().statusCode(200);
      Api.as(desktop).delete("/api/sessions/others/all").then().body("deletedCount", equalTo(0));
    }

    @Test
    void aSessionOfSomebodyElseIsNotThere() {
      Api.Person anna = Api.register();
      Api.Person boris = Api.register();
      String id = Api.as(anna).get("/api/sessions").path("[0].id");
      for (String wrong : List.of(id, "nonsense", anna.id())) {
        Api.as(boris).delete("/api/sessions/" + wrong).then().statusCode(404);
      }
      Api.as(anna).get("/api/auth/me").then().statusCode(200);
    }
  }

  @Nested
  class History {

    @Test
    void keepsFailuresToo() {
      Api.Person anna = Api.register();
      Api.guest()
          .header("User-Agent", CHROME_ON_WINDOWS)
          .body(Map.of("email", anna.email(), "password", "not the password"))
          .post("/api/auth/login")
          .then()
          .statusCode(401);
      Eventually.holds(() ->
          english(anna)
              .get("/api/sessions/history?limit=20")
              .then()
              .body("success", contains(false, true))
              .body("[0].reason", equalTo("wrong_password"))
              .body("[0].browser", equalTo("Chrome 140"))
              .body("[0].location", equalTo("Local network"))
              .body("[1].reason", equalTo(null)));
    }

    @Test
    void isAsLongAsAskedFor() {
      Api.Person anna = again(Api.register(), CHROME_ON_WINDOWS, null);
      Api.as(anna).get("/api/sessions/history?limit=1").then().body("", hasSize(1));
      Api.as(anna).get("/api/sessions/history?limit=101").then().statusCode(400);
      Api.as(anna).get("/api/sessions/history?limit=0").then().statusCode(400);
    }
  }

  @Nested
  class ALoginFromANewDevice {

    @Test
    void isToldToTheOthersAndEndedByOneWord() {
      Api.Person desktop = Api.register();
      try (LiveClient account = LiveClient.connectAccount(port, desktop)) {
        Api.Person stranger = again(desktop, SAFARI_ON_IPHONE, null);
        JSONObject notice =
            account
                .await("notification", it -> it.toString().contains("new_login"))
                .optJSONObject("notice");
        assertThat(notice.optString("device")).isEqualTo("Apple iPhone");
        assertThat(notice.optString("ipAddress")).isEqualTo("127.0.0.1");
        Api.as(desktop)
            .get("/api/account/notices")
            .then()
            .body("notices.kind", contains("new_login"));
        Api.as(desktop).get("/api/sessions").then().body("confirmed", contains(true, false));
        String path = "/api/account/notices/" + notice.optString("id");
        Api.as(Api.register()).post(path + "/not-me").then().statusCode(404);
        Api.as(desktop)
            .post(path + "/not-me")
            .then()
            .statusCode(200)
            .body("passwordChangeAdvised", equalTo(true));
        refused(stranger);
        Api.as(desktop).post(path + "/not-me").then().statusCode(404);
      }
      Api.as(desktop).get("/api/account/notices").then().body("notices", empty());
    }

    @Test
    void isConfirmedByItsOwner() {
      Api.Person desktop = Api.register();
      Api.Person phone = again(desktop, SAFARI_ON_IPHONE, null);
      String id = Api.as(desktop).get("/api/account/notices").path("notices[0].id");
      Api.as(desktop).post("/api/account/notices/" + id + "/dismiss").then().statusCode(200);
      Api.as(desktop).get("/api/sessions").then().body("confirmed", contains(true, true));
      Api.as(phone).get("/api/auth/me").then().statusCode(200);
    }

    @Test
    void isToldOfAlsoWhenTheHistoryIsForgotten() {
      Api.Person anna = Api.register();
      jdbi.useHandle(handle -> {
        UUID id = UUID.fromString(anna.id());
        handle.execute("DELETE FROM login_attempts WHERE account_id = ?", id);
        handle.execute(
            "UPDATE accounts SET created_at = created_at - interval '1 year' WHERE id = ?", id);
      });
      again(anna, SAFARI_ON_IPHONE, null);
      Api.as(anna).get("/api/account/notices").then().body("notices.kind", contains("new_login"));
    }

    @Test
    void isNoNewsWhenTheDeviceIsKnown() {
      Api.Person desktop = Api.register();
      Response first =
          Api.post(
              "/api/auth/login",
              Map.of("email", desktop.email(), "password", Api.PASSWORD, "tokenTransport", "body"));
      String deviceToken = first.path("deviceToken");
      String id = Api.as(desktop).get("/api/account/notices").path("notices[0].id");
      Api.as(desktop).post("/api/account/notices/" + id + "/dismiss").then().statusCode(200);
      again(desktop, SAFARI_ON_IPHONE, deviceToken);
      Api.as(desktop).get("/api/account/notices").then().body("notices", empty());
    }
  }

  @Test
  void theEleventhSessionEndsTheLeastRecentlyUsedOneWithANotice() {
    Api.Person oldest = Api.register();
    Api.Person newest = oldest;
    for (int i = 0; i < Sessions.MAX_PER_ACCOUNT; i++) {
      newest = again(oldest, CHROME_ON_WINDOWS, null);
    }
    refused(oldest);
    Api.as(newest).get("/api/sessions").then().body("", hasSize(Sessions.MAX_PER_ACCOUNT));
    assertThat(
            Api.as(newest)
                .get("/api/account/notices")
                .jsonPath()
                .getList("notices.kind", String.class))
        .contains("session_evicted");
  }

  @Test
  void proofsAreFreshForALimitedTime() {
    Api.Person anna = Api.register();
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE sessions SET authenticated_at = authenticated_at - interval '11 minutes' WHERE account_id = ?",
            UUID.fromString(anna.id())));
    Map<String, String> change = Map.of("email", Api.freshName() + "@example.com");
    Api.as(anna)
        .body(change)
        .put("/api/account/email")
        .then()
        .statusCode(403)
        .body("error", equalTo("reauthentication_required"))
        .body("methods", contains("password"));
    Api.post(anna, "/api/auth/reauthenticate", Map.of("password", "not the password"))
        .then()
        .statusCode(401)
        .body("error", equalTo("invalid_credentials"));
    Api.post(anna, "/api/auth/reauthenticate", Map.of("password", Api.PASSWORD))
        .then()
        .statusCode(200);
    Api.as(anna).body(change).put("/api/account/email").then().statusCode(200);
    Api.as(anna).get("/api/auth/me").then().body("user.email", equalTo(change.get("email")));
  }
}
