package live.nio.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import live.nio.identity.Sessions.Grant;
import live.nio.identity.Sessions.Opened;
import live.nio.platform.Ids;
import live.nio.platform.Language;
import live.nio.platform.Place;
import live.nio.platform.TestDatabase;
import live.nio.testing.Api;
import live.nio.testing.RecordedEvents;
import live.nio.testing.TestClock;
import org.jdbi.v3.core.Jdbi;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class SessionsTest {

  private static final Visitor LAPTOP =
      new Visitor(
          new Requester("203.0.113.7", "Firefox", Language.EN, null),
          new DeviceInfo("Laptop", DeviceInfo.Kind.DESKTOP, "Firefox 140", "Linux"),
          new Place(false, "DE", null));

  private final Jdbi jdbi = TestDatabase.jdbi();
  private final TestClock clock = TestClock.start();
  private final RecordedEvents<SessionEnded> ended = new RecordedEvents<>();
  private final RecordedEvents<NoticeRaised> notices = new RecordedEvents<>();
  private final Sessions sessions =
      new Sessions(jdbi, clock, TestDatabase.secrets(), new Notices(jdbi, clock, notices), ended);
  private UUID account = Ids.next();

  @BeforeEach
  void anAccount() {
    account = Ids.next();
    String name = Api.freshName() + "s";
    new AccountStore(jdbi)
        .insert(
            new Account(
                account,
                name + "@example.com",
                null,
                null,
                name,
                null,
                "-",
                Role.USER,
                Language.EN,
                null,
                clock.instant()));
  }

  private Grant open() {
    return opened().grant();
  }

  private Opened opened() {
    return jdbi.<Opened, RuntimeException>inTransaction(handle ->
        sessions.open(handle, account, LAPTOP, SignInMethod.PASSWORD, new byte[32], true));
  }

  @Test
  void theTokenIsNotInTheDatabase() {
    Grant grant = open();
    List<String> stored =
        jdbi.withHandle(handle ->
            handle
                .createQuery(
                    "SELECT encode(hash, 'base64') FROM refresh_tokens WHERE session_id = :id")
                .bind("id", grant.sessionId())
                .mapTo(String.class)
                .list());
    assertThat(stored).hasSize(1).doesNotContain(grant.refreshToken());
    assertThat(grant.refreshToken()).hasSize(43);
  }

  @Test
  void eachRefreshReplacesTheTokenAndDoesNotProlongTheSession() {
    Grant first = open();
    clock.advance(Duration.ofDays(29));
    Grant second = sessions.refresh(first.refreshToken(), LAPTOP);
    assertThat(second.refreshToken()).isNotEqualTo(first.refreshToken());
    assertThat(second.sessionId()).isEqualTo(first.sessionId());
    assertThat(second.expiresAt()).isEqualTo(first.expiresAt());
    clock.advance(Duration.ofDays(1));
    refused(second.refreshToken());
    assertThat(ended.fired()).isEmpty();
  }

  @Nested
  class WhenAReplacedTokenComesAgain {

    @Test
    void withinTheGraceItGetsTheSameSuccessor() {
      Grant first = open();
      Grant second = sessions.refresh(first.refreshToken(), LAPTOP);
      clock.advance(Sessions.GRACE.minusMillis(1));
      assertThat(sessions.refresh(first.refreshToken(), LAPTOP).refreshToken())
          .isEqualTo(second.refreshToken());
      assertThat(ended.fired()).isEmpty();
    }

    @Test
    void afterTheGraceTheSessionEndsForTheThiefAndTheVictim() {
      Grant first = open();
      Grant second = sessions.refresh(first.refreshToken(), LAPTOP);
      clock.advance(Sessions.GRACE);
      refused(first.refreshToken());
      refused(second.refreshToken());
      assertThat(ended.fired())
          .containsExactly(new SessionEnded(first.sessionId(), account, EndReason.TOKEN_REUSE));
      assertThat(notices.fired())
          .extracting(it -> it.notice().kind())
          .containsExactly(Notice.Kind.TOKEN_REUSE);
    }

    @Test
    void aTokenTwoGenerationsOldEndsTheSessionEvenWithinTheGrace() {
      Grant first = open();
      Grant second = sessions.refresh(first.refreshToken(), LAPTOP);
      Grant third = sessions.refresh(second.refreshToken(), LAPTOP);
      refused(first.refreshToken());
      refused(third.refreshToken());
      assertThat(ended.fired()).hasSize(1);
    }
  }

  @Test
  void anInventedTokenChangesNothing() {
    Grant grant = open();
    refused("bm9ib2R5IGdhdmUgdGhpcyB0b2tlbiB0byBhbnlib2R5");
    refused("not base64 !");
    refused("x".repeat(10_000));
    assertThatCode(() -> sessions.refresh(grant.refreshToken(), LAPTOP)).doesNotThrowAnyException();
    assertThat(ended.fired()).isEmpty();
  }

  @Test
  void manyTabsRefreshingAtOnceAllGetTheSameSuccessor() throws Exception {
    Grant first = open();
    int tabs = 8;
    CountDownLatch start = new CountDownLatch(1);
    Set<String> successors = new HashSet<>();
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < tabs; i++) {
        Callable<String> tab =
            () -> {
              start.await();
              return sessions.refresh(first.refreshToken(), LAPTOP).refreshToken();
            };
        answers.add(executor.submit(tab));
      }
      start.countDown();
      for (Future<String> answer : answers) {
        successors.add(answer.get());
      }
    }
    assertThat(successors).hasSize(1);
    assertThat(ended.fired()).isEmpty();
  }

  @Test
  void theEleventhSessionEndsTheLeastRecentlyUsedOne() {
    Grant oldest = open();
    clock.advance(Duration.ofMinutes(1));
    Grant idle = open();
    clock.advance(Duration.ofMinutes(1));
    Grant used = sessions.refresh(oldest.refreshToken(), LAPTOP);
    for (int i = 2; i < Sessions.MAX_PER_ACCOUNT; i++) {
      clock.advance(Duration.ofMinutes(1));
      assertThat(opened().evicted()).isEmpty();
    }
    clock.advance(Duration.ofMinutes(1));
    assertThat(opened().evicted()).containsExactly(idle.sessionId());
    refused(idle.refreshToken());
    assertThatCode(() -> sessions.refresh(used.refreshToken(), LAPTOP)).doesNotThrowAnyException();
  }

  @Test
  void afterLogoutTheTokenIsWorthNothing() {
    Grant grant = open();
    sessions.logout(grant.refreshToken());
    refused(grant.refreshToken());
    assertThat(ended.fired())
        .containsExactly(new SessionEnded(grant.sessionId(), account, EndReason.LOGOUT));
    assertThat(sessions.endedSince(clock.instant().minusSeconds(1))).containsKey(grant.sessionId());
    assertThat(sessions.endedSince(clock.instant())).doesNotContainKey(grant.sessionId());
  }

  @Nested
  class WhenTheOwnerEndsThem {

    @Test
    void oneIsEndedAndTheOthersStay() {
      Grant kept = open();
      Grant lost = open();
      assertThat(sessions.end(account, lost.sessionId(), EndReason.ENDED_BY_USER)).isTrue();
      assertThat(sessions.end(account, lost.sessionId(), EndReason.ENDED_BY_USER)).isFalse();
      refused(lost.refreshToken());
      assertThat(sessions.open(account))
          .extracting(Sessions.Listed::id)
          .containsExactly(kept.sessionId());
      assertThat(ended.fired())
          .containsExactly(new SessionEnded(lost.sessionId(), account, EndReason.ENDED_BY_USER));
    }

    @Test
    void aSessionOfSomebodyElseIsNotTheirsToEnd() {
      Grant grant = open();
      assertThat(sessions.end(Ids.next(), grant.sessionId(), EndReason.ENDED_BY_USER)).isFalse();
      assertThat(ended.fired()).isEmpty();
    }

    @Test
    void allOthersAreEndedButThisOneAndThoseLongOver() {
      open();
      clock.advance(Sessions.LIFETIME.minusDays(1));
      Grant here = open();
      open();
      clock.advance(Duration.ofDays(2));
      assertThat(sessions.endOthers(account, here.sessionId(), EndReason.ENDED_BY_USER))
          .isEqualTo(1);
      assertThat(sessions.open(account))
          .extracting(Sessions.Listed::id)
          .containsExactly(here.sessionId());
    }
  }

  @Test
  void aListedSessionSaysWhatItWasOpenedWithAndWhenItWasUsed() {
    Grant grant = open();
    Instant used = clock.instant().plusSeconds(90);
    sessions.touch(Map.of(grant.sessionId(), used));
    sessions.touch(Map.of(grant.sessionId(), clock.instant()));
    assertThat(sessions.open(account))
        .containsExactly(
            new Sessions.Listed(
                grant.sessionId(),
                "203.0.113.7",
                "Firefox",
                LAPTOP.device(),
                LAPTOP.place(),
                SignInMethod.PASSWORD,
                true,
                used,
                clock.instant(),
                clock.instant().plus(Sessions.LIFETIME)));
  }

  @Test
  void whatIsLongOverIsDeletedWithItsTokens() {
    Grant grant = open();
    clock.advance(Sessions.LIFETIME.plusDays(1).plusSeconds(1));
    assertThat(sessions.deleteExpired()).isPositive();
    assertThat(
            jdbi.<Integer, RuntimeException>withHandle(handle ->
                handle
                    .createQuery("SELECT count(*) FROM refresh_tokens WHERE session_id = :id")
                    .bind("id", grant.sessionId())
                    .mapTo(Integer.class)
                    .one()))
        .isZero();
  }

  private void refused(String token) {
    assertThatThrownBy(() -> sessions.refresh(token, LAPTOP))
        .isInstanceOf(IdentityErrors.RefreshInvalid.class);
  }
}
