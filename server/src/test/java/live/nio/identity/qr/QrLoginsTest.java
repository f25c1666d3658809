package live.nio.identity.qr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import live.nio.identity.AccessTokens;
import live.nio.identity.DeviceInfo;
import live.nio.identity.FreshProof;
import live.nio.identity.Identity;
import live.nio.identity.LoginAttempts;
import live.nio.identity.Person;
import live.nio.identity.Requester;
import live.nio.identity.SignIns;
import live.nio.identity.SignedIn;
import live.nio.identity.Visitor;
import live.nio.platform.DomainError;
import live.nio.platform.Language;
import live.nio.platform.Place;
import live.nio.platform.RateLimits;
import live.nio.platform.Secrets;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.Eventually;
import live.nio.testing.RecordedEvents;
import live.nio.testing.TestClock;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The rules of a QR login, with browsers and phones at any address and a clock that stands.
@QuarkusTest
@QuarkusTestResource(TestDatabase.class)
class QrLoginsTest {

  private static final Visitor BROWSER = laptop("203.0.113.7", "DE");
  private static final Visitor PHONE = phone("203.0.113.7", "DE");
  private static final int CLAIMS_AT_ONCE = 64;

  @Inject Jdbi jdbi;
  @Inject QrLinks links;
  @Inject SignIns signIns;
  @Inject FreshProof freshProof;
  @Inject LoginAttempts attempts;
  @Inject Secrets secrets;
  @Inject AccessTokens tokens;

  private final TestClock clock = new TestClock(Instant.now().truncatedTo(ChronoUnit.MILLIS));
  private final RecordedEvents<QrLoginChanged> events = new RecordedEvents<>();
  private QrLogins logins;
  private Api.Person anna;
  private Identity annasPhone;

  @BeforeEach
  void annaIsSignedInOnHerPhone() {
    logins = service(1_000);
    anna = Api.register();
    annasPhone = tokens.verify(anna.token());
  }

  private QrLogins service(int rateLimitFactor) {
    return new QrLogins(
        new QrLoginStore(jdbi, clock),
        links,
        signIns,
        freshProof,
        attempts,
        new RateLimits(rateLimitFactor),
        secrets,
        clock,
        events);
  }

  // ---- the happy path

  @ParameterizedTest
  @EnumSource
  void whoHoldsTheSecretIsSignedInOnceThePhoneHasAgreed(QrKind kind) {
    QrLogins.Made code = logins.create(kind, BROWSER, null);
    assertThat(status(code)).isEqualTo(pending(kind.lifetime()));
    refused("qr_not_confirmed", () -> claim(code));

    QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
    assertThat(scan.browser()).isEqualTo(BROWSER);
    assertThat(scan.proximity()).isEqualTo(Proximity.SAME_NETWORK);
    assertThat(scan.reauthenticate()).isFalse();
    QrStatus scanned = status(code);
    assertThat(scanned.status()).isEqualTo(QrStatus.Word.SCANNED);
    assertThat(scanned.person())
        .isEqualTo(new Person(annasPhone.accountId(), annasPhone.nickname(), null));
    assertThat(scan.numbers()).hasSize(3).doesNotHaveDuplicates().contains(scanned.number());
    assertThat(scan.numbers()).allMatch(number -> number >= 10 && number <= 99);
    refused("qr_not_confirmed", () -> claim(code));

    confirm(code, scan);
    assertThat(status(code).status()).isEqualTo(QrStatus.Word.CONFIRMED);
    assertThat(status(code).number()).isNull();
    assertThat(status(code).person()).isNull();

    SignedIn signedIn = claim(code);
    assertThat(signedIn.user().id()).isEqualTo(annasPhone.accountId());
    assertThat(signedIn.sessionId()).isNotEqualTo(annasPhone.sessionId());
    assertThat(events.fired())
        .extracting(QrLoginChanged::state)
        .containsExactly(QrState.SCANNED, QrState.CONFIRMED, QrState.CONSUMED);
    assertThat(events.fired()).extracting(QrLoginChanged::id).containsOnly(idOf(code));
  }

  @Test
  void theSessionIsThatOfTheBrowserAndProvesNobody() {
    QrLogins.Made code = confirmed();
    Requester browser =
        new Requester("198.51.100.20", "Firefox", Language.RU, "a-token-of-this-device");
    SignedIn signedIn = logins.claim(code.code(), code.browserSecret(), browser);
    Map<String, Object> session =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "SELECT ip_address, user_agent, method, authenticated_at IS NULL AS unproved FROM sessions WHERE id = :id")
                .bind("id", signedIn.sessionId())
                .mapToMap()
                .one());
    assertThat(session)
        .containsEntry("ip_address", "198.51.100.20")
        .containsEntry("user_agent", "Firefox")
        .containsEntry("method", "qr")
        .containsEntry("unproved", true);
    assertThat(signedIn.deviceToken()).isEqualTo("a-token-of-this-device");
    refused(
        "reauthentication_required",
        () -> freshProof.require(tokens.verify(signedIn.accessToken())));
  }

  @Test
  void nothingSecretIsInTheDatabase() {
    QrLogins.Made code = logins.create(QrKind.POLLED, BROWSER, null);
    QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
    String row =
        jdbi.withHandle(handle ->
            handle
                .createQuery("SELECT qr_logins::text FROM qr_logins WHERE id = :id")
                .bind("id", idOf(code))
                .mapTo(String.class)
                .one());
    for (String secret : List.of(code.code(), code.browserSecret(), scan.confirmation())) {
      byte[] bytes = Base64.getUrlDecoder().decode(secret);
      assertThat(row)
          .doesNotContain(secret)
          .doesNotContain(HexFormat.of().formatHex(bytes))
          .contains(HexFormat.of().formatHex(Secrets.sha256(bytes)));
    }
    assertThat(code.code()).hasSize(22);
    assertThat(code.browserSecret()).hasSize(43);
    assertThat(scan.confirmation()).hasSize(43);
  }

  // ---- who may do what

  @Nested
  class WhoHasOnlyThePicture {

    @Test
    void isToldOneWordAndNothingElse() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      assertThat(bare(code)).isEqualTo(QrStatus.bare(QrStatus.Word.PENDING));
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      assertThat(bare(code)).isEqualTo(QrStatus.bare(QrStatus.Word.SCANNED));
      String anotherSecret = logins.create(QrKind.PUSHED, BROWSER, null).browserSecret();
      assertThat(logins.status(code.code(), anotherSecret, BROWSER.requester()))
          .isEqualTo(QrStatus.bare(QrStatus.Word.SCANNED));
      confirm(code, scan);
      assertThat(bare(code)).isEqualTo(QrStatus.bare(QrStatus.Word.CONFIRMED));
    }

    @Test
    void cannotTellAnUnknownCodeFromAnExpiredOne() {
      QrLogins.Made code = logins.create(QrKind.POLLED, BROWSER, null);
      clock.advance(Duration.ofMinutes(1));
      assertThat(bare(code)).isEqualTo(QrStatus.bare(QrStatus.Word.EXPIRED));
      for (String unknown : new String[] {"AAAAAAAAAAAAAAAAAAAAAA", "not base64 !", ""}) {
        assertThat(logins.status(unknown, null, BROWSER.requester()))
            .isEqualTo(QrStatus.bare(QrStatus.Word.EXPIRED));
      }
    }

    @Test
    void getsNoSessionAndNoPush() {
      QrLogins.Made code = confirmed();
      String anotherSecret = logins.create(QrKind.PUSHED, BROWSER, null).browserSecret();
      for (String secret : new String[] {null, "", "wrong", code.code(), anotherSecret}) {
        refused("qr_not_yours", () -> logins.claim(code.code(), secret, BROWSER.requester()));
        refused("qr_not_yours", () -> logins.watch(code.code(), secret));
      }
      refused(
          "qr_not_yours",
          () -> logins.claim("AAAAAAAAAAAAAAAAAAAAAA", code.browserSecret(), BROWSER.requester()));
      assertThat(claim(code).user().id()).isEqualTo(annasPhone.accountId());
    }
  }

  @Nested
  class ASecondPhone {

    @Test
    void ofSomebodyElseComesTooLate() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      Identity bob = tokens.verify(Api.register().token());
      refused("qr_taken", () -> logins.scan(bob, PHONE, code.code()));
      refused(
          "qr_taken",
          () -> logins.confirm(bob, code.code(), scan.confirmation(), status(code).number()));
      refused("qr_taken", () -> logins.reject(bob, code.code()));
      confirm(code, scan);
      refused("qr_taken", () -> logins.scan(bob, PHONE, code.code()));
      refused("qr_taken", () -> logins.reject(bob, code.code()));
    }

    @Test
    void ofTheSameAccountMayRefuseButNotAgree() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      Identity tablet = secondSession();
      refused("qr_taken", () -> logins.scan(tablet, PHONE, code.code()));
      refused(
          "qr_not_scanned",
          () -> logins.confirm(tablet, code.code(), scan.confirmation(), status(code).number()));
      logins.reject(tablet, code.code());
      assertThat(status(code).status()).isEqualTo(QrStatus.Word.REJECTED);
    }
  }

  @Nested
  class ThePhoneThatScanned {

    @Test
    void mustHaveScannedBeforeItConfirms() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      QrLogins.Scan ofAnother =
          logins.scan(annasPhone, PHONE, logins.create(QrKind.PUSHED, BROWSER, null).code());
      refused(
          "qr_not_scanned",
          () -> logins.confirm(annasPhone, code.code(), ofAnother.confirmation(), 42));
      assertThat(status(code).status()).isEqualTo(QrStatus.Word.PENDING);
    }

    @Test
    void mustSendTheConfirmationItWasGiven() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      for (String wrong : new String[] {null, "", "nonsense", code.code(), "A".repeat(43)}) {
        refused(
            "qr_not_scanned",
            () -> logins.confirm(annasPhone, code.code(), wrong, status(code).number()));
      }
      confirm(code, scan);
    }

    @Test
    void mayScanAgainWhichReplacesTheConfirmationAndProlongsNothing() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      QrLogins.Scan first = logins.scan(annasPhone, PHONE, code.code());
      clock.advance(Duration.ofMinutes(1));
      QrLogins.Scan second = logins.scan(annasPhone, PHONE, code.code());
      assertThat(second.numbers()).isEqualTo(first.numbers());
      assertThat(second.expiresAt()).isEqualTo(first.expiresAt());
      refused("qr_not_scanned", () -> confirm(code, first));
      confirm(code, second);
    }

    @Test
    void mustChooseANumberAndAWrongOneEndsTheCode() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      int right = numberOf(code);
      refused(
          "number_required",
          () -> logins.confirm(annasPhone, code.code(), scan.confirmation(), null));
      int wrong = scan.numbers().stream().filter(it -> it != right).findFirst().orElseThrow();
      refused(
          "qr_wrong_number",
          () -> logins.confirm(annasPhone, code.code(), scan.confirmation(), wrong));
      refused("qr_gone", () -> logins.confirm(annasPhone, code.code(), scan.confirmation(), right));
      refused("qr_gone", () -> claim(code));
      assertThat(status(code)).isEqualTo(QrStatus.bare(QrStatus.Word.REJECTED));
      assertThat(rejectionsOfAnna()).containsExactly(BROWSER.requester().ipAddress());
    }

    @Test
    void confirmsOnce() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      int number = numberOf(code);
      confirm(code, scan);
      refused(
          "qr_gone", () -> logins.confirm(annasPhone, code.code(), scan.confirmation(), number));
      refused("qr_gone", () -> logins.scan(annasPhone, PHONE, code.code()));
      assertThat(status(code).status()).isEqualTo(QrStatus.Word.CONFIRMED);
    }
  }

  @Nested
  class Refusing {

    @Test
    void endsTheCodeAndIsInTheHistory() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      int number = numberOf(code);
      logins.reject(annasPhone, code.code());
      assertThat(status(code)).isEqualTo(QrStatus.bare(QrStatus.Word.REJECTED));
      assertThat(bare(code)).isEqualTo(QrStatus.bare(QrStatus.Word.REJECTED));
      refused("qr_gone", () -> logins.reject(annasPhone, code.code()));
      refused(
          "qr_gone", () -> logins.confirm(annasPhone, code.code(), scan.confirmation(), number));
      refused("qr_gone", () -> claim(code));
      assertThat(rejectionsOfAnna()).containsExactly(BROWSER.requester().ipAddress());
    }

    @Test
    void isPossibleUntilTheBrowserHasItsSession() {
      QrLogins.Made code = confirmed();
      logins.reject(annasPhone, code.code());
      refused("qr_gone", () -> claim(code));
      QrLogins.Made used = confirmed();
      claim(used);
      refused("qr_gone", () -> logins.reject(annasPhone, used.code()));
    }

    @Test
    void wantsNoScanFirst() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      logins.reject(annasPhone, code.code());
      assertThat(status(code).status()).isEqualTo(QrStatus.Word.REJECTED);
      refused("qr_gone", () -> logins.scan(annasPhone, PHONE, code.code()));
    }
  }

  // ---- attacks

  /// An attacker makes a code in another country and shows its picture to Anna, on a page that
  /// looks like ours.
  @Nested
  class TheRelayAttack {

    private final Visitor attacker = laptop("198.51.100.66", "NL");

    @Test
    void theVictimIsToldWhoseBrowserItIs() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, attacker, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      assertThat(scan.proximity()).isEqualTo(Proximity.FAR);
      assertThat(scan.browser().place().countryCode()).isEqualTo("NL");
      assertThat(scan.browser().requester().ipAddress()).isEqualTo("198.51.100.66");
      assertThat(scan.browser().device()).isEqualTo(attacker.device());
    }

    @Test
    void anOpenPhoneIsNotEnough() {
      annaProvedHerselfLongAgo();
      QrLogins.Made code = logins.create(QrKind.PUSHED, attacker, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      assertThat(scan.reauthenticate()).isTrue();
      refused("reauthentication_required", () -> confirm(code, scan));
      refused(
          "qr_not_confirmed",
          () -> logins.claim(code.code(), code.browserSecret(), attacker.requester()));
    }

    @Test
    void norIsItWhenTheAttackersPlaceIsUnknown() {
      annaProvedHerselfLongAgo();
      QrLogins.Made code = logins.create(QrKind.PUSHED, laptop("198.51.100.66", null), null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      assertThat(scan.proximity()).isEqualTo(Proximity.UNKNOWN);
      assertThat(scan.reauthenticate()).isTrue();
      refused("reauthentication_required", () -> confirm(code, scan));
    }

    @Test
    void theNumberIsOnTheAttackersScreenAndOneGuessIsAll() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, attacker, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      int wrong =
          scan.numbers().stream().filter(it -> it != numberOf(code)).findFirst().orElseThrow();
      refused(
          "qr_wrong_number",
          () -> logins.confirm(annasPhone, code.code(), scan.confirmation(), wrong));
      refused(
          "qr_gone", () -> logins.claim(code.code(), code.browserSecret(), attacker.requester()));
      assertThat(rejectionsOfAnna()).containsExactly("198.51.100.66");
    }

    @Test
    void aFreshProofAndTheRightNumberAreWhatItTakes() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, attacker, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      assertThat(scan.reauthenticate()).isFalse();
      confirm(code, scan);
      assertThat(claim(code).user().id()).isEqualTo(annasPhone.accountId());
    }
  }

  @Test
  void nearbyAPhoneThatIsOpenIsEnough() {
    annaProvedHerselfLongAgo();
    QrLogins.Made code = logins.create(QrKind.PUSHED, laptop("203.0.113.200", "DE"), null);
    QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
    assertThat(scan.proximity()).isEqualTo(Proximity.SAME_COUNTRY);
    assertThat(scan.reauthenticate()).isFalse();
    confirm(code, scan);
  }

  @Nested
  class AUsedCode {

    @Test
    void isWorthNothing() {
      QrLogins.Made code = confirmed();
      claim(code);
      refused("qr_gone", () -> claim(code));
      refused("qr_gone", () -> logins.scan(annasPhone, PHONE, code.code()));
      refused("qr_gone", () -> logins.confirm(annasPhone, code.code(), "A".repeat(43), 42));
      refused("qr_gone", () -> status(code));
      refused("qr_gone", () -> bare(code));
    }

    @Test
    void opensOneSessionHoweverManyClaimItAtOnce() throws Exception {
      QrLogins.Made code = confirmed();
      int before = sessionsOfAnna();
      List<String> refusals = new ArrayList<>();
      int opened = 0;
      CountDownLatch start = new CountDownLatch(1);
      try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < CLAIMS_AT_ONCE; i++) {
          Callable<String> one =
              () -> {
                start.await();
                try {
                  claim(code);
                  return "";
                } catch (DomainError refusal) {
                  return refusal.code();
                }
              };
          answers.add(executor.submit(one));
        }
        start.countDown();
        for (Future<String> answer : answers) {
          if (answer.get().isEmpty()) {
            opened++;
          } else {
            refusals.add(answer.get());
          }
        }
      }
      assertThat(opened).isEqualTo(1);
      assertThat(refusals).hasSize(CLAIMS_AT_ONCE - 1).containsOnly("qr_gone");
      assertThat(sessionsOfAnna()).isEqualTo(before + 1);
    }
  }

  @Nested
  class WhenThePhonesSessionEnds {

    @Test
    void itAgreesToNothingAnyMore() {
      QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      signOutThePhone();
      refused("qr_gone", () -> confirm(code, scan));
    }

    @Test
    void whatItAgreedToBeforeIsVoidToo() {
      QrLogins.Made code = confirmed();
      signOutThePhone();
      refused("qr_gone", () -> claim(code));
    }

    private void signOutThePhone() {
      Api.post("/api/auth/logout", Map.of("refreshToken", anna.refreshToken()))
          .then()
          .statusCode(204);
    }
  }

  @Test
  void aBlockedAccountGetsNoSession() {
    QrLogins.Made code = confirmed();
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE accounts SET disabled_at = now() WHERE id = ?", annasPhone.accountId()));
    refused("account_disabled", () -> claim(code));
  }

  // ---- several tabs

  @Test
  void tabsOfOneBrowserShareItsSecretAndBothCodesWork() {
    QrLogins.Made first = logins.create(QrKind.PUSHED, BROWSER, null);
    QrLogins.Made second = logins.create(QrKind.POLLED, BROWSER, first.browserSecret());
    assertThat(second.browserSecret()).isEqualTo(first.browserSecret());
    assertThat(second.code()).isNotEqualTo(first.code());
    logins.scan(annasPhone, PHONE, first.code());
    assertThat(status(first).number()).isNotNull();
    assertThat(status(second).status()).isEqualTo(QrStatus.Word.PENDING);
  }

  @Test
  void aSecretThatIsNoneOfOursIsReplaced() {
    for (String planted : new String[] {"", "short", "!".repeat(43), "A".repeat(500)}) {
      assertThat(logins.create(QrKind.PUSHED, BROWSER, planted).browserSecret())
          .isNotEqualTo(planted)
          .hasSize(43);
    }
  }

  // ---- time

  @Nested
  class InTime {

    @ParameterizedTest
    @EnumSource
    void aCodeNobodyScansExpires(QrKind kind) {
      QrLogins.Made code = logins.create(kind, BROWSER, null);
      clock.advance(kind.lifetime().minusMillis(1));
      assertThat(status(code).status()).isEqualTo(QrStatus.Word.PENDING);
      clock.advance(Duration.ofMillis(1));
      assertThat(status(code)).isEqualTo(QrStatus.bare(QrStatus.Word.EXPIRED));
      refused("qr_gone", () -> logins.scan(annasPhone, PHONE, code.code()));
      refused("qr_gone", () -> logins.reject(annasPhone, code.code()));
      refused("qr_gone", () -> claim(code));
    }

    @Test
    void whoScansInTheLastMomentHasTimeToAnswer() {
      QrLogins.Made code = logins.create(QrKind.POLLED, BROWSER, null);
      clock.advance(Duration.ofSeconds(59));
      QrLogins.Scan scan = logins.scan(annasPhone, PHONE, code.code());
      assertThat(scan.expiresAt()).isEqualTo(clock.instant().plus(QrLogins.TIME_TO_CONFIRM));
      assertThat(status(code).expiresIn()).isEqualTo(QrLogins.TIME_TO_CONFIRM.toSeconds());
      int number = numberOf(code);
      clock.advance(QrLogins.TIME_TO_CONFIRM);
      refused(
          "qr_gone", () -> logins.confirm(annasPhone, code.code(), scan.confirmation(), number));
      assertThat(status(code)).isEqualTo(QrStatus.bare(QrStatus.Word.EXPIRED));
    }

    @Test
    void aConfirmedCodeWaitsAMinuteForItsBrowser() {
      QrLogins.Made code = confirmed();
      assertThat(status(code).expiresIn()).isEqualTo(QrLogins.TIME_TO_CLAIM.toSeconds());
      clock.advance(QrLogins.TIME_TO_CLAIM);
      refused("qr_gone", () -> claim(code));
    }

    @Test
    void waitingBrowsersAreToldOfTheEndOnce() {
      QrLogins.Made code = logins.create(QrKind.POLLED, BROWSER, null);
      QrLogins.Made lasting = logins.create(QrKind.PUSHED, BROWSER, null);
      clock.advance(Duration.ofMinutes(1));
      logins.expire();
      logins.expire();
      assertThat(events.fired())
          .filteredOn(it -> it.id().equals(idOf(code)) || it.id().equals(idOf(lasting)))
          .containsExactly(new QrLoginChanged(idOf(code), QrState.EXPIRED));
      assertThat(logins.newsForHolder(idOf(code))).contains(QrStatus.bare(QrStatus.Word.EXPIRED));
    }

    @Test
    void theEndIsForgottenAfterAnHour() {
      QrLogins.Made refusedOne = logins.create(QrKind.POLLED, BROWSER, null);
      logins.reject(annasPhone, refusedOne.code());
      clock.advance(QrLogins.KEPT);
      logins.deleteOld();
      assertThat(bare(refusedOne).status()).isEqualTo(QrStatus.Word.REJECTED);
      clock.advance(Duration.ofMillis(1));
      assertThat(logins.deleteOld()).isPositive();
      assertThat(bare(refusedOne).status()).isEqualTo(QrStatus.Word.EXPIRED);
    }
  }

  // ---- how often

  @Nested
  class Throttling {

    private final QrLogins strict = service(1);

    @Test
    void aNetworkMakesSoManyCodes() {
      assertThat(callsUntilThrottled(() -> strict.create(QrKind.POLLED, BROWSER, null)))
          .isGreaterThanOrEqualTo(120);
      strict.create(QrKind.POLLED, laptop("203.0.113.99", "DE"), null);
    }

    @Test
    void anAccountAnswersSoOften() {
      assertThat(callsUntilThrottled(() -> strict.reject(annasPhone, "no code")))
          .isGreaterThanOrEqualTo(30);
      assertThat(callsUntilThrottled(() -> strict.scan(annasPhone, PHONE, "no code")))
          .isLessThan(30);
      assertThat(callsUntilThrottled(() -> strict.confirm(annasPhone, "no code", null, 42)))
          .isLessThan(30);
    }

    @Test
    void aNetworkAsksAndClaimsSoOften() {
      assertThat(callsUntilThrottled(() -> strict.status("no code", null, BROWSER.requester())))
          .isGreaterThanOrEqualTo(1_200);
      assertThat(callsUntilThrottled(() -> strict.claim("no code", null, BROWSER.requester())))
          .isLessThan(1_200);
    }

    /// How many calls were let through, whatever came of them. The limits go by the machine's time,
    /// so a slow machine gets a few more.
    private int callsUntilThrottled(Runnable call) {
      for (int calls = 0; calls < 10_000; calls++) {
        try {
          call.run();
        } catch (DomainError refusal) {
          if (refusal.code().equals("too_many_requests")) {
            return calls;
          }
        }
      }
      throw new AssertionError("it is never throttled");
    }
  }

  // ---- words

  private static Visitor laptop(String address, @Nullable String country) {
    return visitor(
        address,
        country,
        new DeviceInfo("Windows PC", DeviceInfo.Kind.DESKTOP, "Firefox 143", "Windows 11"));
  }

  private static Visitor phone(String address, @Nullable String country) {
    return visitor(
        address,
        country,
        new DeviceInfo("Pixel 9", DeviceInfo.Kind.PHONE, "Chrome 140", "Android 16"));
  }

  private static Visitor visitor(String address, @Nullable String country, DeviceInfo device) {
    return new Visitor(
        new Requester(address, "a browser", Language.EN, null),
        device,
        new Place(false, country, null));
  }

  private QrLogins.Made confirmed() {
    QrLogins.Made code = logins.create(QrKind.PUSHED, BROWSER, null);
    confirm(code, logins.scan(annasPhone, PHONE, code.code()));
    return code;
  }

  private void confirm(QrLogins.Made code, QrLogins.Scan scan) {
    logins.confirm(annasPhone, code.code(), scan.confirmation(), numberOf(code));
  }

  private SignedIn claim(QrLogins.Made code) {
    return logins.claim(code.code(), code.browserSecret(), BROWSER.requester());
  }

  private QrStatus status(QrLogins.Made code) {
    return logins.status(code.code(), code.browserSecret(), BROWSER.requester());
  }

  private QrStatus bare(QrLogins.Made code) {
    return logins.status(code.code(), null, BROWSER.requester());
  }

  private static QrStatus pending(Duration left) {
    return new QrStatus(QrStatus.Word.PENDING, null, null, left.toSeconds());
  }

  private int numberOf(QrLogins.Made code) {
    return Objects.requireNonNull(status(code).number());
  }

  private UUID idOf(QrLogins.Made code) {
    return logins.watch(code.code(), code.browserSecret());
  }

  private Identity secondSession() {
    String token =
        Api.post("/api/auth/login", Map.of("email", anna.email(), "password", Api.PASSWORD))
            .path("token");
    return tokens.verify(token);
  }

  private void annaProvedHerselfLongAgo() {
    jdbi.useHandle(handle ->
        handle.execute(
            "UPDATE sessions SET authenticated_at = authenticated_at - interval '11 minutes' WHERE id = ?",
            annasPhone.sessionId()));
  }

  private int sessionsOfAnna() {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT count(*) FROM sessions WHERE account_id = :id")
            .bind("id", annasPhone.accountId())
            .mapTo(Integer.class)
            .one());
  }

  /// The addresses refused; they are written a moment later.
  private List<String> rejectionsOfAnna() {
    return Eventually.holds(() -> {
      List<String> addresses =
          jdbi.withHandle(handle ->
              handle
                  .createQuery(
                      "SELECT ip_address FROM login_attempts WHERE account_id = :id AND method = 'qr' AND failure = 'qr_rejected'")
                  .bind("id", annasPhone.accountId())
                  .mapTo(String.class)
                  .list());
      assertThat(addresses).isNotEmpty();
      return addresses;
    });
  }

  private static void refused(String code, ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            DomainError.class, error -> assertThat(error.code()).isEqualTo(code));
  }
}
