package live.nio.sfu.dtls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import live.nio.sfu.dtls.DtlsConnection.Role;
import live.nio.sfu.srtp.SrtpKeys;
import live.nio.sfu.srtp.SrtpProfile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Both roles of ours against each other, over a wire that may lose, repeat and forge.
class DtlsConnectionTest {
  private static final DtlsIdentity ONE =
      DtlsIdentity.generate(new SecureRandom(), Clock.systemUTC());
  private static final DtlsIdentity OTHER =
      DtlsIdentity.generate(new SecureRandom(), Clock.systemUTC());
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final DtlsHandshakes handshakes = new DtlsHandshakes(8, PATIENCE);
  private final End server = new End();
  private final End client = new End();

  /// One end: what it told, and what happens to the datagrams it sends.
  private static class End implements DtlsConnection.Listener {
    final CompletableFuture<SrtpKeys> keys = new CompletableFuture<>();
    final CompletableFuture<String> end = new CompletableFuture<>();
    final List<byte[]> sent = new CopyOnWriteArrayList<>();
    IntPredicate lost = number -> false;
    boolean twice;
    @Nullable SplittableRandom garbage;
    volatile @Nullable DtlsConnection connection;
    volatile @Nullable End peer;

    @Override
    public void send(byte[] datagram) {
      sent.add(datagram);
      SplittableRandom forger = garbage;
      if (forger != null) {
        deliver(forged(datagram, forger));
      }
      if (!lost.test(sent.size())) {
        deliver(datagram);
        if (twice) {
          deliver(datagram);
        }
      }
    }

    private void deliver(byte[] datagram) {
      End other = peer;
      DtlsConnection receiver = other == null ? null : other.connection;
      if (receiver != null) {
        receiver.receive(datagram, 0, datagram.length);
      }
    }

    @Override
    public void connected(SrtpKeys agreed) {
      keys.complete(agreed);
    }

    @Override
    public void failed(String reason) {
      // The keys first: who awaited the end looks at them.
      keys.completeExceptionally(new AssertionError(reason));
      end.complete("failed: " + reason);
    }

    @Override
    public void closed() {
      keys.completeExceptionally(new AssertionError("closed"));
      end.complete("closed");
    }

    SrtpKeys awaitKeys() {
      return keys.orTimeout(30, TimeUnit.SECONDS).join();
    }

    String awaitEnd() {
      return end.orTimeout(30, TimeUnit.SECONDS).join();
    }

    void close() {
      DtlsConnection open = connection;
      if (open != null) {
        open.close();
      }
    }
  }

  /// A datagram that looks like the real one: a record header of DTLS with other content, or a
  /// changed copy that a receiver cannot tell from the real one before it reads it.
  private static byte[] forged(byte[] datagram, SplittableRandom random) {
    byte[] forged = new byte[13 + random.nextInt(100)];
    random.nextBytes(forged);
    forged[0] = (byte) random.nextInt(20, 27);
    forged[1] = datagram[1];
    forged[2] = datagram[2];
    // Of a later epoch, so that it cannot be plain text.
    forged[3] = 0;
    forged[4] = 1;
    return forged;
  }

  private void start(String serverExpects, String clientExpects) {
    server.peer = client;
    client.peer = server;
    server.connection = DtlsConnection.start(ONE, Role.SERVER, serverExpects, server, handshakes);
    client.connection = DtlsConnection.start(OTHER, Role.CLIENT, clientExpects, client, handshakes);
  }

  private void start() {
    start("sha-256 " + OTHER.fingerprint(), "sha-256 " + ONE.fingerprint());
  }

  @AfterEach
  void close() {
    server.close();
    client.close();
  }

  private void assertSameKeys() {
    SrtpKeys here = server.awaitKeys();
    SrtpKeys there = client.awaitKeys();
    assertThat(here.profile()).isEqualTo(there.profile());
    assertThat(here.localKey()).isEqualTo(there.remoteKey()).isNotEqualTo(here.remoteKey());
    assertThat(here.localSalt()).isEqualTo(there.remoteSalt()).isNotEqualTo(here.remoteSalt());
    assertThat(here.remoteKey()).isEqualTo(there.localKey());
    assertThat(here.remoteSalt()).isEqualTo(there.localSalt());
  }

  @Nested
  class TwoEnds {
    @Test
    void agreeOnKeysForGcm() {
      start();

      assertSameKeys();
      assertThat(server.awaitKeys().profile()).isEqualTo(SrtpProfile.AEAD_AES_128_GCM);
      assertThat(handshakes.succeeded()).isEqualTo(2);
    }

    @Test
    void sendNoDatagramLongerThan1200Bytes() {
      start();
      assertSameKeys();

      assertThat(server.sent).allSatisfy(datagram -> assertThat(datagram).hasSizeLessThan(1_201));
      assertThat(client.sent).allSatisfy(datagram -> assertThat(datagram).hasSizeLessThan(1_201));
    }

    @Test
    void tellEachOtherWhenTheyClose() {
      start();
      assertSameKeys();

      client.close();

      assertThat(client.awaitEnd()).isEqualTo("closed");
      assertThat(server.awaitEnd()).isEqualTo("closed");
    }

    @Test
    void bearRepetition() {
      server.twice = true;
      client.twice = true;
      start();

      assertSameKeys();
    }
  }

  @Nested
  class Fingerprints {
    @Test
    void mayBeWrittenInLowerCase() {
      start(
          "SHA-256 " + OTHER.fingerprint().toLowerCase(java.util.Locale.ROOT),
          "sha-256 " + ONE.fingerprint());

      assertSameKeys();
    }

    @Test
    void mayBeLonger() throws Exception {
      byte[] certificate = OTHER.certificate().getCertificateAt(0).getEncoded();
      start("sha-512 " + DtlsFingerprint.SHA_512.of(certificate), "sha-256 " + ONE.fingerprint());

      assertSameKeys();
    }

    @Test
    void ofAnotherClientIsRefusedByTheServer() {
      start("sha-256 " + ONE.fingerprint(), "sha-256 " + ONE.fingerprint());

      assertThat(server.awaitEnd()).startsWith("failed: handshake failed");
      assertThat(client.awaitEnd()).startsWith("failed: peer refused");
      assertThat(server.keys).isCompletedExceptionally();
      assertThat(client.keys).isCompletedExceptionally();
    }

    @Test
    void ofAnotherServerIsRefusedByTheClient() {
      start("sha-256 " + OTHER.fingerprint(), "sha-256 " + OTHER.fingerprint());

      assertThat(client.awaitEnd()).startsWith("failed: handshake failed");
      assertThat(server.awaitEnd()).startsWith("failed: peer refused");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "sha-256", "sha-256 AA:BB", "sha-1 AA:BB", "md5 AA", "sha-256 xx"})
    void areRefusedWhenMalformed(String fingerprint) {
      assertThatThrownBy(
              () -> DtlsConnection.start(ONE, Role.SERVER, fingerprint, server, handshakes))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class Loss {
    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void ofAnyOneDatagramOfTheServerIsMadeGood(int number) {
      server.lost = n -> n == number;
      start();

      assertSameKeys();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void ofAnyOneDatagramOfTheClientIsMadeGood(int number) {
      client.lost = n -> n == number;
      start();

      assertSameKeys();
    }

    @Test
    void ofEverySecondDatagramIsMadeGood() {
      server.lost = n -> n % 2 == 1;
      client.lost = n -> n % 2 == 1;
      start();

      assertSameKeys();
    }
  }

  @Nested
  class Garbage {
    @Test
    void inBetweenDoesNotStopTheHandshake() {
      server.garbage = new SplittableRandom(1);
      client.garbage = new SplittableRandom(2);
      start();

      assertSameKeys();
    }

    @Test
    void afterwardsIsDropped() {
      start();
      assertSameKeys();
      DtlsConnection connection = server.connection;
      SplittableRandom random = new SplittableRandom(3);
      for (int i = 0; i < 10_000 && connection != null; i++) {
        byte[] bytes = new byte[random.nextInt(1_500)];
        random.nextBytes(bytes);
        if (bytes.length > 0) {
          bytes[0] = (byte) random.nextInt(256);
        }
        connection.receive(bytes, 0, bytes.length);
      }

      client.close();
      assertThat(client.awaitEnd()).isEqualTo("closed");
      // The close_notify may have met a full queue; closing works in any case.
      server.close();
      assertThat(server.awaitEnd()).isEqualTo("closed");
    }

    /// A handshake may fail by what it reads, but only by saying so.
    @Test
    void insteadOfAHandshakeFailsOrIsIgnored() {
      SplittableRandom random = new SplittableRandom(4);
      byte[] hello = clientHello();
      for (int round = 0; round < 300; round++) {
        End end = new End();
        DtlsConnection connection =
            DtlsConnection.start(
                ONE, Role.SERVER, "sha-256 " + OTHER.fingerprint(), end, handshakes);
        end.connection = connection;
        for (int i = 0; i < 5; i++) {
          byte[] bytes = hello.clone();
          for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt();
          }
          bytes = Arrays.copyOf(bytes, random.nextInt(1, bytes.length + 1));
          bytes[0] = (byte) random.nextInt(20, 24);
          connection.receive(bytes, 0, bytes.length);
        }
        connection.close();
        assertThat(end.awaitEnd()).matches("closed|failed: .*");
      }
    }

    private byte[] clientHello() {
      CompletableFuture<byte[]> hello = new CompletableFuture<>();
      End end =
          new End() {
            @Override
            public void send(byte[] datagram) {
              hello.complete(datagram);
            }
          };
      DtlsConnection connection =
          DtlsConnection.start(ONE, Role.CLIENT, "sha-256 " + OTHER.fingerprint(), end, handshakes);
      byte[] bytes = hello.orTimeout(30, TimeUnit.SECONDS).join();
      connection.close();
      return bytes;
    }
  }

  @Nested
  class Limits {
    @Test
    void aServerThatIsNeverAskedGivesUp() {
      DtlsHandshakes impatient = new DtlsHandshakes(1, Duration.ofMillis(50));
      server.connection =
          DtlsConnection.start(
              ONE, Role.SERVER, "sha-256 " + OTHER.fingerprint(), server, impatient);

      assertThat(server.awaitEnd()).isEqualTo("failed: the peer never began the handshake");
      assertThat(impatient.failed()).isZero();
    }

    @Test
    void aClientThatIsNeverAnsweredGivesUp() {
      DtlsHandshakes impatient = new DtlsHandshakes(1, Duration.ofMillis(300));
      client.connection =
          DtlsConnection.start(
              ONE, Role.CLIENT, "sha-256 " + OTHER.fingerprint(), client, impatient);

      assertThat(client.awaitEnd()).isEqualTo("failed: handshake timed out");
      assertThat(client.sent).hasSizeGreaterThan(1);
      assertThat(impatient.failed()).isEqualTo(1);
    }

    @Test
    void manyAtOnceWaitForEachOther() {
      DtlsHandshakes narrow = new DtlsHandshakes(2, PATIENCE);
      List<End> clients = new CopyOnWriteArrayList<>();
      for (int i = 0; i < 10; i++) {
        End there = new End();
        End here = new End();
        here.peer = there;
        there.peer = here;
        // Servers do not count here, else two clients could hold both places for ever.
        here.connection =
            DtlsConnection.start(
                ONE, Role.SERVER, "sha-256 " + OTHER.fingerprint(), here, handshakes);
        there.connection =
            DtlsConnection.start(OTHER, Role.CLIENT, "sha-256 " + ONE.fingerprint(), there, narrow);
        clients.add(there);
      }

      assertThat(clients).allSatisfy(end -> assertThat(end.awaitKeys()).isNotNull());
      clients.forEach(End::close);
      assertThat(narrow.succeeded()).isEqualTo(10);
    }

    @Test
    void whatIsNotDtlsIsNotTaken() {
      start();
      DtlsConnection connection = server.connection;
      assertThat(connection).isNotNull();
      assertThat(DtlsConnection.isDtls(new byte[] {22}, 0, 1)).isTrue();
      for (int first : new int[] {0, 19, 64, 128, 255}) {
        assertThat(DtlsConnection.isDtls(new byte[] {(byte) first}, 0, 1)).isFalse();
      }
      assertThat(DtlsConnection.isDtls(new byte[0], 0, 0)).isFalse();
    }
  }

  @Test
  void identitiesDiffer() {
    assertThat(ONE.fingerprint())
        .matches("([0-9A-F]{2}:){31}[0-9A-F]{2}")
        .isNotEqualTo(OTHER.fingerprint());
  }
}
