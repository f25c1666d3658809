package live.nio.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import live.nio.identity.oauth.Browser.Answer;
import live.nio.identity.oauth.FakeProviders.Somebody;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.MailServer;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The five attacks of [arXiv 2205.10174](https://arxiv.org/abs/2205.10174): somebody prepares an
/// account with the victim's address and waits for the victim to come.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(value = FakeProviders.class, restrictToAnnotatedClass = true)
@QuarkusTestResource(value = MailServer.class, restrictToAnnotatedClass = true)
class PreHijackingTest {

  private static final String VICTIMS_PASSWORD = "staple under the green lamp";

  private final FakeProviders providers = FakeProviders.running();
  private final Browser victim = new Browser();
  private final Browser attacker = new Browser();

  // --- Steps

  /// Signs in at Google with an address, proved there or not.
  private Answer throughGoogle(Browser at, String subject, String email, boolean proved) {
    String away = at.get("/api/auth/oauth/google").location();
    return at.get(
        providers.agreeAtGoogle(
            away, subject, Map.of("email", email, "email_verified", proved, "name", subject)));
  }

  private Answer link(Browser at, String token, String subject, String email) {
    Answer started =
        at.call("POST", "/api/account/identities/google/start", token, Map.of("purpose", "link"));
    assertThat(started.status()).as(started.body()).isEqualTo(200);
    return at.get(
        providers.agreeAtGoogle(
            started.json().path("url").asText(),
            subject,
            Map.of("email", email, "email_verified", true)));
  }

  private static String subject() {
    return "google-" + Api.freshName();
  }

  private List<String> linked(String token) {
    return victim
        .call("GET", "/api/account/identities", token, null)
        .json()
        .path("identities")
        .findValuesAsText("provider");
  }

  private static Api.Person proved() {
    Api.Person owner = Api.register();
    String token = MailServer.await(owner.email(), "Confirm your address").token();
    Api.post(owner, "/api/auth/email/confirm", Map.of("token", token)).then().statusCode(200);
    return owner;
  }

  /// The victim takes the account of their address by a letter, as the login page advises.
  ///
  /// @return the access token
  private String recover(String email) {
    Api.post("/api/auth/password/forgot", Map.of("email", email)).then().statusCode(202);
    String token = MailServer.await(email, "Set a new password").token();
    Api.post("/api/auth/password/reset", Map.of("token", token, "newPassword", VICTIMS_PASSWORD))
        .then()
        .statusCode(200);
    Answer login =
        victim.call(
            "POST", "/api/auth/login", null, Map.of("email", email, "password", VICTIMS_PASSWORD));
    assertThat(login.status()).isEqualTo(200);
    return login.json().path("token").asText();
  }

  private void isSignedOut(Api.Person person) {
    Api.as(person).get("/api/auth/me").then().statusCode(401);
    Api.post("/api/auth/refresh", Map.of("refreshToken", person.refreshToken()))
        .then()
        .statusCode(401);
  }

  // --- The attacks

  /// An account made by password is merged with the one a provider vouches for.
  @Nested
  class ClassicFederatedMerge {

    @Test
    void anAccountOfTheSameAddressIsNotHandedOver() {
      Api.Person squatter = Api.register();
      String subject = subject();
      assertThat(throughGoogle(victim, subject, squatter.email(), true).location())
          .isEqualTo("/login?problem=email_taken&provider=google");
      assertThat(victim.isSignedIn()).isFalse();
      assertThat(linked(squatter.token())).isEmpty();
    }

    @Test
    void neitherIsOneWhoseAddressIsProved() {
      Api.Person owner = proved();
      assertThat(throughGoogle(attacker, subject(), owner.email(), true).location())
          .contains("problem=email_taken");
      assertThat(linked(owner.token())).isEmpty();
    }

    @Test
    void theVictimTakesItOverByALetterAndLinksAfterwards() {
      Api.Person squatter = Api.register();
      String subject = subject();
      throughGoogle(victim, subject, squatter.email(), true);
      String token = recover(squatter.email());
      assertThat(link(victim, token, subject, squatter.email()).location())
          .endsWith("?linked=google");
      isSignedOut(squatter);
      Browser later = new Browser();
      assertThat(throughGoogle(later, subject, squatter.email(), true).location()).isEqualTo("/");
      assertThat(later.signedIn().at("/user/id").asText()).isEqualTo(squatter.id());
    }

    @Test
    void whoRegistersAfterTheVictimGetsAnAccountOfTheirOwn() {
      String email = Api.freshName() + "@example.com";
      throughGoogle(victim, subject(), email, true);
      String victimsId = victim.signedIn().at("/user/id").asText();
      Answer registered =
          attacker.call(
              "POST",
              "/api/auth/register",
              null,
              Map.of("email", email, "password", Api.PASSWORD, "nickname", Api.freshName()));
      assertThat(registered.status()).isEqualTo(201);
      assertThat(registered.json().at("/user/id").asText()).isNotEqualTo(victimsId);
      assertThat(registered.json().at("/user/emailVerified").asBoolean()).isFalse();
      Answer login =
          attacker.call(
              "POST", "/api/auth/login", null, Map.of("email", email, "password", Api.PASSWORD));
      assertThat(login.json().at("/user/id").asText()).isNotEqualTo(victimsId);
    }
  }

  /// The squatter stays signed in while the victim takes the account over.
  @Nested
  class UnexpiredSessionIdentifier {

    @Test
    void noSessionOutlivesTheTakeover() {
      Api.Person squatter = Api.register();
      assertThat(throughGoogle(victim, subject(), squatter.email(), true).location())
          .contains("problem=email_taken");
      recover(squatter.email());
      isSignedOut(squatter);
    }

    @Test
    void noLinkBegunInSuchASessionIsFinished() {
      Api.Person squatter = Api.register();
      String away =
          attacker
              .call(
                  "POST",
                  "/api/account/identities/google/start",
                  squatter.token(),
                  Map.of("purpose", "link"))
              .json()
              .path("url")
              .asText();
      String door = providers.agreeAtGoogle(away, subject(), Map.of());
      String token = recover(squatter.email());
      assertThat(attacker.get(door).location()).contains("problem=state_expired");
      assertThat(linked(token)).isEmpty();
    }
  }

  /// The squatter links an identity of their own, to come back by it.
  @Nested
  class TrojanIdentifier {

    @Test
    void theSquattersIdentityNoLongerLeadsIn() {
      Api.Person squatter = Api.register();
      String trojan = subject();
      String own = Api.freshName() + "@example.com";
      assertThat(link(attacker, squatter.token(), trojan, own).location())
          .endsWith("?linked=google");
      String token = recover(squatter.email());
      assertThat(linked(token)).isEmpty();
      throughGoogle(attacker, trojan, own, true);
      assertThat(attacker.signedIn().at("/user/id").asText()).isNotEqualTo(squatter.id());
    }

    @Test
    void theOwnerIsToldOfEveryIdentityThatIsLinked() {
      Api.Person owner = proved();
      link(attacker, owner.token(), subject(), owner.email());
      MailServer.await(owner.email(), "A way to sign in was added");
    }
  }

  /// The squatter begins a change to the victim's address and finishes it when the victim has come.
  @Nested
  class UnexpiredEmailChange {

    @Test
    void aChangeToAnAddressThatIsProvedMeanwhileIsWorthless() {
      Api.Person squatter = Api.register();
      String email = Api.freshName() + "@example.com";
      Api.as(squatter)
          .body(Map.of("email", email))
          .put("/api/account/email")
          .then()
          .statusCode(202);
      String pending = MailServer.await(email, "Confirm your new address").token();
      assertThat(throughGoogle(victim, subject(), email, true).location()).isEqualTo("/");
      JsonNode victimsAccount = victim.signedIn().path("user");
      assertThat(victimsAccount.path("email").asText()).isEqualTo(email);
      // Even with the letter, which the victim alone has got.
      Api.post(squatter, "/api/auth/email/confirm", Map.of("token", pending))
          .then()
          .statusCode(410);
      assertThat(victim.signedIn().path("user")).isEqualTo(victimsAccount);
    }
  }

  /// A provider says an address is somebody's that has not been proved to be.
  @Nested
  class NonVerifyingIdentityProvider {

    @Test
    void theAddressIsNotTheAccountsAndStaysFreeForItsOwner() {
      String email = Api.freshName() + "@example.com";
      assertThat(throughGoogle(attacker, subject(), email, false).location()).isEqualTo("/");
      JsonNode attackersAccount = attacker.signedIn().path("user");
      assertThat(attackersAccount.path("email").isNull()).isTrue();
      assertThat(throughGoogle(victim, subject(), email, true).location()).isEqualTo("/");
      JsonNode victimsAccount = victim.signedIn().path("user");
      assertThat(victimsAccount.path("email").asText()).isEqualTo(email);
      assertThat(victimsAccount.path("id")).isNotEqualTo(attackersAccount.path("id"));
    }

    @Test
    void anAccountThatHasTheAddressIsNotTouched() {
      Api.Person owner = Api.register();
      for (String provider : List.of("facebook", "vk")) {
        Browser at = new Browser();
        at.get(
            providers.agree(
                at.get("/api/auth/oauth/" + provider).location(),
                new Somebody(Long.toString(System.nanoTime()), "Eve Evil", "eve", owner.email())));
        JsonNode user = at.signedIn().path("user");
        assertThat(user.path("id").asText()).isNotEqualTo(owner.id());
        assertThat(user.path("email").isNull()).isTrue();
      }
      assertThat(linked(owner.token())).isEmpty();
    }

    @Test
    void anAddressAddedLaterIsProvedByALetterAndTheProviderStays() {
      Somebody anna = new Somebody(Long.toString(System.nanoTime()), "Anna Smith", "anna", null);
      victim.get(providers.agree(victim.get("/api/auth/oauth/twitter").location(), anna));
      String token = victim.signedIn().path("token").asText();
      String email = Api.freshName() + "@example.com";
      assertThat(victim.call("PUT", "/api/account/email", token, Map.of("email", email)).status())
          .isEqualTo(202);
      String proof = MailServer.await(email, "Confirm your new address").token();
      assertThat(
              victim
                  .call("POST", "/api/auth/email/confirm", token, Map.of("token", proof))
                  .status())
          .isEqualTo(200);
      assertThat(linked(token)).containsExactly("twitter");
    }
  }
}
