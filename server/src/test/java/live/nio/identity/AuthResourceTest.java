package live.nio.identity;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Cookie;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.util.Map;
import live.nio.platform.Secrets;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class AuthResourceTest {

  private static final String SECURE_COOKIE = BrowserCookies.SECURE_PREFIX + BrowserCookies.REFRESH;

  @Inject Jdbi jdbi;
  @Inject Secrets secrets;

  @Nested
  class Registration {

    @Test
    void answersAsTheContractSays() {
      String name = Api.freshName();
      Api.post(
              "/api/auth/register",
              Map.of(
                  "email",
                  " " + name.toUpperCase(java.util.Locale.ROOT) + "@Example.com",
                  "password",
                  Api.PASSWORD,
                  "nickname",
                  name))
          .then()
          .statusCode(400)
          .body("errors[0].field", equalTo("email"));
      Response answer =
          Api.post(
              "/api/auth/register",
              Map.of(
                  "email",
                  name.toUpperCase(java.util.Locale.ROOT) + "@Example.com",
                  "password",
                  Api.PASSWORD,
                  "nickname",
                  name));
      answer
          .then()
          .statusCode(201)
          .body("message", notNullValue())
          .body("token", notNullValue())
          .body("user.email", equalTo(name + "@example.com"))
          .body("user.role", equalTo("user"))
          .body("refreshToken", nullValue())
          .header("Cache-Control", "no-store");
      Cookie cookie = answer.detailedCookie(SECURE_COOKIE);
      assertThat(cookie.isHttpOnly()).isTrue();
      assertThat(cookie.isSecured()).isTrue();
      assertThat(cookie.getSameSite()).isEqualTo("Strict");
      assertThat(cookie.getPath()).isEqualTo("/");
      assertThat(cookie.getDomain()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
      "'', long enough words, good_name, email, required",
      "no-at-sign, long enough words, good_name, email, email",
      "a@b.co, short, good_name, password, size",
      "a@b.co, password123password, good_name, password, too_common",
      "a@b.co, long enough words, ab, nickname, size",
      "a@b.co, long enough words, имя_имя, nickname, pattern",
      "a@b.co, long enough words, with space, nickname, pattern",
      "a@b.co, long enough words, abcdefghijklmnopqrstu, nickname, size",
    })
    void saysWhichFieldIsWrongAndWhy(
        String email, String password, String nickname, String field, String error) {
      Api.post(
              "/api/auth/register",
              Map.of("email", email, "password", password, "nickname", nickname))
          .then()
          .statusCode(400)
          .contentType("application/problem+json")
          .body("error", equalTo("validation_failed"))
          .body("errors.findAll { it.field == '" + field + "' }.error", hasItem(error));
    }

    @Test
    void takenNamesAreRefusedWhateverTheirCase() {
      Api.Person anna = Api.register();
      Api.post(
              "/api/auth/register",
              Map.of(
                  "email", anna.email().toUpperCase(java.util.Locale.ROOT),
                  "password", Api.PASSWORD,
                  "nickname", Api.freshName()))
          .then()
          .statusCode(409)
          .body("error", equalTo("email_taken"));
      Api.post(
              "/api/auth/register",
              Map.of(
                  "email",
                  Api.freshName() + "@example.com",
                  "password",
                  Api.PASSWORD,
                  "nickname",
                  anna.nickname().toUpperCase(java.util.Locale.ROOT)))
          .then()
          .statusCode(409)
          .body("error", equalTo("nickname_taken"));
    }

    @Test
    void aRoleInTheRequestIsIgnored() {
      String name = Api.freshName();
      Api.post(
              "/api/auth/register",
              Map.of(
                  "email",
                  name + "@example.com",
                  "password",
                  Api.PASSWORD,
                  "nickname",
                  name,
                  "role",
                  "admin"))
          .then()
          .statusCode(201)
          .body("user.role", equalTo("user"));
    }
  }

  @Nested
  class Login {

    @Test
    void worksWithTheEmailInAnyCase() {
      Api.Person anna = Api.register();
      Api.post(
              "/api/auth/login",
              Map.of(
                  "email",
                  anna.email().toUpperCase(java.util.Locale.ROOT),
                  "password",
                  Api.PASSWORD))
          .then()
          .statusCode(200)
          .body("user.id", equalTo(anna.id()))
          .body("token", notNullValue());
    }

    @Test
    void doesNotTellAnUnknownAccountFromAWrongPassword() {
      Api.Person anna = Api.register();
      String wrong =
          Api.post("/api/auth/login", Map.of("email", anna.email(), "password", "wrong password"))
              .then()
              .statusCode(401)
              .extract()
              .asString();
      String unknown =
          Api.post(
                  "/api/auth/login",
                  Map.of("email", "nobody-" + anna.email(), "password", "wrong password"))
              .then()
              .statusCode(401)
              .extract()
              .asString();
      assertThat(wrong).isEqualTo(unknown).contains("invalid_credentials");
    }

    @Test
    void aBlockedAccountIsToldOnlyToWhoKnowsThePassword() {
      Api.Person anna = Api.register();
      jdbi.useHandle(handle ->
          handle.execute("UPDATE accounts SET disabled_at = now() WHERE email = ?", anna.email()));
      Api.post("/api/auth/login", Map.of("email", anna.email(), "password", Api.PASSWORD))
          .then()
          .statusCode(403)
          .body("error", equalTo("account_disabled"));
      Api.post("/api/auth/login", Map.of("email", anna.email(), "password", "wrong password"))
          .then()
          .statusCode(401);
      Api.post("/api/auth/refresh", Map.of("refreshToken", anna.refreshToken()))
          .then()
          .statusCode(403);
    }
  }

  @Nested
  class AccessTokensAreChecked {

    @Test
    void meIsTheBearer() {
      Api.Person anna = Api.register();
      Api.as(anna)
          .get("/api/auth/me")
          .then()
          .statusCode(200)
          .body("user.id", equalTo(anna.id()))
          .body("user.email", equalTo(anna.email()));
    }

    @Test
    void withoutOneOrWithABrokenOneNobodyIsSignedIn() {
      Api.Person anna = Api.register();
      given().get("/api/auth/me").then().statusCode(401).body("error", equalTo("unauthorized"));
      String[] broken = {
        "Bearer nonsense",
        "Bearer " + anna.token() + "x",
        "Bearer " + anna.token().substring(0, anna.token().length() - 4),
        "Basic YTpi",
        "Bearer "
      };
      for (String authorization : broken) {
        given()
            .header("Authorization", authorization)
            .get("/api/auth/me")
            .then()
            .statusCode(401)
            .body("error", equalTo("unauthorized"));
      }
    }

    @Test
    void aForgedTokenIsRefusedHoweverItIsSigned() throws Exception {
      Api.Person anna = Api.register();
      JWTClaimsSet claims = SignedJWT.parse(anna.token()).getJWTClaimsSet();
      JWTClaimsSet admin = new JWTClaimsSet.Builder(claims).claim("role", "admin").build();
      SignedJWT otherKey = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), admin);
      otherKey.sign(new MACSigner(new byte[32]));
      SignedJWT untyped = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), admin);
      untyped.sign(new MACSigner(secrets.key("access-token")));
      String[] forged = {
        new PlainJWT(admin).serialize(), otherKey.serialize(), untyped.serialize()
      };
      for (String token : forged) {
        given()
            .header("Authorization", "Bearer " + token)
            .get("/api/auth/me")
            .then()
            .statusCode(401);
      }
    }
  }

  @Nested
  class Refresh {

    @Test
    void anAppGetsItsNextTokenInTheBody() {
      Api.Person anna = Api.register();
      Api.post("/api/auth/refresh", Map.of("refreshToken", anna.refreshToken()))
          .then()
          .statusCode(200)
          .body("token", notNullValue())
          .body("user.id", equalTo(anna.id()))
          .body("refreshToken", not(equalTo(anna.refreshToken())));
    }

    @Test
    void aBrowserGetsItInTheCookieAndNeverInTheBody() {
      Api.Person anna = Api.register();
      Response answer =
          Api.guest()
              .cookie(SECURE_COOKIE, anna.refreshToken())
              .header("Origin", "https://live.example.com")
              .post("/api/auth/refresh");
      answer.then().statusCode(200).body("refreshToken", nullValue());
      assertThat(answer.cookie(SECURE_COOKIE)).isNotEqualTo(anna.refreshToken());
    }

    @Test
    void anotherOriginMayNotUseTheCookie() {
      Api.Person anna = Api.register();
      for (String origin : new String[] {"https://evil.example.com", "null", "http://[broken"}) {
        Response answer =
            Api.guest()
                .cookie(SECURE_COOKIE, anna.refreshToken())
                .header("Origin", origin)
                .post("/api/auth/refresh");
        assertThat(answer.statusCode()).as(origin).isEqualTo(403);
      }
    }

    @Test
    void theCookieOfPlainHttpIsNotTakenOnHttps() {
      Api.Person anna = Api.register();
      Api.guest()
          .cookie(BrowserCookies.REFRESH, anna.refreshToken())
          .post("/api/auth/refresh")
          .then()
          .statusCode(204);
    }

    @Test
    void aGuestIsToldThatNobodyIsSignedIn() {
      Api.guest().post("/api/auth/refresh").then().statusCode(204);
    }
  }

  @Test
  void afterLogoutTheAccessTokenIsRefusedAtOnce() {
    Api.Person anna = Api.register();
    Api.as(anna).get("/api/auth/me").then().statusCode(200);
    Api.post("/api/auth/logout", Map.of("refreshToken", anna.refreshToken()))
        .then()
        .statusCode(204);
    Api.as(anna).get("/api/auth/me").then().statusCode(401);
    Api.post("/api/auth/refresh", Map.of("refreshToken", anna.refreshToken()))
        .then()
        .statusCode(401);
  }

  @Test
  void aFreshInstallationHasAnAdministrator() {
    assertThat(
            jdbi.<Integer, RuntimeException>withHandle(handle ->
                handle
                    .createQuery(
                        "SELECT count(*) FROM accounts WHERE role = 'admin' AND email = 'admin@nio.local'")
                    .mapTo(Integer.class)
                    .one()))
        .isEqualTo(1);
  }
}
