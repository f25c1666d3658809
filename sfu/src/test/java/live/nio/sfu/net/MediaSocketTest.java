package live.nio.sfu.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.ThreadMXBean;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Real sockets on the loopback interface, with each implementation.
@ParameterizedClass(name = "{0}")
@ValueSource(strings = {"linux", "portable"})
class MediaSocketTest {
  private static final long LONG = TimeUnit.SECONDS.toNanos(20);

  @Parameter String implementation = "";

  private final List<MediaSocket> opened = new ArrayList<>();
  private final List<Received> received = new ArrayList<>();
  private MediaSocket one = open(any(), 0);
  private MediaSocket other = one;

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  private record Received(NetworkPath path, byte[] bytes) {}

  private static InetAddress any() {
    return new InetSocketAddress(0).getAddress();
  }

  private MediaSocket open(InetAddress bind, int port) {
    MediaSocket socket =
        implementation.equals("linux")
            ? MediaSockets.open(bind, port, 1).getFirst()
            : MediaSockets.portable(bind, port);
    opened.add(socket);
    return socket;
  }

  @BeforeEach
  void openTwo() {
    assumeTrue(implementation.equals("portable") || Libc.isAvailable());
    close();
    one = open(any(), 0);
    other = open(any(), 0);
  }

  @AfterEach
  void close() {
    opened.forEach(MediaSocket::close);
    opened.clear();
  }

  private static NetworkPath to(MediaSocket from, MediaSocket to, String host) {
    return from.path(new InetSocketAddress(InetAddress.ofLiteral(host), to.port()));
  }

  private void receive(MediaSocket socket, int count) {
    long deadline = System.nanoTime() + LONG;
    while (received.size() < count && System.nanoTime() < deadline) {
      socket.receive(
          (path, buffer, offset, length) ->
              received.add(new Received(path, Arrays.copyOfRange(buffer, offset, offset + length))),
          LONG / 10);
    }
    assertThat(received).hasSize(count);
  }

  private static void write(Outbox outbox, NetworkPath path, int length, int number) {
    int at = outbox.reserve();
    outbox.memory().asSlice(at, length).fill((byte) number);
    outbox.commit(path, length);
  }

  @Nested
  class Datagrams {
    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "::1"})
    void goBothWays(String host) {
      one.outbox().send(to(one, other, host), new byte[] {9, 1, 2, 3, 9}, 1, 3);
      one.outbox().flush();
      receive(other, 1);
      NetworkPath back = received.getFirst().path();
      assertThat(received.getFirst().bytes()).containsExactly(1, 2, 3);
      assertThat(back.remote().getPort()).isEqualTo(one.port());
      assertThat(back.remote().getAddress().isLoopbackAddress()).isTrue();
      assertThat(back.isTcp()).isFalse();

      received.clear();
      other.outbox().send(back, new byte[] {4, 5}, 0, 2);
      other.outbox().flush();
      receive(one, 1);

      assertThat(received.getFirst().bytes()).containsExactly(4, 5);
    }

    @Test
    void ofOneAddressComeByOnePath() {
      NetworkPath path = to(one, other, "127.0.0.1");
      for (int i = 0; i < 3; i++) {
        one.outbox().send(path, new byte[] {1}, 0, 1);
      }
      one.outbox().flush();
      receive(other, 3);

      assertThat(received.get(1).path()).isSameAs(received.get(0).path());
      assertThat(received.get(2).path())
          .isSameAs(
              other.path(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), one.port())));
    }

    @Test
    void longerThanASlotAreNotSent() {
      NetworkPath path = to(one, other, "127.0.0.1");
      assertThatThrownBy(() -> one.outbox().send(path, new byte[2_000], 0, 2_000))
          .isInstanceOf(IllegalArgumentException.class);
      one.outbox().reserve();
      assertThatThrownBy(() -> one.outbox().commit(path, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Nested
  class Runs {
    /// Sizes that begin and end runs everywhere: equal, last shorter, longer, single.
    @Test
    void arriveAsSeparateDatagramsInOrder() {
      NetworkPath path = to(one, other, "127.0.0.1");
      int[] lengths = {1000, 1000, 1000, 400, 400, 1200, 1, 1, 1, 2, 1500, 1500, 1499, 1499, 5};
      for (int i = 0; i < lengths.length; i++) {
        write(one.outbox(), path, lengths[i], i);
      }
      one.outbox().flush();
      receive(other, lengths.length);

      for (int i = 0; i < lengths.length; i++) {
        byte[] expected = new byte[lengths[i]];
        Arrays.fill(expected, (byte) i);
        assertThat(received.get(i).bytes()).isEqualTo(expected);
      }
      assertThat(one.counters().sent()).isEqualTo(lengths.length);
      assertThat(one.counters().sentBytes()).isEqualTo(Arrays.stream(lengths).sum());
      if (implementation.equals("linux")) {
        // 1000·3+400 | 400 | 1200+1 | 1·2 | 2 | … : most left in runs, all in one call.
        assertThat(one.counters().segmented()).isGreaterThanOrEqualTo(10);
        assertThat(one.counters().sendCalls()).isEqualTo(1);
      }
    }

    @Test
    void ofManyPeersKeepTheOrderOfEach() {
      MediaSocket third = open(any(), 0);
      NetworkPath[] paths = {to(one, other, "127.0.0.1"), to(one, third, "::1")};
      SplittableRandom random = new SplittableRandom(8);
      int[] sent = new int[2];
      for (int i = 0; i < 400; i++) {
        int peer = random.nextInt(2);
        int run = random.nextInt(1, 5);
        for (int j = 0; j < run; j++) {
          write(one.outbox(), paths[peer], 700 + random.nextInt(2), sent[peer]++);
        }
      }
      one.outbox().flush();

      receive(other, sent[0]);
      for (int i = 0; i < sent[0]; i++) {
        assertThat(received.get(i).bytes()[0]).isEqualTo((byte) i);
      }
      received.clear();
      receive(third, sent[1]);
      for (int i = 0; i < sent[1]; i++) {
        assertThat(received.get(i).bytes()[0]).isEqualTo((byte) i);
      }
    }

    @Test
    void longerThanTheKernelTakesAreSplit() {
      NetworkPath path = to(one, other, "127.0.0.1");
      for (int i = 0; i < 250; i++) {
        write(one.outbox(), path, 1_100, i);
      }
      one.outbox().flush();
      receive(other, 250);

      assertThat(received.get(249).bytes()[0]).isEqualTo((byte) 249);
    }

    @Test
    void beyondTheSlotsAreFlushedOnTheWay() {
      NetworkPath path = to(one, other, "127.0.0.1");
      for (int i = 0; i < 600; i++) {
        write(one.outbox(), path, 50, i);
      }
      one.outbox().flush();
      receive(other, 600);

      assertThat(received.get(599).bytes()[0]).isEqualTo((byte) 599);
    }
  }

  @Nested
  class AnAddressWithoutARoute {
    @Test
    void doesNotKeepTheOthersWaiting() {
      NetworkPath nowhere = one.path(new InetSocketAddress("255.255.255.255", 9));
      NetworkPath path = to(one, other, "127.0.0.1");
      write(one.outbox(), path, 100, 1);
      write(one.outbox(), nowhere, 100, 2);
      write(one.outbox(), nowhere, 100, 2);
      write(one.outbox(), path, 100, 3);
      one.outbox().flush();
      receive(other, 2);

      assertThat(received.get(1).bytes()[0]).isEqualTo((byte) 3);
      assertThat(one.counters().failed()).isEqualTo(2);
    }
  }

  @Nested
  class Waiting {
    @Test
    void endsByAWakeupFromAnotherThread() {
      CompletableFuture<Integer> result =
          CompletableFuture.supplyAsync(() -> one.receive((_, _, _, _) -> {}, LONG));
      one.wakeup();

      assertThat(result.orTimeout(10, TimeUnit.SECONDS).join()).isZero();
    }

    @Test
    void doesNotBeginAfterAWakeup() {
      one.wakeup();
      one.wakeup();

      assertThat(one.receive((_, _, _, _) -> {}, LONG)).isZero();
      // The wakeup is used up: this one waits for its time.
      assertThat(one.receive((_, _, _, _) -> {}, 1_000_000)).isZero();
    }

    @Test
    void endsByTime() {
      assertThat(one.receive((_, _, _, _) -> {}, 1_000_000)).isZero();
      assertThat(one.receive((_, _, _, _) -> {}, 0)).isZero();
      assertThat(one.receive((_, _, _, _) -> {}, -5)).isZero();
    }

    @Test
    void everyWakeupCounts() {
      for (int i = 0; i < 1_000; i++) {
        Thread waker = Thread.ofVirtual().start(one::wakeup);
        assertThat(one.receive((_, _, _, _) -> {}, LONG)).isZero();
        assertThat(waker).isNotNull();
      }
    }
  }

  @Nested
  class OnTheHotPath {
    @Test
    void nothingIsAllocatedPerPacket() {
      assumeTrue(implementation.equals("linux"));
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      NetworkPath path = to(one, other, "127.0.0.1");
      long[] bytes = new long[1];
      DatagramHandler handler = (_, _, _, length) -> bytes[0] += length;
      exchange(path, handler, 2_000);
      long before = threads.getCurrentThreadAllocatedBytes();
      exchange(path, handler, 2_000);
      long perPacket = (threads.getCurrentThreadAllocatedBytes() - before) / (2_000 * 8);

      assertThat(perPacket).isLessThan(16);
      assertThat(bytes[0]).isPositive();
    }

    private void exchange(NetworkPath path, DatagramHandler handler, int rounds) {
      Outbox outbox = one.outbox();
      for (int round = 0; round < rounds; round++) {
        for (int i = 0; i < 8; i++) {
          int at = outbox.reserve();
          outbox.memory().set(ValueLayout.JAVA_BYTE, at, (byte) i);
          outbox.commit(path, 1_000 + (i >> 2));
        }
        outbox.flush();
        int count = 0;
        while (count < 8) {
          count += other.receive(handler, LONG);
        }
      }
    }
  }

  @Nested
  class ThePort {
    @Test
    void isSharedByAllSocketsOpenedTogether() {
      assumeTrue(implementation.equals("linux"));
      List<MediaSocket> sockets = MediaSockets.open(any(), 0, 3);
      opened.addAll(sockets);

      assertThat(sockets).hasSize(3);
      assertThat(sockets).allMatch(socket -> socket.port() == sockets.getFirst().port());

      // Of sixty peers each reaches one socket, always the same.
      for (int i = 0; i < 60; i++) {
        MediaSocket peer = open(any(), 0);
        NetworkPath path = to(peer, sockets.getFirst(), "127.0.0.1");
        for (int j = 0; j < 3; j++) {
          peer.outbox().send(path, new byte[] {(byte) j}, 0, 1);
        }
        peer.outbox().flush();
      }
      int total = 0;
      for (MediaSocket socket : sockets) {
        received.clear();
        int count;
        do {
          count =
              socket.receive(
                  (path, buffer, offset, length) ->
                      received.add(
                          new Received(path, Arrays.copyOfRange(buffer, offset, offset + length))),
                  0);
        } while (count > 0);
        assertThat(received.size() % 3).isZero();
        total += received.size();
      }
      assertThat(total).isEqualTo(180);
    }

    @Test
    void ofALocalAddressIsBoundThereOnly() {
      MediaSocket local = open(InetAddress.ofLiteral("127.0.0.1"), 0);
      one.outbox().send(to(one, local, "127.0.0.1"), new byte[] {7}, 0, 1);
      one.outbox().flush();
      receive(local, 1);

      assertThat(received.getFirst().bytes()).containsExactly(7);
    }

    @Test
    void thatCannotBeHadIsToldSo() {
      InetAddress elsewhere = InetAddress.ofLiteral("192.0.2.77");
      assertThatThrownBy(() -> open(elsewhere, 0)).isInstanceOf(UncheckedIOException.class);
    }
  }
}
