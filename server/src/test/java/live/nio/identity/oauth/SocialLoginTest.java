package live.nio.identity.oauth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.MACSigner;
import com.nimbusds.jose.crypto.RSASSASigner;
import com.nimbusds.jose.jwk.RSAKey;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.PlainJWT;
import com.nimbusds.jwt.SignedJWT;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import live.nio.identity.FreshProof;
import live.nio.identity.Notices;
import live.nio.identity.ProviderAccounts;
import live.nio.identity.Requester;
import live.nio.identity.ReturningCallers;
import live.nio.identity.SignIns;
import live.nio.identity.oauth.Browser.Answer;
import live.nio.identity.oauth.FakeProviders.Somebody;
import live.nio.platform.Language;
import live.nio.platform.RateLimits;
import live.nio.platform.TestDatabase;
import live.nio.platform.Throttled;
import live.nio.testing.Api;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
@QuarkusTestResource(value = FakeProviders.class, restrictToAnnotatedClass = true)
class SocialLoginTest {

  private static final String ERRAND_COOKIE = "__Host-nio_oauth";
  private static final String LINKS_PAGE = "/dashboard/settings/linked";

  private final FakeProviders providers = FakeProviders.running();
  private final Browser browser = new Browser();

  @Inject Jdbi jdbi;
  @Inject OAuthProviders configured;
  @Inject Errands errands;
  @Inject LinkedIdentities identities;
  @Inject ProviderAccounts accounts;
  @Inject ReturningCallers callers;
  @Inject SignIns signIns;
  @Inject FreshProof freshProof;
  @Inject Notices notices;

  private record GoogleUser(String subject, String email, String name) {

    static GoogleUser fresh() {
      String name = Api.freshName();
      return new GoogleUser("google-" + name, name + "@gmail.example", "Анна " + name);
    }

    Map<String, Object> claims() {
      return Map.of("email", email, "email_verified", true, "name", name);
    }
  }

  // --- Steps

  /// Signs in at Google and comes back to our door, which is not opened yet.
  private String fromGoogle(String authorizationUrl, GoogleUser user) {
    String door = providers.agreeAtGoogle(authorizationUrl, user.subject(), user.claims());
    assertThat(door).startsWith(Browser.SITE + "/api/auth/oauth/google/callback?");
    return door;
  }

  private Answer signIn(Browser at, GoogleUser user, String next) {
    Answer away =
        at.get("/api/auth/oauth/google?next=" + URLEncoder.encode(next, StandardCharsets.UTF_8));
    return at.get(fromGoogle(away.location(), user));
  }

  private JsonNode signedInAs(Browser at, GoogleUser user) {
    assertThat(signIn(at, user, "/").location()).isEqualTo("/");
    return at.signedIn();
  }

  private static String token(JsonNode signedIn) {
    return signedIn.path("token").asText();
  }

  private Answer begin(Browser at, @Nullable String token, String provider, String purpose) {
    return at.call(
        "POST",
        "/api/account/identities/" + provider + "/start",
        token,
        Map.of("purpose", purpose, "next", "/dashboard/settings/security"));
  }

  private Answer link(Browser at, String token, GoogleUser user) {
    Answer started = begin(at, token, "google", "link");
    assertThat(started.status()).as(started.body()).isEqualTo(200);
    return at.get(fromGoogle(started.json().path("url").asText(), user));
  }

  private JsonNode identities(String token) {
    return browser.call("GET", "/api/account/identities", token, null).json();
  }

  private void makeStale(String accountId) {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE sessions SET authenticated_at = now() - interval '1 hour' WHERE account_id = ?::uuid",
            accountId));
  }

  private int accountsOf(GoogleUser user) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery(
                "SELECT count(*) FROM linked_identities WHERE issuer = :issuer AND subject = :subject")
            .bind("issuer", providers.googleIssuer())
            .bind("subject", user.subject())
            .mapTo(int.class)
            .one());
  }

  private static Map<String, String> parameters(String address) {
    return FakeProviders.query(URI.create(address).getRawQuery());
  }

  // --- What should be

  @Nested
  class TheWayOut {

    @Test
    void asksForACodeWithPkceStateAndNonceAtOurOwnAddress() {
      Answer away = browser.get("/api/auth/oauth/google?next=/live/1");
      assertThat(away.status()).isEqualTo(302);
      assertThat(away.location()).startsWith(providers.googleIssuer() + "/authorize?");
      assertThat(parameters(away.location()))
          .containsEntry("response_type", "code")
          .containsEntry("client_id", FakeProviders.GOOGLE_CLIENT)
          .containsEntry("scope", "openid email profile")
          .containsEntry("code_challenge_method", "S256")
          .containsEntry("redirect_uri", Browser.SITE + "/api/auth/oauth/google/callback")
          .containsKeys("state", "nonce", "code_challenge");
      assertThat(away.setCookie(ERRAND_COOKIE))
          .contains("HttpOnly")
          .contains("SameSite=Lax")
          .contains("Secure")
          .contains("Path=/")
          .contains("Max-Age=600");
    }

    @Test
    void aProviderThatIsNotOneIsNotThere() {
      assertThat(browser.get("/api/auth/oauth/myspace").status()).isEqualTo(404);
      assertThat(browser.get("/api/auth/oauth/password").status()).isEqualTo(404);
      assertThat(browser.get("/api/auth/oauth/myspace/callback?code=1").status()).isEqualTo(404);
    }

    @Test
    void theLoginPageIsToldWhichThereAre() {
      assertThat(browser.get("/api/auth/methods").json().path("providers"))
          .extracting(JsonNode::asText)
          .containsExactly("google", "facebook", "vk", "twitter");
    }
  }

  @Nested
  class SigningIn {

    @Test
    void makesAnAccountAndComesBackToTheSameOne() {
      GoogleUser anna = GoogleUser.fresh();
      Answer back = signIn(browser, anna, "/live/42?tab=chat");
      assertThat(back.status()).isEqualTo(302);
      assertThat(back.location()).isEqualTo("/live/42?tab=chat");
      assertThat(back.setCookie(ERRAND_COOKIE)).contains("Max-Age=0");
      assertThat(back.setCookie("__Host-nio_refresh")).contains("SameSite=Strict");
      JsonNode user = browser.signedIn().path("user");
      assertThat(user.path("email").asText()).isEqualTo(anna.email());
      assertThat(user.path("emailVerified").asBoolean()).isTrue();
      assertThat(user.path("hasPassword").asBoolean()).isFalse();
      assertThat(user.path("nickname").asText()).startsWith("Anna_u");
      JsonNode again = signedInAs(new Browser(), anna).path("user");
      assertThat(again.path("id").asText()).isEqualTo(user.path("id").asText());
    }

    @Test
    void anAddressThatIsNotProvedIsNotTheAccounts() {
      GoogleUser anna = GoogleUser.fresh();
      browser.get(
          providers.agreeAtGoogle(
              browser.get("/api/auth/oauth/google").location(),
              anna.subject(),
              Map.of("email", anna.email(), "email_verified", false)));
      JsonNode user = browser.signedIn().path("user");
      assertThat(user.path("email").isNull()).isTrue();
      assertThat(user.path("emailVerified").asBoolean()).isFalse();
    }

    @Test
    void twoPeopleOfOneNameGetTwoNicknames() {
      GoogleUser one =
          new GoogleUser(Api.freshName(), Api.freshName() + "@g.example", "Пётр Ильич");
      GoogleUser other =
          new GoogleUser(Api.freshName(), Api.freshName() + "@g.example", "Пётр Ильич");
      String first = signedInAs(browser, one).at("/user/nickname").asText();
      String second = signedInAs(new Browser(), other).at("/user/nickname").asText();
      assertThat(first).startsWith("Petr_Ilich");
      assertThat(second).startsWith("Petr_Ilich_").isNotEqualTo(first);
    }

    @Test
    void theDeviceIsKnownAgainThoughItsCookieStayedBehind() {
      GoogleUser anna = GoogleUser.fresh();
      signedInAs(browser, anna);
      Answer away = browser.get("/api/auth/oauth/google");
      Browser fromElsewhere = browser.withoutStrictCookies();
      Answer back = fromElsewhere.get(fromGoogle(away.location(), anna));
      assertThat(back.location()).isEqualTo("/");
      browser.takeCookiesOf(fromElsewhere);
      assertThat(
              browser
                  .call("GET", "/api/account/notices", token(browser.signedIn()), null)
                  .json()
                  .path("notices"))
          .isEmpty();
    }

    @Test
    void aBlockedAccountIsTurnedAway() {
      GoogleUser anna = GoogleUser.fresh();
      String id = signedInAs(browser, anna).at("/user/id").asText();
      jdbi.useHandle(handle ->
          handle.execute("UPDATE accounts SET disabled_at = now() WHERE id = ?::uuid", id));
      Browser other = new Browser();
      assertThat(signIn(other, anna, "/").location())
          .isEqualTo("/login?problem=account_disabled&provider=google");
      assertThat(other.isSignedIn()).isFalse();
    }

    @Test
    void twoAtOnceMakeOneAccount() throws Exception {
      GoogleUser anna = GoogleUser.fresh();
      List<Callable<String>> arrivals = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        Browser at = new Browser();
        String door = fromGoogle(at.get("/api/auth/oauth/google").location(), anna);
        arrivals.add(() -> {
          assertThat(at.get(door).location()).isEqualTo("/");
          return at.signedIn().at("/user/id").asText();
        });
      }
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        List<String> accounts = new ArrayList<>();
        for (Future<String> arrived : threads.invokeAll(arrivals)) {
          accounts.add(arrived.get());
        }
        assertThat(accounts).hasSize(8).containsOnly(accounts.getFirst());
      }
      assertThat(accountsOf(anna)).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "https://evil.example/",
          "//evil.example",
          "/\\evil.example",
          "/.//evil.example",
          "javascript:alert(1)"
        })
    void itLeadsNowhereElse(String next) {
      assertThat(signIn(browser, GoogleUser.fresh(), next).location()).isEqualTo("/");
    }
  }

  @Nested
  class AnAnswerNobodyAskedFor {

    private final GoogleUser anna = GoogleUser.fresh();
    private String away = "";

    @BeforeEach
    void leave() {
      away = browser.get("/api/auth/oauth/google?next=/live/1").location();
    }

    @Test
    void withoutTheCookieIsRefused() {
      Browser other = new Browser();
      assertThat(other.get(fromGoogle(away, anna)).location())
          .isEqualTo("/login?problem=state_expired&provider=google");
      assertThat(other.isSignedIn()).isFalse();
    }

    @Test
    void withTheCookieOfAnotherBrowserIsRefused() {
      Browser attacker = new Browser();
      String prepared =
          fromGoogle(attacker.get("/api/auth/oauth/google").location(), GoogleUser.fresh());
      assertThat(browser.get(prepared).location())
          .isEqualTo("/login?problem=state_expired&provider=google&next=%2Flive%2F1");
      assertThat(browser.isSignedIn()).isFalse();
      assertThat(browser.cookie(ERRAND_COOKIE)).isNull();
    }

    @Test
    void withAnotherStateOrNoneOrTwoIsRefused() {
      String sealed = String.valueOf(browser.cookie(ERRAND_COOKIE));
      for (String state : List.of("&state=other", "", "&state=")) {
        browser.setCookie(ERRAND_COOKIE, sealed);
        assertThat(browser.get("/api/auth/oauth/google/callback?code=c" + state).location())
            .contains("problem=state_expired");
      }
      String right = parameters(away).get("state");
      browser.setCookie(ERRAND_COOKIE, sealed);
      assertThat(
              browser
                  .get("/api/auth/oauth/google/callback?code=c&state=" + right + "&state=" + right)
                  .location())
          .contains("problem=state_expired");
    }

    @Test
    void aSecondTimeIsRefusedEvenWithTheCookieKept() {
      String sealed = String.valueOf(browser.cookie(ERRAND_COOKIE));
      String door = fromGoogle(away, anna);
      assertThat(browser.get(door).location()).isEqualTo("/live/1");
      Browser replay = new Browser();
      replay.setCookie(ERRAND_COOKIE, sealed);
      assertThat(replay.get(door).location()).contains("problem=state_expired");
      assertThat(replay.isSignedIn()).isFalse();
    }

    @Test
    void ofOneProviderIsNoneOfAnother() {
      String door = fromGoogle(away, anna);
      assertThat(browser.get(door.replace("/google/", "/vk/")).location())
          .startsWith("/login?problem=state_expired&provider=vk");
    }

    @Test
    void ofAnIssuerThatIsNotTheProvidersIsRefused() {
      String door = fromGoogle(away, anna);
      assertThat(browser.get(door + "&iss=https%3A%2F%2Fevil.example").location())
          .startsWith("/login?problem=provider_failed");
    }

    @Test
    void withAForgedCookieIsRefused() {
      browser.setCookie(ERRAND_COOKIE, "eyJhbGciOiJub25lIn0.e30.");
      assertThat(browser.get(fromGoogle(away, anna)).location())
          .isEqualTo("/login?problem=state_expired&provider=google");
    }
  }

  @Nested
  class WhenTheProviderSaysNo {

    private String state = "";

    @BeforeEach
    void leave() {
      state =
          FakeProviders.text(
              parameters(browser.get("/api/auth/oauth/google?next=/live/1").location()), "state");
    }

    @Test
    void becauseThePersonDidItIsCancelled() {
      assertThat(
              browser
                  .get("/api/auth/oauth/google/callback?error=access_denied&state=" + state)
                  .location())
          .isEqualTo("/login?problem=cancelled&provider=google&next=%2Flive%2F1");
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "error=server_error",
          "error=%3Cscript%3E",
          "code=",
          "nothing=1",
          "code=unknown"
        })
    void forAnyOtherReasonNothingOfItIsShown(String answer) {
      assertThat(
              browser
                  .get("/api/auth/oauth/google/callback?" + answer + "&state=" + state)
                  .location())
          .isEqualTo("/login?problem=provider_failed&provider=google&next=%2Flive%2F1");
      assertThat(browser.isSignedIn()).isFalse();
    }
  }

  /// Each is right but for one thing.
  enum BadToken {
    OTHER_NONCE,
    NO_NONCE,
    OTHER_ISSUER,
    OTHER_AUDIENCE,
    EXPIRED,
    NO_SUBJECT,
    UNSIGNED,
    SIGNED_BY_ANOTHER_KEY,
    SIGNED_WITH_OUR_SECRET
  }

  @Nested
  class AnIdToken {

    private final GoogleUser anna = GoogleUser.fresh();

    @ParameterizedTest
    @EnumSource(BadToken.class)
    void thatIsNotRightInEverythingIsNotBelieved(BadToken bad) throws Exception {
      String away = browser.get("/api/auth/oauth/google").location();
      String door = fromGoogle(away, anna);
      providers.nextTokenFromGoogle(token(bad, FakeProviders.text(parameters(away), "nonce")));
      assertThat(browser.get(door).location())
          .isEqualTo("/login?problem=provider_failed&provider=google");
      assertThat(browser.isSignedIn()).isFalse();
      assertThat(accountsOf(anna)).isZero();
    }

    @Test
    void thatIsRightIsBelieved() throws Exception {
      String away = browser.get("/api/auth/oauth/google").location();
      String door = fromGoogle(away, anna);
      providers.nextTokenFromGoogle(
          signed(claims(FakeProviders.text(parameters(away), "nonce")), 3600));
      assertThat(browser.get(door).location()).isEqualTo("/");
      assertThat(accountsOf(anna)).isEqualTo(1);
    }

    private Map<String, Object> claims(String nonce) {
      Map<String, Object> claims = new HashMap<>();
      claims.put("iss", providers.googleIssuer());
      claims.put("aud", FakeProviders.GOOGLE_CLIENT);
      claims.put("sub", anna.subject());
      claims.put("nonce", nonce);
      return claims;
    }

    private JWT signed(Map<String, Object> claims, long seconds) {
      return providers
          .google()
          .getConfig()
          .getTokenProvider()
          .jwt(claims, Duration.ofSeconds(seconds), "google");
    }

    private JWT token(BadToken bad, String nonce) throws Exception {
      Map<String, Object> claims = claims(nonce);
      switch (bad) {
        case OTHER_NONCE -> claims.put("nonce", "another");
        case NO_NONCE -> claims.remove("nonce");
        case OTHER_ISSUER -> claims.put("iss", "https://evil.example");
        case OTHER_AUDIENCE -> claims.put("aud", "another-client");
        case NO_SUBJECT -> claims.remove("sub");
        case EXPIRED, UNSIGNED, SIGNED_BY_ANOTHER_KEY, SIGNED_WITH_OUR_SECRET -> {}
      }
      return switch (bad) {
        case EXPIRED -> signed(claims, -600);
        case UNSIGNED -> new PlainJWT(claimsSet(claims));
        case SIGNED_BY_ANOTHER_KEY -> {
          RSAKey key = new RSAKeyGenerator(2048).keyID("google").generate();
          SignedJWT jwt =
              new SignedJWT(
                  new JWSHeader.Builder(JWSAlgorithm.RS256).keyID("google").build(),
                  claimsSet(claims));
          jwt.sign(new RSASSASigner(key));
          yield jwt;
        }
        case SIGNED_WITH_OUR_SECRET -> {
          SignedJWT jwt = new SignedJWT(new JWSHeader(JWSAlgorithm.HS256), claimsSet(claims));
          jwt.sign(new MACSigner((FakeProviders.SECRET + "-".repeat(32)).substring(0, 32)));
          yield jwt;
        }
        default -> signed(claims, 3600);
      };
    }

    private JWTClaimsSet claimsSet(Map<String, Object> claims) {
      JWTClaimsSet.Builder builder = new JWTClaimsSet.Builder();
      claims.forEach(builder::claim);
      Instant now = Instant.now();
      return builder
          .issueTime(Date.from(now))
          .expirationTime(Date.from(now.plusSeconds(3600)))
          .build();
    }
  }

  @Nested
  class Linking {

    private final GoogleUser google = GoogleUser.fresh();
    private Api.Person owner;

    @BeforeEach
    void register() {
      owner = Api.register();
    }

    @Test
    void letsTheIdentitySignInAndTellsTheOwner() {
      assertThat(identities(owner.token()).path("available"))
          .extracting(JsonNode::asText)
          .containsExactly("google", "facebook", "vk", "twitter");
      assertThat(link(browser, owner.token(), google).location())
          .isEqualTo(LINKS_PAGE + "?linked=google");
      JsonNode answer = identities(owner.token());
      assertThat(answer.at("/identities/0/provider").asText()).isEqualTo("google");
      assertThat(answer.at("/identities/0/email").asText()).isEqualTo(google.email());
      assertThat(answer.at("/identities/0/name").asText()).isEqualTo(google.name());
      assertThat(answer.path("available")).hasSize(4);
      JsonNode notice =
          browser.call("GET", "/api/account/notices", owner.token(), null).json().at("/notices/0");
      assertThat(notice.path("kind").asText()).isEqualTo("identity_linked");
      assertThat(notice.path("detail").asText()).isEqualTo("google");
      assertThat(signedInAs(new Browser(), google).at("/user/id").asText()).isEqualTo(owner.id());
    }

    @Test
    void wantsAFreshProof() {
      makeStale(owner.id());
      Answer refused = begin(browser, owner.token(), "google", "link");
      assertThat(refused.status()).isEqualTo(403);
      assertThat(refused.json().path("error").asText()).isEqualTo("reauthentication_required");
    }

    @Test
    void anIdentityOfSomebodyElseIsRefused() {
      signedInAs(new Browser(), google);
      assertThat(link(browser, owner.token(), google).location())
          .isEqualTo(LINKS_PAGE + "?problem=identity_taken&provider=google");
      assertThat(identities(owner.token()).path("identities")).isEmpty();
    }

    @Test
    void aSecondIdentityOfOneProviderIsRefused() {
      String before = begin(browser, owner.token(), "google", "link").json().path("url").asText();
      Browser other = new Browser();
      link(other, owner.token(), google);
      assertThat(browser.get(fromGoogle(before, GoogleUser.fresh())).location())
          .isEqualTo(LINKS_PAGE + "?problem=already_linked&provider=google");
      assertThat(begin(browser, owner.token(), "google", "link").status()).isEqualTo(409);
    }

    @Test
    void ofASessionThatHasEndedMeanwhileIsRefused() {
      String away = begin(browser, owner.token(), "google", "link").json().path("url").asText();
      String door = fromGoogle(away, google);
      browser.call("POST", "/api/auth/logout", null, Map.of("refreshToken", owner.refreshToken()));
      assertThat(browser.get(door).location())
          .isEqualTo(LINKS_PAGE + "?problem=state_expired&provider=google");
      assertThat(accountsOf(google)).isZero();
    }

    @Test
    void preparedByAnAttackerDoesNotBindAVictimsBrowser() {
      Api.Person attacker = Api.register();
      String away = begin(browser, attacker.token(), "google", "link").json().path("url").asText();
      Browser victim = new Browser();
      assertThat(victim.get(fromGoogle(away, google)).location()).contains("problem=state_expired");
      assertThat(accountsOf(google)).isZero();
    }

    @Test
    void isForSignedInPeopleOnlyAndForNothingElse() {
      assertThat(begin(browser, null, "google", "link").status()).isEqualTo(401);
      assertThat(begin(browser, owner.token(), "google", "login").status()).isEqualTo(400);
      assertThat(begin(browser, owner.token(), "myspace", "link").status()).isEqualTo(404);
    }
  }

  @Nested
  class Unlinking {

    private final GoogleUser google = GoogleUser.fresh();

    @Test
    void takesTheWayAwayAndTellsTheOwner() {
      Api.Person owner = Api.register();
      link(browser, owner.token(), google);
      assertThat(unlink(owner.token(), "google").status()).isEqualTo(200);
      assertThat(identities(owner.token()).path("identities")).isEmpty();
      assertThat(unlink(owner.token(), "google").status()).isEqualTo(404);
      assertThat(
              browser
                  .call("GET", "/api/account/notices", owner.token(), null)
                  .json()
                  .at("/notices/0/kind")
                  .asText())
          .isEqualTo("identity_unlinked");
      assertThat(signedInAs(new Browser(), google).at("/user/id").asText())
          .isNotEqualTo(owner.id());
    }

    @Test
    void wantsAFreshProof() {
      Api.Person owner = Api.register();
      link(browser, owner.token(), google);
      makeStale(owner.id());
      assertThat(unlink(owner.token(), "google").json().path("error").asText())
          .isEqualTo("reauthentication_required");
    }

    @Test
    void theLastWayInIsRefused() {
      JsonNode signedIn = signedInAs(browser, google);
      Answer refused = unlink(token(signedIn), "google");
      assertThat(refused.status()).isEqualTo(409);
      assertThat(refused.json().path("error").asText()).isEqualTo("last_login_method");
      assertThat(accountsOf(google)).isEqualTo(1);
    }

    @Test
    void oneOfTwoWaysIsNot() {
      JsonNode signedIn = signedInAs(browser, google);
      Answer started = begin(browser, token(signedIn), "twitter", "link");
      browser.get(
          providers.agree(
              started.json().path("url").asText(),
              new Somebody(Api.freshName(), "Anna", "anna", null)));
      assertThat(unlink(token(signedIn), "google").status()).isEqualTo(200);
      assertThat(unlink(token(signedIn), "twitter").status()).isEqualTo(409);
    }

    @Test
    void aWayThatIsNoLongerSetUpDoesNotCount() {
      JsonNode signedIn = signedInAs(browser, google);
      jdbi.useHandle(handle ->
          handle.execute(
              """
              INSERT INTO linked_identities (id, account_id, provider, issuer, subject, linked_at, last_used_at)
              VALUES (?, ?::uuid, 'qr', 'https://gone.example', ?, now(), now())
              """,
              UUID.randomUUID(),
              signedIn.at("/user/id").asText(),
              Api.freshName()));
      assertThat(unlink(token(signedIn), "google").status()).isEqualTo(409);
    }

    private Answer unlink(String token, String provider) {
      return browser.call("DELETE", "/api/account/identities/" + provider, token, null);
    }
  }

  @Nested
  class ProvingOneself {

    private final GoogleUser google = GoogleUser.fresh();
    private JsonNode signedIn;

    @BeforeEach
    void signIn() {
      signedIn = signedInAs(browser, google);
    }

    @Test
    void opensWhatWantsAFreshProof() {
      makeStale(signedIn.at("/user/id").asText());
      assertThat(begin(browser, token(signedIn), "twitter", "link").json().path("methods"))
          .extracting(JsonNode::asText)
          .containsExactly("google");
      assertThat(prove(google, Map.of()).location()).isEqualTo("/dashboard/settings/security");
      assertThat(begin(browser, token(signedIn), "twitter", "link").status()).isEqualTo(200);
    }

    @Test
    void asSomebodyElseIsRefused() {
      makeStale(signedIn.at("/user/id").asText());
      GoogleUser other = GoogleUser.fresh();
      signedInAs(new Browser(), other);
      for (GoogleUser wrong : List.of(other, GoogleUser.fresh())) {
        assertThat(prove(wrong, Map.of()).location())
            .isEqualTo(LINKS_PAGE + "?problem=wrong_account&provider=google");
      }
      assertThat(begin(browser, token(signedIn), "twitter", "link").status()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({
      "5, /dashboard/settings/security",
      "7200, /dashboard/settings/linked?problem=provider_failed&provider=google"
    })
    void longAgoDoesNotCountWhereTheProviderSaysWhen(long secondsAgo, String leadsTo) {
      assertThat(
              prove(google, Map.of("auth_time", Instant.now().getEpochSecond() - secondsAgo))
                  .location())
          .isEqualTo(leadsTo);
    }

    @Test
    void asksTheProviderToAskAnew() {
      assertThat(
              parameters(
                  begin(browser, token(signedIn), "google", "reauthenticate")
                      .json()
                      .path("url")
                      .asText()))
          .containsEntry("max_age", "0");
    }

    @Test
    void throughWhatIsNotLinkedIsNotThere() {
      assertThat(begin(browser, token(signedIn), "twitter", "reauthenticate").status())
          .isEqualTo(404);
    }

    private Answer prove(GoogleUser as, Map<String, Object> more) {
      String away =
          begin(browser, token(signedIn), "google", "reauthenticate").json().path("url").asText();
      Map<String, Object> claims = new HashMap<>(as.claims());
      claims.putAll(more);
      return browser.get(providers.agreeAtGoogle(away, as.subject(), claims));
    }
  }

  @Nested
  class TheOtherThree {

    @ParameterizedTest
    @CsvSource({
      "facebook, public_profile email, Anna_Smith, Anna Smith, true",
      "vk, vkid.personal_info email, Anna_Smith, Anna Smith, true",
      "twitter, users.read tweet.read, , Anna Smith, false",
    })
    void signInByTheirOwnRules(
        String provider, String scope, String nickname, String name, boolean tellsEmail) {
      Somebody anna = somebody();
      String away = browser.get("/api/auth/oauth/" + provider + "?next=/live/1").location();
      assertThat(parameters(away)).containsEntry("scope", scope);
      assertThat(browser.get(providers.agree(away, anna)).location()).isEqualTo("/live/1");
      JsonNode signedIn = browser.signedIn();
      // They do not say that they have proved the address, so it is not the account's.
      assertThat(signedIn.at("/user/email").isNull()).isTrue();
      assertThat(signedIn.at("/user/nickname").asText())
          .startsWith(nickname == null ? anna.username() : nickname);
      JsonNode linked = identities(token(signedIn)).at("/identities/0");
      assertThat(linked.path("provider").asText()).isEqualTo(provider);
      assertThat(linked.path("name").asText()).isEqualTo(name);
      assertThat(linked.path("email").isNull()).isEqualTo(!tellsEmail);

      Browser again = new Browser();
      String awayAgain = again.get("/api/auth/oauth/" + provider).location();
      again.get(providers.agree(awayAgain, anna));
      assertThat(again.signedIn().at("/user/id").asText())
          .isEqualTo(signedIn.at("/user/id").asText());
    }

    @ParameterizedTest
    @ValueSource(strings = {"facebook", "vk", "twitter"})
    void redeemACodeForTheBrowserItWasGivenTo(String provider) {
      Browser attacker = new Browser();
      String stolen =
          parameters(
                  providers.agree(
                      attacker.get("/api/auth/oauth/" + provider).location(), somebody()))
              .get("code");
      String own =
          providers.agree(browser.get("/api/auth/oauth/" + provider).location(), somebody());
      String injected = own.replace(parameters(own).get("code"), stolen);
      assertThat(browser.get(injected).location())
          .isEqualTo("/login?problem=provider_failed&provider=" + provider);
      assertThat(browser.isSignedIn()).isFalse();
    }

    @Test
    void vkWithoutItsDeviceIsRefused() {
      String door = providers.agree(browser.get("/api/auth/oauth/vk").location(), somebody());
      assertThat(browser.get(door.replaceAll("&device_id=[^&]*", "")).location())
          .isEqualTo("/login?problem=provider_failed&provider=vk");
    }

    @ParameterizedTest
    @CsvSource({"facebook, auth_type, reauthenticate", "vk, prompt, login"})
    void askAnewWhereTheyCan(String provider, String parameter, String value) {
      String away = browser.get("/api/auth/oauth/" + provider).location();
      assertThat(parameters(away)).doesNotContainKey(parameter);
      browser.get(providers.agree(away, somebody()));
      String proof =
          begin(browser, token(browser.signedIn()), provider, "reauthenticate")
              .json()
              .path("url")
              .asText();
      assertThat(parameters(proof)).containsEntry(parameter, value);
    }

    private Somebody somebody() {
      String name = Api.freshName();
      return new Somebody(
          Long.toString(System.nanoTime()), "Anna Smith", name, name + "@example.com");
    }
  }

  @Nested
  class TooManyFromOneNetwork {

    private static final Requester SOMEBODY =
        new Requester("203.0.113.7", "Firefox", Language.EN, null);

    private final Requester neighbour = new Requester("203.0.113.8", "Firefox", Language.EN, null);

    private OAuthFlow flow;

    @BeforeEach
    void limit() {
      // The server under test allows a thousand times as much.
      flow =
          new OAuthFlow(
              errands,
              identities,
              accounts,
              callers,
              signIns,
              freshProof,
              notices,
              new RateLimits(1),
              jdbi);
    }

    private OAuthFlow.Departure depart(Requester requester) {
      return flow.depart(configured.require("vk"), Errand.Purpose.LOGIN, "/", null, requester);
    }

    @Test
    void neitherLeaveNorArrive() {
      OAuthFlow.Departure before = depart(SOMEBODY);
      for (int i = 1; i < 120; i++) {
        depart(SOMEBODY);
      }
      assertThatThrownBy(() -> depart(SOMEBODY)).isInstanceOf(Throttled.class);
      assertThat(flow.arrive(configured.require("vk"), Map.of(), before.sealedErrand(), SOMEBODY))
          .isInstanceOfSatisfying(
              OAuthFlow.Failed.class,
              failed -> assertThat(failed.problem()).isEqualTo("too_many_requests"));
      depart(neighbour);
    }
  }
}
