package live.nio.identity.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.LiveClient;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jdbi.v3.core.Jdbi;
import org.json.JSONObject;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/// Both pairs of calls and the push, as browsers and phones use them.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class QrResourceTest {

  private static final String COOKIE = "__Host-nio_qr";
  private static final String CHROME_ON_WINDOWS =
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36";

  /// A pair of calls.
  enum Pair {
    SESSION("/api/auth/qr-session", "/api/auth/qr-", "sessionId", 300),
    AUTH("/api/qr-auth/generate", "/api/qr-auth/", "code", 60);

    final String create;
    final String prefix;
    final String codeName;
    final int lifetime;

    Pair(String create, String prefix, String codeName, int lifetime) {
      this.create = create;
      this.prefix = prefix;
      this.codeName = codeName;
      this.lifetime = lifetime;
    }

    Response scanned(Api.Person phone, String code) {
      return Api.post(phone, prefix + "scanned", Map.of(codeName, code));
    }

    Response confirm(Api.Person phone, String code, Object confirmation, Object number) {
      return Api.post(
          phone,
          prefix + "confirm",
          Map.of(codeName, code, "confirmation", confirmation, "number", number));
    }

    Response reject(Api.Person phone, String code) {
      return Api.post(phone, prefix + "reject", Map.of(codeName, code));
    }

    Response claim(String code, String secret) {
      return Api.guest()
          .cookie(COOKIE, secret)
          .header("User-Agent", CHROME_ON_WINDOWS)
          .body(Map.of(codeName, code))
          .post(prefix + "claim");
    }
  }

  /// A code on a browser's screen.
  private record Shown(String code, String secret) {}

  @ConfigProperty(name = "quarkus.http.test-port")
  int port;

  @Inject Jdbi jdbi;

  private Api.Person anna;

  @BeforeEach
  void annaIsSignedInOnHerPhone() {
    anna = Api.register();
  }

  private static Shown show(Pair pair) {
    Response created =
        Api.guest().header("User-Agent", CHROME_ON_WINDOWS).body(Map.of()).post(pair.create);
    created.then().statusCode(200);
    return new Shown(created.path(pair.codeName), created.cookie(COOKIE));
  }

  private static Response status(String code, @Nullable String secret) {
    return (secret == null ? Api.guest() : Api.guest().cookie(COOKIE, secret))
        .get("/api/qr-auth/status/" + code);
  }

  @ParameterizedTest
  @EnumSource
  void fromThePictureToTheSession(Pair pair) throws Exception {
    Response created =
        Api.guest().header("User-Agent", CHROME_ON_WINDOWS).body(Map.of()).post(pair.create);
    created
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("expiresIn", equalTo(pair.lifetime))
        .body("expiresAt", notNullValue())
        .body("browserSecret", nullValue());
    Cookie cookie = created.detailedCookie(COOKIE);
    assertThat(cookie.isHttpOnly()).isTrue();
    assertThat(cookie.isSecured()).isTrue();
    assertThat(cookie.getSameSite()).isEqualTo("Strict");
    assertThat(cookie.getPath()).isEqualTo("/");
    String code = created.path(pair.codeName);
    String link = "https://live.example.com/qr-login?code=" + code;
    assertThat(created.<String>path("link")).isEqualTo(link);
    assertThat(QrPictureTest.textOf(created.path("qrData"))).isEqualTo(link);
    assertThat(created.<String>path("deepLink")).isEqualTo("ospabhost://qr-login?code=" + code);
    assertThat(created.asString()).doesNotContain(cookie.getValue());
    status(code, cookie.getValue())
        .then()
        .statusCode(200)
        .header("Cache-Control", "no-store")
        .body("status", equalTo("pending"));

    Response scanned = pair.scanned(anna, code);
    scanned
        .then()
        .statusCode(200)
        .body("requester.deviceKind", equalTo("desktop"))
        .body("requester.browser", equalTo("Chrome 140"))
        .body("requester.ipAddress", equalTo("127.0.0.1"))
        .body("requester.location", equalTo("Local network"))
        .body("requester.countryCode", nullValue())
        .body("requester.proximity", equalTo("same_network"))
        .body("numbers", hasSize(3))
        .body("reauthenticate", equalTo(false))
        .body("expiresAt", notNullValue());
    Response mine = status(code, cookie.getValue());
    mine.then()
        .body("status", equalTo("scanned"))
        .body("person.id", equalTo(anna.id()))
        .body("person.nickname", equalTo(anna.nickname()));
    assertThat(scanned.<List<Integer>>path("numbers")).contains(mine.<Integer>path("number"));
    assertThat(status(code, null).asString()).isEqualTo("{\"status\":\"scanned\"}");

    pair.confirm(anna, code, scanned.path("confirmation"), mine.path("number"))
        .then()
        .statusCode(200)
        .body("message", notNullValue());
    assertThat(status(code, null).asString()).isEqualTo("{\"status\":\"confirmed\"}");

    Response claimed = pair.claim(code, cookie.getValue());
    claimed
        .then()
        .statusCode(200)
        .body("token", notNullValue())
        .body("user.id", equalTo(anna.id()))
        .body("refreshToken", nullValue());
    assertThat(claimed.cookie("__Host-nio_refresh")).isNotEmpty();
    assertThat(claimed.cookie("__Host-nio_device")).isNotEmpty();
    assertThat(claimed.cookie(COOKIE)).isEmpty();
    Api.guest()
        .header("Authorization", "Bearer " + claimed.path("token"))
        .get("/api/sessions")
        .then()
        .body("find { it.isCurrent }.method", equalTo("qr"))
        .body("find { it.isCurrent }.browser", equalTo("Chrome 140"));

    pair.claim(code, cookie.getValue()).then().statusCode(410).body("error", equalTo("qr_gone"));
    status(code, null).then().statusCode(410).body("error", equalTo("qr_gone"));
  }

  @Test
  void bothPairsAreOneService() {
    Shown shown = show(Pair.SESSION);
    Response scanned = Pair.AUTH.scanned(anna, shown.code());
    int number = status(shown.code(), shown.secret()).path("number");
    Pair.SESSION
        .confirm(anna, shown.code(), scanned.path("confirmation"), number)
        .then()
        .statusCode(200);
    Pair.AUTH.claim(shown.code(), shown.secret()).then().statusCode(200);
  }

  @Test
  void anAppKeepsItsSecretsItself() {
    Response created = Api.post("/api/qr-auth/generate", Map.of("tokenTransport", "body"));
    created.then().statusCode(200).body("browserSecret", notNullValue());
    assertThat(created.cookies()).doesNotContainKey(COOKIE);
    String code = created.path("code");
    String secret = created.path("browserSecret");
    Response scanned = Pair.AUTH.scanned(anna, code);
    int number =
        Api.guest().header("X-QR-Secret", secret).get("/api/qr-auth/status/" + code).path("number");
    Pair.AUTH.confirm(anna, code, scanned.path("confirmation"), number).then().statusCode(200);
    Response claimed =
        Api.guest()
            .header("X-QR-Secret", secret)
            .body(Map.of("code", code, "tokenTransport", "body", "deviceToken", "the-token-of-it"))
            .post("/api/qr-auth/claim");
    claimed
        .then()
        .statusCode(200)
        .body("refreshToken", notNullValue())
        .body("deviceToken", equalTo("the-token-of-it"));
    assertThat(claimed.cookies()).doesNotContainKey("__Host-nio_refresh");
  }

  @Test
  void aSecondTabKeepsTheSecretOfTheFirst() {
    Shown first = show(Pair.AUTH);
    Response second =
        Api.guest().cookie(COOKIE, first.secret()).body(Map.of()).post("/api/auth/qr-session");
    assertThat(second.cookie(COOKIE)).isEqualTo(first.secret());
    assertThat(second.<String>path("sessionId")).isNotEqualTo(first.code());
  }

  @Test
  void anEmptyRequestWillDo() {
    Api.guest().post("/api/auth/qr-session").then().statusCode(200);
    Api.guest().post("/api/qr-auth/generate").then().statusCode(200);
  }

  @ParameterizedTest
  @EnumSource
  void refusingIsOneCall(Pair pair) {
    Shown shown = show(pair);
    pair.scanned(anna, shown.code());
    pair.reject(anna, shown.code()).then().statusCode(200).body("message", notNullValue());
    assertThat(status(shown.code(), null).asString()).isEqualTo("{\"status\":\"rejected\"}");
    pair.reject(anna, shown.code()).then().statusCode(410).body("error", equalTo("qr_gone"));
    pair.claim(shown.code(), shown.secret()).then().statusCode(410);
  }

  @ParameterizedTest
  @EnumSource
  void aWrongNumberEndsIt(Pair pair) {
    Shown shown = show(pair);
    Response scanned = pair.scanned(anna, shown.code());
    Api.post(
            anna,
            pair.prefix + "confirm",
            Map.of(pair.codeName, shown.code(), "confirmation", scanned.path("confirmation")))
        .then()
        .statusCode(422)
        .body("error", equalTo("number_required"));
    int right = status(shown.code(), shown.secret()).path("number");
    pair.confirm(anna, shown.code(), scanned.path("confirmation"), right == 99 ? 10 : right + 1)
        .then()
        .statusCode(409)
        .body("error", equalTo("qr_wrong_number"));
    pair.confirm(anna, shown.code(), scanned.path("confirmation"), right)
        .then()
        .statusCode(410)
        .body("error", equalTo("qr_gone"));
  }

  @ParameterizedTest
  @CsvSource({
    "/api/qr-auth/scanned, code",
    "/api/qr-auth/confirm, code",
    "/api/qr-auth/reject, code",
    "/api/auth/qr-scanned, sessionId",
    "/api/auth/qr-confirm, sessionId",
    "/api/auth/qr-reject, sessionId",
  })
  void thePhoneMustBeSignedIn(String path, String codeName) {
    Shown shown = show(Pair.AUTH);
    Api.post(path, Map.of(codeName, shown.code())).then().statusCode(401);
    Api.post("/api/auth/logout", Map.of("refreshToken", anna.refreshToken()));
    Api.post(anna, path, Map.of(codeName, shown.code())).then().statusCode(401);
    assertThat(status(shown.code(), null).asString()).isEqualTo("{\"status\":\"pending\"}");
  }

  @Test
  void whoSeesThePictureAloneGetsNothing() {
    Shown shown = show(Pair.AUTH);
    Shown ofAttacker = show(Pair.AUTH);
    Response scanned = Pair.AUTH.scanned(anna, shown.code());
    assertThat(status(shown.code(), ofAttacker.secret()).asString())
        .isEqualTo("{\"status\":\"scanned\"}");
    int number = status(shown.code(), shown.secret()).path("number");
    Pair.AUTH.confirm(anna, shown.code(), scanned.path("confirmation"), number);
    for (Pair pair : Pair.values()) {
      pair.claim(shown.code(), ofAttacker.secret())
          .then()
          .statusCode(403)
          .body("error", equalTo("qr_not_yours"));
      Api.post(pair.prefix + "claim", Map.of(pair.codeName, shown.code()))
          .then()
          .statusCode(403)
          .body("error", equalTo("qr_not_yours"));
    }
    status("AAAAAAAAAAAAAAAAAAAAAA", shown.secret())
        .then()
        .statusCode(200)
        .body("status", equalTo("expired"));
  }

  @Test
  void anotherOriginMayNotUseTheCookie() {
    Shown shown = show(Pair.AUTH);
    Api.guest()
        .cookie(COOKIE, shown.secret())
        .header("Origin", "https://evil.example.com")
        .body(Map.of("code", shown.code()))
        .post("/api/qr-auth/claim")
        .then()
        .statusCode(403);
  }

  @Test
  void aPhoneThatWasNotProvedLatelyMustBeWhenTheBrowserIsNotNear() {
    Shown shown = show(Pair.AUTH);
    jdbi.useHandle(handle -> {
      handle.execute(
          "UPDATE sessions SET authenticated_at = now() - interval '11 minutes' WHERE account_id = CAST(? AS uuid)",
          anna.id());
      // Forwarding headers are believed from proxies only, so the distance is set by hand.
      handle.execute(
          "UPDATE qr_logins SET ip_address = '203.0.113.7' WHERE code_hash = sha256(decode(?, 'base64'))",
          shown.code().replace('-', '+').replace('_', '/') + "==");
    });
    Response scanned = Pair.AUTH.scanned(anna, shown.code());
    scanned
        .then()
        .body("requester.proximity", equalTo("unknown"))
        .body("requester.location", nullValue())
        .body("reauthenticate", equalTo(true));
    int number = status(shown.code(), shown.secret()).path("number");
    Pair.AUTH
        .confirm(anna, shown.code(), scanned.path("confirmation"), number)
        .then()
        .statusCode(403)
        .body("error", equalTo("reauthentication_required"))
        .body("methods", equalTo(List.of("password")));
    Api.post(anna, "/api/auth/reauthenticate", Map.of("password", Api.PASSWORD))
        .then()
        .statusCode(200);
    Pair.AUTH
        .confirm(anna, shown.code(), scanned.path("confirmation"), number)
        .then()
        .statusCode(200);
  }

  @Nested
  class ThePush {

    @Test
    void tellsWhatTheStatusCallWouldSay() {
      Shown shown = show(Pair.SESSION);
      try (LiveClient page =
          LiveClient.connectAccount(port, Map.of("Cookie", COOKIE + "=" + shown.secret()))) {
        JSONObject ack = page.succeed("qr_watch", Map.of("code", shown.code()));
        assertThat(ack.optString("status")).isEqualTo("pending");

        Response scanned = Pair.SESSION.scanned(anna, shown.code());
        JSONObject pushed = page.await("qr_status");
        assertThat(pushed.optString("status")).isEqualTo("scanned");
        assertThat(LiveClient.text(pushed, "person", "nickname")).isEqualTo(anna.nickname());
        assertThat(scanned.<List<Integer>>path("numbers")).contains(pushed.optInt("number"));

        Pair.SESSION.confirm(
            anna, shown.code(), scanned.path("confirmation"), pushed.optInt("number"));
        JSONObject confirmed = page.await("qr_status");
        assertThat(confirmed.optString("status")).isEqualTo("confirmed");
        assertThat(keys(confirmed)).containsExactlyInAnyOrder("status", "expiresIn");
        Pair.SESSION.claim(shown.code(), shown.secret()).then().statusCode(200);
        assertThat(page.refused("qr_watch", Map.of("code", shown.code()))).isEqualTo("qr_gone");
      }
    }

    @Test
    void tellsOfARefusal() {
      Shown shown = show(Pair.AUTH);
      try (LiveClient page = LiveClient.connectAccount(port, Map.of())) {
        page.succeed("qr_watch", Map.of("code", shown.code(), "secret", shown.secret()));
        Pair.AUTH.reject(anna, shown.code());
        JSONObject pushed = page.await("qr_status");
        assertThat(pushed.optString("status")).isEqualTo("rejected");
        assertThat(keys(pushed)).containsExactly("status");
      }
    }

    @Test
    void isNotForWhoHasOnlyThePicture() {
      Shown shown = show(Pair.SESSION);
      Shown ofAttacker = show(Pair.SESSION);
      try (LiveClient stranger =
          LiveClient.connectAccount(port, Map.of("Cookie", COOKIE + "=" + ofAttacker.secret()))) {
        assertThat(stranger.refused("qr_watch", Map.of("code", shown.code())))
            .isEqualTo("qr_not_yours");
        assertThat(stranger.refused("qr_watch", Map.of("code", "AAAAAAAAAAAAAAAAAAAAAA")))
            .isEqualTo("qr_not_yours");
        assertThat(
                stranger.refused("qr_watch", Map.of("code", shown.code(), "secret", shown.code())))
            .isEqualTo("qr_not_yours");
        Pair.SESSION.scanned(anna, shown.code());
        stranger.succeed("qr_watch", Map.of("code", ofAttacker.code()));
        assertThat(stranger.arrived("qr_status")).isEmpty();
      }
    }

    @Test
    void isOfOneCodeATime() {
      Shown first = show(Pair.SESSION);
      Shown second = show(Pair.SESSION);
      try (LiveClient page = LiveClient.connectAccount(port, Map.of())) {
        page.succeed("qr_watch", Map.of("code", first.code(), "secret", first.secret()));
        page.succeed("qr_watch", Map.of("code", second.code(), "secret", second.secret()));
        Pair.SESSION.scanned(anna, first.code());
        Pair.SESSION.reject(anna, second.code());
        assertThat(page.await("qr_status").optString("status")).isEqualTo("rejected");
      }
    }

    @Test
    void isAllASocketWithoutATokenMayAskFor() {
      try (LiveClient guest = LiveClient.connectAccount(port, Map.of())) {
        assertThat(guest.refused("notices", Map.of())).isEqualTo("unknown_event");
        assertThat(guest.refused("qr_watch", Map.of())).isEqualTo("validation_failed");
      }
    }

    private static Set<String> keys(JSONObject object) {
      Set<String> keys = new HashSet<>();
      Iterator<?> names = object.keys();
      names.forEachRemaining(name -> keys.add((String) name));
      return keys;
    }
  }
}
