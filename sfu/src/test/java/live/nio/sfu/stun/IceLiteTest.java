package live.nio.sfu.stun;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import live.nio.sfu.stun.Wire.Address;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The lite agent in virtual time, checked by a peer that is written out.
class IceLiteTest {
  private static final IceCredentials LOCAL =
      new IceCredentials("server01", "password-of-server-1");
  private static final IceCredentials REMOTE =
      new IceCredentials("client", "password-of-client-00");
  private static final IceCredentials NEXT = new IceCredentials("server02", "password-of-server-2");
  private static final Address WIFI = Address.of(1);
  private static final Address MOBILE = Address.of(2);
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Wire wire = new Wire();
  private final IceLite agent = new IceLite(LOCAL, IceOptions.defaults());
  private final Random random = new Random(1);
  private long now = 1_000 * SECOND;

  @BeforeEach
  void theOfferWasRead() {
    agent.remote(REMOTE);
    agent.poll(now);
  }

  /// A check of a controlling peer.
  private final class Check {
    private IceCredentials to = LOCAL;
    private String password = LOCAL.password();
    private boolean nominate;
    private boolean controlled;
    private long priority = 1_000;
    private int unknown;

    Check to(IceCredentials credentials) {
      to = credentials;
      password = credentials.password();
      return this;
    }

    Check password(String other) {
      password = other;
      return this;
    }

    Check nominating() {
      nominate = true;
      return this;
    }

    Check controlled() {
      controlled = true;
      return this;
    }

    Check priority(long value) {
      priority = value;
      return this;
    }

    Check withUnknownAttribute(int type) {
      unknown = type;
      return this;
    }

    int from(Address address) {
      byte[] id = new byte[12];
      random.nextBytes(id);
      StunWriter writer = new StunWriter();
      writer.request(id).username(to.ufrag() + ":client").priority(priority);
      if (controlled) {
        writer.controlled(Long.MAX_VALUE);
      } else {
        writer.controlling(7);
      }
      if (nominate) {
        writer.useCandidate();
      }
      byte[] bytes = writer.toBytes();
      if (unknown != 0) {
        // PRIORITY is the second attribute, behind 20 bytes of header and the user name.
        int at = 20 + 4 + (to.ufrag().length() + 7 + 3) / 4 * 4;
        bytes[at] = (byte) (unknown >> 8);
        bytes[at + 1] = (byte) unknown;
        System.arraycopy(bytes, 0, writer.buffer(), 0, bytes.length);
      }
      bytes = writer.integrity(password.getBytes(UTF_8)).fingerprint().toBytes();
      StunMessage message = Wire.stun(bytes);
      agent.receive(now, address, message, wire);
      return bytes.length;
    }
  }

  private Check check() {
    return new Check();
  }

  private StunMessage answer() {
    return wire.take().stun();
  }

  @Nested
  class ACheck {
    @Test
    void isAnsweredWithTheAddressItCameFrom() {
      check().from(WIFI);

      Wire.Sent sent = wire.take();
      StunMessage answer = sent.stun();
      assertThat(sent.path()).isEqualTo(WIFI);
      assertThat(answer.isBindingSuccess()).isTrue();
      assertThat(answer.mappedAddress()).isEqualTo(WIFI.remote());
      assertThat(answer.hasValidIntegrity(LOCAL.password().getBytes(UTF_8))).isTrue();
      assertThat(answer.hasFingerprint()).isTrue();
    }

    @Test
    void makesItsPathVerifiedButNotSelected() {
      check().from(WIFI);

      assertThat(agent.isVerified(WIFI)).isTrue();
      assertThat(agent.isVerified(MOBILE)).isFalse();
      assertThat(agent.selectedPath()).isNull();
      assertThat(agent.poll(now)).isEqualTo(IceState.NEW);
    }

    @Test
    void withUseCandidateSelectsItsPath() {
      check().nominating().from(WIFI);

      assertThat(agent.selectedPath()).isEqualTo(WIFI);
      assertThat(agent.poll(now)).isEqualTo(IceState.CONNECTED);
    }

    @Test
    void withAnotherPasswordOrNameIsDroppedSilently() {
      check().password("another password").nominating().from(WIFI);
      check().to(NEXT).nominating().from(WIFI);

      assertThat(wire.isEmpty()).isTrue();
      assertThat(agent.isVerified(WIFI)).isFalse();
      assertThat(agent.refused()).isEqualTo(2);
    }

    @Test
    void withoutIntegrityIsDroppedSilently() {
      byte[] bytes =
          new StunWriter()
              .request(new byte[12])
              .username("server01:client")
              .fingerprint()
              .toBytes();
      StunMessage message = Wire.stun(bytes);

      agent.receive(now, WIFI, message, wire);

      assertThat(wire.isEmpty()).isTrue();
      assertThat(agent.isVerified(WIFI)).isFalse();
    }

    @Test
    void withUnknownRequiredAttributesIsAnswered420() {
      int length = check().withUnknownAttribute(0x7FF0).from(WIFI);

      StunMessage answer = answer();
      assertThat(answer.errorCode()).isEqualTo(420);
      assertThat(answer.length()).isLessThanOrEqualTo(length);
      assertThat(agent.isVerified(WIFI)).isFalse();
    }
  }

  @Nested
  class WhenThePeerSaysItIsControlled {
    @Test
    void itIsToldToSwitchWhateverItsTieBreaker() {
      int length = check().controlled().nominating().from(WIFI);

      StunMessage answer = answer();
      assertThat(answer.isBindingError()).isTrue();
      assertThat(answer.errorCode()).isEqualTo(487);
      assertThat(answer.hasValidIntegrity(LOCAL.password().getBytes(UTF_8))).isTrue();
      assertThat(answer.length()).isLessThanOrEqualTo(length);
      assertThat(agent.selectedPath()).isNull();
    }

    @Test
    void theCheckAfterTheSwitchCounts() {
      check().controlled().from(WIFI);
      check().nominating().from(WIFI);

      assertThat(answer().errorCode()).isEqualTo(487);
      assertThat(answer().isBindingSuccess()).isTrue();
      assertThat(agent.selectedPath()).isEqualTo(WIFI);
    }
  }

  @Nested
  class Nomination {
    @Test
    void movesToAnotherPathWhenThePeerDoes() {
      check().nominating().priority(2_000).from(WIFI);
      now += 5 * SECOND;
      check().priority(1_000).from(MOBILE);
      assertThat(agent.selectedPath()).isEqualTo(WIFI);

      check().nominating().priority(1_000).from(MOBILE);
      assertThat(agent.selectedPath()).isEqualTo(MOBILE);
    }

    @Test
    void ofEverythingEndsOnTheBestPath() {
      check().nominating().priority(1_000).from(MOBILE);
      check().nominating().priority(3_000).from(WIFI);
      check().nominating().priority(2_000).from(Address.of(3));

      assertThat(agent.selectedPath()).isEqualTo(WIFI);
    }

    @Test
    void leavesAPathThatFellSilentForANominatedOneThatDidNot() {
      check().nominating().priority(3_000).from(WIFI);
      check().nominating().priority(1_000).from(MOBILE);
      assertThat(agent.selectedPath()).isEqualTo(WIFI);
      for (int i = 0; i < 6; i++) {
        now += 2 * SECOND;
        check().from(MOBILE);
      }

      assertThat(agent.selectedPath()).isEqualTo(MOBILE);
      assertThat(agent.poll(now)).isEqualTo(IceState.CONNECTED);
    }
  }

  @Nested
  class Consent {
    @Test
    void holdsAsLongAsChecksCome() {
      check().nominating().from(WIFI);
      for (int i = 0; i < 100; i++) {
        now += 9 * SECOND;
        assertThat(agent.poll(now)).isEqualTo(IceState.CONNECTED);
        check().from(WIFI);
      }
    }

    @Test
    void isDoubtedAfter10SecondsAndGoneAfter30() {
      check().nominating().from(WIFI);
      final long last = now;

      assertThat(agent.nextTimeout()).isEqualTo(last + 10 * SECOND);
      assertThat(agent.poll(last + 10 * SECOND - 1)).isEqualTo(IceState.CONNECTED);
      assertThat(agent.poll(last + 10 * SECOND)).isEqualTo(IceState.DISCONNECTED);
      assertThat(agent.selectedPath()).isEqualTo(WIFI);
      assertThat(agent.nextTimeout()).isEqualTo(last + 30 * SECOND);
      assertThat(agent.poll(last + 30 * SECOND)).isEqualTo(IceState.FAILED);
      assertThat(agent.nextTimeout()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void comesBackWithACheckInTime() {
      check().nominating().from(WIFI);
      now += 15 * SECOND;
      assertThat(agent.poll(now)).isEqualTo(IceState.DISCONNECTED);

      check().from(WIFI);

      assertThat(agent.poll(now)).isEqualTo(IceState.CONNECTED);
    }

    @Test
    void isNotRefreshedByForgedChecks() {
      check().nominating().from(WIFI);
      now += 15 * SECOND;
      check().password("guessed").from(WIFI);

      assertThat(agent.poll(now)).isEqualTo(IceState.DISCONNECTED);
    }

    @Test
    void neverGivenFailsAfter30Seconds() {
      assertThat(agent.nextTimeout()).isEqualTo(now + 30 * SECOND);
      assertThat(agent.poll(now + 30 * SECOND)).isEqualTo(IceState.FAILED);
    }

    @Test
    void onceGoneIsGone() {
      check().nominating().from(WIFI);
      now += 30 * SECOND;
      agent.poll(now);

      check().nominating().from(MOBILE);

      assertThat(agent.poll(now)).isEqualTo(IceState.FAILED);
      assertThat(agent.isVerified(MOBILE)).isFalse();
    }
  }

  @Nested
  class Restart {
    private static final IceCredentials REMOTE_NEXT =
        new IceCredentials("client2", "password-of-client-02");

    @Test
    void keepsTheSelectedPathUntilTheNextNomination() {
      check().nominating().priority(9_000).from(WIFI);
      agent.restart(NEXT, REMOTE_NEXT);

      assertThat(agent.localUfrag()).isEqualTo("server02");
      assertThat(agent.previousUfrag()).isEqualTo("server01");
      assertThat(agent.selectedPath()).isEqualTo(WIFI);
      check().to(NEXT).from(MOBILE);
      assertThat(agent.selectedPath()).isEqualTo(WIFI);
      check().to(NEXT).nominating().priority(1).from(MOBILE);
      assertThat(agent.selectedPath()).isEqualTo(MOBILE);
    }

    @Test
    void takesOldCredentialsUntilTheFirstCheckWithTheNew() {
      agent.restart(NEXT, REMOTE_NEXT);
      check().from(WIFI);
      assertThat(answer().isBindingSuccess()).isTrue();

      check().to(NEXT).from(WIFI);
      assertThat(answer().hasValidIntegrity(NEXT.password().getBytes(UTF_8))).isTrue();

      check().from(WIFI);
      assertThat(wire.isEmpty()).isTrue();
      assertThat(agent.previousUfrag()).isNull();
    }

    @Test
    void leadsOutOfFailure() {
      check().nominating().from(WIFI);
      now += 31 * SECOND;
      assertThat(agent.poll(now)).isEqualTo(IceState.FAILED);

      agent.restart(NEXT, REMOTE_NEXT);
      agent.poll(now);
      check().to(NEXT).nominating().from(MOBILE);

      assertThat(agent.poll(now)).isEqualTo(IceState.CONNECTED);
      assertThat(agent.selectedPath()).isEqualTo(MOBILE);
    }
  }

  @Nested
  class Limits {
    @Test
    void sixteenPathsAreKeptTheOldestGoesFirst() {
      check().nominating().from(WIFI);
      for (int i = 10; i < 40; i++) {
        now += 1;
        check().from(Address.of(i));
      }

      assertThat(agent.isVerified(WIFI)).isTrue();
      assertThat(agent.isVerified(Address.of(39))).isTrue();
      assertThat(agent.isVerified(Address.of(10))).isFalse();
    }

    @Test
    void aClosedAgentAnswersNothing() {
      check().nominating().from(WIFI);
      wire.take();
      agent.close();

      check().from(WIFI);

      assertThat(wire.isEmpty()).isTrue();
      assertThat(agent.poll(now)).isEqualTo(IceState.CLOSED);
      assertThat(agent.selectedPath()).isNull();
    }

    @Test
    void aBudgetAllowsABurstOfOneSecondAndThenItsRate() {
      StunBudget budget = new StunBudget(100);
      int taken = 0;
      for (int i = 0; i < 1_000; i++) {
        taken += budget.take(now) ? 1 : 0;
      }
      assertThat(taken).isBetween(99, 101);
      assertThat(budget.refused()).isEqualTo(1_000 - taken);
      taken = 0;
      for (int i = 0; i < 10_000; i++) {
        now += SECOND / 1_000;
        taken += budget.take(now) ? 1 : 0;
      }
      assertThat(taken).isBetween(990, 1_010);
    }
  }

  @Test
  void credentialsAreRandomAndNotPrinted() {
    IceCredentials one = IceCredentials.random(random);
    IceCredentials other = IceCredentials.random(random);

    assertThat(one.ufrag()).hasSize(8).isNotEqualTo(other.ufrag());
    assertThat(one.password()).hasSize(24).isNotEqualTo(other.password());
    assertThat(one.toString()).doesNotContain(one.password());
  }
}
