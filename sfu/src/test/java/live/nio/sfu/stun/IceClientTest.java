package live.nio.sfu.stun;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Random;
import live.nio.sfu.stun.Wire.Address;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The controlling agent against the lite one, in virtual time over a wire that may lose.
class IceClientTest {
  private static final IceCredentials CLIENT =
      new IceCredentials("client", "password-of-client-00");
  private static final IceCredentials SERVER =
      new IceCredentials("server01", "password-of-server-1");
  private static final Address DEAD = Address.of(1);
  private static final Address ALIVE = Address.of(2);
  private static final Address SELF = Address.of(9);
  private static final long MILLISECOND = Duration.ofMillis(1).toNanos();

  private final Random random = new Random(4);
  private final IceLite lite = new IceLite(SERVER, IceOptions.defaults());
  private final IceClient client =
      new IceClient(CLIENT, SERVER, List.of(DEAD, ALIVE), IceOptions.defaults(), random);
  private final Wire fromClient = new Wire();
  private final Wire fromServer = new Wire();
  private double loss;
  private boolean serverIsUp = true;
  private int checks;
  private long now;

  /// Lets both agents run on their own timers.
  private void run(Duration duration) {
    long end = now + duration.toNanos();
    while (now < end) {
      client.poll(now, fromClient);
      lite.poll(now);
      while (!fromClient.isEmpty()) {
        Wire.Sent sent = fromClient.take();
        checks++;
        if (serverIsUp && sent.path().equals(ALIVE) && random.nextDouble() >= loss) {
          lite.receive(now, SELF, sent.stun(), fromServer);
        }
      }
      while (!fromServer.isEmpty()) {
        Wire.Sent sent = fromServer.take();
        if (random.nextDouble() >= loss) {
          client.receive(now + MILLISECOND, ALIVE, sent.stun(), fromClient);
        }
      }
      now = Math.min(end, Math.max(now + MILLISECOND, client.nextTimeout()));
    }
  }

  @Test
  void bothSidesConnectOverTheCandidateThatAnswers() {
    run(Duration.ofMillis(100));

    assertThat(client.state()).isEqualTo(IceState.CONNECTED);
    assertThat(client.selectedPath()).isEqualTo(ALIVE);
    assertThat(lite.state()).isEqualTo(IceState.CONNECTED);
    assertThat(lite.selectedPath()).isEqualTo(SELF);
  }

  @Test
  void consentIsAskedForAboutEveryFiveSeconds() {
    run(Duration.ofMillis(100));
    checks = 0;
    run(Duration.ofSeconds(100));

    assertThat(checks).isBetween(100 / 6 - 1, 100 / 4 + 1);
    assertThat(client.state()).isEqualTo(IceState.CONNECTED);
    assertThat(lite.poll(now)).isEqualTo(IceState.CONNECTED);
  }

  @Test
  void lossDelaysButDoesNotPrevent() {
    loss = 0.5;
    run(Duration.ofSeconds(10));
    assertThat(client.state()).isEqualTo(IceState.CONNECTED);
    run(Duration.ofMinutes(5));
    assertThat(client.state()).isEqualTo(IceState.CONNECTED);
  }

  @Nested
  class WhenTheServerFallsSilent {
    @Test
    void theClientDisconnectsThenFails() {
      run(Duration.ofSeconds(1));
      serverIsUp = false;
      run(Duration.ofSeconds(16));
      assertThat(client.state()).isEqualTo(IceState.DISCONNECTED);
      run(Duration.ofSeconds(16));
      assertThat(client.state()).isEqualTo(IceState.FAILED);
      assertThat(client.nextTimeout()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void itConnectsAgainWhenTheServerIsBackInTime() {
      run(Duration.ofSeconds(1));
      serverIsUp = false;
      run(Duration.ofSeconds(16));
      serverIsUp = true;
      run(Duration.ofSeconds(4));

      assertThat(client.state()).isEqualTo(IceState.CONNECTED);
      assertThat(lite.poll(now)).isEqualTo(IceState.CONNECTED);
    }
  }

  @Nested
  class AFullAgentOnTheOtherSide {
    @Test
    void getsItsChecksAnswered() {
      byte[] bytes =
          new StunWriter()
              .request(new byte[12])
              .username("client:server01")
              .priority(1)
              .controlled(1)
              .integrity(CLIENT.passwordBytes())
              .fingerprint()
              .toBytes();
      StunMessage request = Wire.stun(bytes);

      client.receive(now, ALIVE, request, fromClient);

      StunMessage answer = fromClient.take().stun();
      assertThat(answer.isBindingSuccess()).isTrue();
      assertThat(answer.mappedAddress()).isEqualTo(ALIVE.remote());
    }

    @Test
    void mayInsistOnItsRole() {
      client.poll(now, fromClient);
      StunMessage check = fromClient.take().stun();
      assertThat(check.isControlling()).isTrue();
      byte[] conflict =
          new StunWriter()
              .error(check, 487)
              .integrity(SERVER.passwordBytes())
              .fingerprint()
              .toBytes();
      StunMessage answer = Wire.stun(conflict);

      client.receive(now, DEAD, answer, fromClient);
      client.poll(now, fromClient);

      StunMessage next = fromClient.take().stun();
      assertThat(next.isControlled()).isTrue();
      assertThat(next.useCandidate()).isFalse();
    }
  }

  @Test
  void forgedAnswersAreIgnored() {
    client.poll(now, fromClient);
    StunMessage check = fromClient.take().stun();
    byte[] forged =
        new StunWriter()
            .success(check)
            .mappedAddress(SELF.remote())
            .integrity("guessed".getBytes(java.nio.charset.StandardCharsets.UTF_8))
            .fingerprint()
            .toBytes();
    StunMessage answer = Wire.stun(forged);

    client.receive(now, DEAD, answer, fromClient);

    assertThat(client.selectedPath()).isNull();
  }
}
