package live.nio.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.Eventually;
import live.nio.testing.MailServer;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// With a real SMTP server, which the server of the other tests has not.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(value = MailServer.class, restrictToAnnotatedClass = true)
class RecoveryTest {

  private static final String NEW_PASSWORD = "staple under the green lamp";

  @Inject Jdbi jdbi;

  private static Response login(String email, String password) {
    return Api.post(
        "/api/auth/login", Map.of("email", email, "password", password, "tokenTransport", "body"));
  }

  private static Api.Person signedIn(Api.Person person, String password) {
    Response answer = login(person.email(), password);
    answer.then().statusCode(200);
    return new Api.Person(
        person.id(),
        person.email(),
        person.nickname(),
        answer.path("token"),
        answer.path("refreshToken"));
  }

  /// Signs in from a device, or a new one without.
  ///
  /// @return what the device is known by
  private static String loginFrom(Api.Person person, String password, @Nullable String device) {
    Map<String, Object> request = new HashMap<>();
    request.put("email", person.email());
    request.put("password", password);
    request.put("tokenTransport", "body");
    request.put("deviceToken", device);
    return Api.post("/api/auth/login", request)
        .then()
        .statusCode(200)
        .extract()
        .path("deviceToken");
  }

  private static void hasNewLogins(Api.Person person, int count) {
    Api.as(person)
        .get("/api/account/notices")
        .then()
        .body("notices.findAll { it.kind == 'new_login' }", hasSize(count));
  }

  private static Response registerAs(String email) {
    return Api.guest()
        .header("Accept-Language", "en")
        .body(
            Map.of(
                "email",
                email,
                "password",
                Api.PASSWORD,
                "nickname",
                Api.freshName(),
                "tokenTransport",
                "body"))
        .post("/api/auth/register");
  }

  private static Api.Person person(Response registered) {
    registered.then().statusCode(201);
    return new Api.Person(
        registered.path("user.id"),
        registered.path("user.email"),
        registered.path("user.nickname"),
        registered.path("token"),
        registered.path("refreshToken"));
  }

  private static ValidatableResponse confirm(Api.Person person, String token) {
    return Api.post(person, "/api/auth/email/confirm", Map.of("token", token)).then();
  }

  /// Somebody who has proved their address.
  private static Api.Person proved() {
    Api.Person person = Api.register();
    confirm(person, MailServer.await(person.email(), "Confirm your address").token())
        .statusCode(200);
    return person;
  }

  private static String resetToken(String email) {
    Api.post("/api/auth/password/forgot", Map.of("email", email)).then().statusCode(202);
    return MailServer.await(email, "Set a new password").token();
  }

  private static ValidatableResponse reset(String token, String password) {
    return Api.post("/api/auth/password/reset", Map.of("token", token, "newPassword", password))
        .then();
  }

  private static void signedOut(Api.Person person) {
    Api.as(person).get("/api/auth/me").then().statusCode(401);
    Api.post("/api/auth/refresh", Map.of("refreshToken", person.refreshToken()))
        .then()
        .statusCode(401);
  }

  @Nested
  class AForgottenPassword {

    @Test
    void isReplacedByALinkAndEverybodyIsSignedOut() {
      Api.Person anna = proved();
      reset(resetToken(anna.email()), NEW_PASSWORD).statusCode(200);
      signedOut(anna);
      login(anna.email(), Api.PASSWORD).then().statusCode(401);
      Api.Person back = signedIn(anna, NEW_PASSWORD);
      Api.as(back)
          .get("/api/account/notices")
          .then()
          .body("notices.kind", hasItem("password_changed"));
      assertThat(MailServer.await(anna.email(), "password was changed").text())
          .contains(anna.nickname());
    }

    @Test
    void theLinkWorksOnceAndOnlyTheNewestMatters() {
      Api.Person anna = proved();
      String first = resetToken(anna.email());
      reset(first, NEW_PASSWORD).statusCode(200);
      reset(first, NEW_PASSWORD).statusCode(410).body("error", equalTo("link_expired"));
    }

    @Test
    void aRefusedPasswordDoesNotCostTheLink() {
      Api.Person anna = proved();
      String token = resetToken(anna.email());
      reset(token, "password1password1")
          .statusCode(400)
          .body("errors.field", contains("newPassword"));
      reset(token, NEW_PASSWORD).statusCode(200);
    }

    @Test
    void theLinkIsOldAfterHalfAnHour() {
      Api.Person anna = proved();
      String token = resetToken(anna.email());
      jdbi.useHandle(handle ->
          handle.execute(
              "UPDATE mail_links SET expires_at = expires_at - interval '31 minutes' WHERE account_id = ?",
              UUID.fromString(anna.id())));
      reset(token, NEW_PASSWORD).statusCode(410);
      login(anna.email(), Api.PASSWORD).then().statusCode(200);
    }

    @Test
    void theAnswerDoesNotTellWhetherThereIsAnAccount() {
      Api.Person anna = proved();
      String known =
          Api.post("/api/auth/password/forgot", Map.of("email", anna.email())).asString();
      String nobody = "nobody-" + anna.email();
      Response unknown = Api.post("/api/auth/password/forgot", Map.of("email", nobody));
      unknown.then().statusCode(202);
      assertThat(unknown.asString()).isEqualTo(known);
      MailServer.await(anna.email(), "Set a new password");
      assertThat(MailServer.to(nobody)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"nonsense", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void anInventedLinkIsRefused(String token) {
      reset(token, NEW_PASSWORD).statusCode(410);
    }

    @Test
    void theTokenIsNotInTheDatabase() {
      Api.Person anna = proved();
      String token = resetToken(anna.email());
      assertThat(
              jdbi.<Boolean, RuntimeException>withHandle(handle ->
                  handle
                      .createQuery(
                          "SELECT exists(SELECT 1 FROM mail_links WHERE encode(hash, 'escape') LIKE '%' || :t || '%') "
                              + "OR exists(SELECT 1 FROM outbox WHERE data::text LIKE '%' || :t || '%')")
                      .bind("t", token)
                      .mapTo(Boolean.class)
                      .one()))
          .isFalse();
    }
  }

  @Nested
  class ChangingThePassword {

    @Test
    void endsTheOtherSessionsWhenAsked() {
      Api.Person anna = proved();
      Api.Person phone = signedIn(anna, Api.PASSWORD);
      Api.as(anna)
          .body(
              Map.of(
                  "currentPassword",
                  Api.PASSWORD,
                  "newPassword",
                  NEW_PASSWORD,
                  "endOtherSessions",
                  true))
          .put("/api/account/password")
          .then()
          .statusCode(200)
          .body("endedCount", equalTo(1));
      signedOut(phone);
      Api.as(anna).get("/api/auth/me").then().statusCode(200);
      login(anna.email(), NEW_PASSWORD).then().statusCode(200);
    }

    @Test
    void needsTheOldOne() {
      Api.Person anna = proved();
      for (String wrong : Set.of("not the password", "")) {
        Api.as(anna)
            .body(
                Map.of(
                    "currentPassword",
                    wrong,
                    "newPassword",
                    NEW_PASSWORD,
                    "endOtherSessions",
                    false))
            .put("/api/account/password")
            .then()
            .statusCode(400)
            .body("errors[0].field", equalTo("currentPassword"))
            .body("errors[0].error", equalTo("wrong"));
      }
      login(anna.email(), Api.PASSWORD).then().statusCode(200);
    }

    @Test
    void makesLinksOnTheirWayWorthless() {
      Api.Person anna = proved();
      String token = resetToken(anna.email());
      Api.as(anna)
          .body(
              Map.of(
                  "currentPassword",
                  Api.PASSWORD,
                  "newPassword",
                  NEW_PASSWORD,
                  "endOtherSessions",
                  false))
          .put("/api/account/password")
          .then()
          .statusCode(200);
      reset(token, "another long password").statusCode(410);
    }
  }

  @Nested
  class RegisteringWithATakenAddress {

    @Test
    void looksLikeAnyRegistrationAndTheOwnerIsTold() {
      Api.Person owner = proved();
      Response second = registerAs(owner.email());
      second
          .then()
          .statusCode(201)
          .body("user.email", equalTo(owner.email()))
          .body("user.emailVerified", equalTo(false));
      Api.Person claimant = person(second);
      assertThat(MailServer.await(owner.email(), "You already have an account").text())
          .contains(owner.nickname());
      // Both sign in with their own password, and neither learns of the other.
      login(owner.email(), Api.PASSWORD).then().body("user.id", equalTo(owner.id()));
      Api.as(claimant).get("/api/auth/me").then().body("user.email", equalTo(owner.email()));
    }

    @Test
    void theClaimantSignsInWithTheirOwnPassword() {
      Api.Person owner = proved();
      Response second =
          Api.post(
              "/api/auth/register",
              Map.of(
                  "email", owner.email(), "password", NEW_PASSWORD, "nickname", Api.freshName()));
      second.then().statusCode(201);
      login(owner.email(), NEW_PASSWORD)
          .then()
          .statusCode(200)
          .body("user.id", equalTo(second.path("user.id")));
    }

    @Test
    void theClaimantNeverGetsAProvedAddress() {
      Api.Person owner = proved();
      Api.Person claimant = person(registerAs(owner.email()));
      Api.post(claimant, "/api/account/email/verify", Map.of()).then().statusCode(202);
      MailServer.await(owner.email(), "You already have an account");
      assertThat(MailServer.to(owner.email()))
          .filteredOn(letter -> letter.subject().contains("Confirm"))
          .hasSize(1);
    }

    @Test
    void whoeverReadsTheLettersGetsAnAddressNobodyProved() {
      Api.Person squatter = Api.register();
      MailServer.await(squatter.email(), "Confirm your address");
      Api.Person owner = person(registerAs(squatter.email()));
      String token =
          Eventually.holds(() -> {
            List<MailServer.Received> letters = MailServer.to(squatter.email());
            assertThat(letters).hasSize(2);
            return letters.getLast().token();
          });
      confirm(owner, token).statusCode(200).body("email", equalTo(squatter.email()));
      Api.as(owner).get("/api/auth/me").then().body("user.emailVerified", equalTo(true));
      Api.as(squatter).get("/api/auth/me").then().body("user.email", equalTo(null));
    }
  }

  @Nested
  class ChangingTheAddress {

    @Test
    void takesALinkToTheNewOneAndWarnsTheOldOne() {
      Api.Person anna = proved();
      String newEmail = "new-" + anna.email();
      Api.as(anna).body(Map.of("email", newEmail)).put("/api/account/email").then().statusCode(202);
      MailServer.await(anna.email(), "is being changed");
      Api.as(anna).get("/api/auth/me").then().body("user.email", equalTo(anna.email()));
      confirm(anna, MailServer.await(newEmail, "Confirm your new address").token())
          .statusCode(200)
          .body("email", equalTo(newEmail));
      login(newEmail, Api.PASSWORD).then().statusCode(200);
      login(anna.email(), Api.PASSWORD).then().statusCode(401);
      Api.as(anna)
          .get("/api/account/notices")
          .then()
          .body("notices.find { it.kind == 'email_changed' }.detail", equalTo(newEmail));
    }

    @Test
    void toATakenOneAnswersTheSameAndChangesNothing() {
      Api.Person anna = proved();
      Api.Person boris = proved();
      Api.as(anna)
          .body(Map.of("email", boris.email()))
          .put("/api/account/email")
          .then()
          .statusCode(202);
      MailServer.await(boris.email(), "already has an account");
      Api.as(boris).get("/api/auth/me").then().body("user.email", equalTo(boris.email()));
    }

    @Test
    void toOneThatSomebodyOnlyTypedTakesItFromThem() {
      Api.Person squatter = Api.register();
      Api.Person anna = proved();
      Api.as(anna)
          .body(Map.of("email", squatter.email()))
          .put("/api/account/email")
          .then()
          .statusCode(202);
      confirm(anna, MailServer.await(squatter.email(), "Confirm your new address").token())
          .statusCode(200);
      Api.as(squatter).get("/api/auth/me").then().body("user.email", equalTo(null));
    }

    @Test
    void toItselfChangesNothing() {
      Api.Person anna = proved();
      Api.as(anna)
          .body(Map.of("email", anna.email()))
          .put("/api/account/email")
          .then()
          .statusCode(200);
      Api.as(anna).get("/api/auth/me").then().body("user.emailVerified", equalTo(true));
    }

    @Test
    void aLinkOpenedByAStrangerProvesNothingAndStaysGood() {
      Api.Person anna = Api.register();
      String token = MailServer.await(anna.email(), "Confirm your address").token();
      confirm(Api.register(), token).statusCode(403).body("error", equalTo("sign_in_first"));
      Api.post("/api/auth/email/confirm", Map.of("token", token)).then().statusCode(401);
      confirm(anna, token).statusCode(200);
      confirm(anna, token).statusCode(410);
    }
  }

  /// The attacks of arXiv 2205.10174 that need no provider: somebody makes an account with the
  /// victim's address before the victim does.
  @Nested
  class PreHijacking {

    @Test
    void anUnexpiredSessionOfTheSquatterEndsWhenTheVictimRecovers() {
      Api.Person squatter = Api.register();
      Api.Person elsewhere = signedIn(squatter, Api.PASSWORD);
      reset(resetToken(squatter.email()), NEW_PASSWORD).statusCode(200);
      signedOut(squatter);
      signedOut(elsewhere);
      login(squatter.email(), Api.PASSWORD).then().statusCode(401);
    }

    @Test
    void anUnexpiredEmailChangeIsWorthlessAfterTheVictimRecovers() {
      Api.Person squatter = Api.register();
      String own = "attacker-" + squatter.email();
      Api.as(squatter).body(Map.of("email", own)).put("/api/account/email").then().statusCode(202);
      String pending = MailServer.await(own, "Confirm your new address").token();
      reset(resetToken(squatter.email()), NEW_PASSWORD).statusCode(200);
      Api.Person victim = signedIn(squatter, NEW_PASSWORD);
      confirm(victim, pending).statusCode(410);
      Api.as(victim).get("/api/auth/me").then().body("user.email", equalTo(squatter.email()));
    }

    @Test
    void aTrojanIdentifierIsDroppedWhenTheVictimRecovers() {
      Api.Person squatter = Api.register();
      jdbi.useHandle(handle ->
          handle.execute(
              """
              INSERT INTO linked_identities (id, account_id, provider, issuer, subject, linked_at, last_used_at)
              VALUES (?, ?, 'google', 'https://accounts.google.com', ?, now(), now())
              """,
              UUID.randomUUID(),
              UUID.fromString(squatter.id()),
              "subject of " + squatter.id()));
      reset(resetToken(squatter.email()), NEW_PASSWORD).statusCode(200);
      assertThat(
              jdbi.<Integer, RuntimeException>withHandle(handle ->
                  handle
                      .createQuery("SELECT count(*) FROM linked_identities WHERE account_id = :id")
                      .bind("id", UUID.fromString(squatter.id()))
                      .mapTo(Integer.class)
                      .one()))
          .isZero();
    }

    @Test
    void provingTheAddressEndsWhatWasThereBefore() {
      Api.Person squatter = Api.register();
      String token = MailServer.await(squatter.email(), "Confirm your address").token();
      Api.Person later = signedIn(squatter, Api.PASSWORD);
      confirm(later, token).statusCode(200);
      signedOut(squatter);
      Api.as(later).get("/api/auth/me").then().statusCode(200);
    }
  }

  @Nested
  class ANewLogin {

    @Test
    void isMailedAndEndedByOneTap() {
      Api.Person anna = proved();
      Api.Person stranger = signedIn(anna, Api.PASSWORD);
      MailServer.Received letter = MailServer.await(anna.email(), "New login");
      assertThat(letter.text()).contains("This wasn’t me").contains("127.0.0.1");
      assertThat(letter.html()).contains(letter.token());
      Api.post("/api/auth/not-me", Map.of("token", letter.token())).then().statusCode(200);
      signedOut(stranger);
      Api.as(anna).get("/api/auth/me").then().statusCode(200);
      Api.post("/api/auth/not-me", Map.of("token", letter.token())).then().statusCode(410);
    }

    @Test
    void fromADeviceThatWasNotMineIsNewAgain() {
      Api.Person anna = proved();
      String device = loginFrom(anna, Api.PASSWORD, null);
      loginFrom(anna, Api.PASSWORD, device);
      hasNewLogins(anna, 1);
      String link = MailServer.await(anna.email(), "New login").token();
      Api.post("/api/auth/not-me", Map.of("token", link)).then().statusCode(200);
      loginFrom(anna, Api.PASSWORD, device);
      hasNewLogins(anna, 2);
    }

    @Test
    void afterAResetIsNewOnEveryDevice() {
      Api.Person anna = proved();
      String device = loginFrom(anna, Api.PASSWORD, null);
      reset(resetToken(anna.email()), NEW_PASSWORD).statusCode(200);
      loginFrom(anna, NEW_PASSWORD, device);
      hasNewLogins(signedIn(anna, NEW_PASSWORD), 3);
    }

    @Test
    void isWrittenInTheLanguageOfTheLastLogin() {
      Api.Person anna = proved();
      Api.guest()
          .header("Accept-Language", "ru")
          .body(Map.of("email", anna.email(), "password", Api.PASSWORD))
          .post("/api/auth/login")
          .then()
          .statusCode(200);
      assertThat(MailServer.await(anna.email(), "Новый вход").text()).contains("Это был не я");
    }

    @Test
    void isNotMailedToAnAddressNobodyProved() {
      Api.Person anna = Api.register();
      signedIn(anna, Api.PASSWORD);
      // What is asked for afterwards has arrived, so what was not sent before will not.
      resetToken(anna.email());
      assertThat(MailServer.to(anna.email()))
          .extracting(MailServer.Received::subject)
          .doesNotContain("New login to your account");
    }
  }

  @Test
  void theLoginPageOffersWhatThereIs() {
    Api.guest()
        .get("/api/auth/methods")
        .then()
        .body("mail", equalTo(true))
        .body("passwordMinLength", equalTo(15));
  }
}
