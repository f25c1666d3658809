package live.nio.sfu.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.nio.sfu.dtls.DtlsConnection;
import live.nio.sfu.dtls.DtlsHandshakes;
import live.nio.sfu.dtls.DtlsIdentity;
import live.nio.sfu.srtp.SrtpCrypto;
import live.nio.sfu.srtp.SrtpKeys;
import live.nio.sfu.srtp.SrtpReceiver;
import live.nio.sfu.srtp.SrtpSender;
import live.nio.sfu.stun.IceClient;
import live.nio.sfu.stun.IceCredentials;
import live.nio.sfu.stun.IceLite;
import live.nio.sfu.stun.IceOptions;
import live.nio.sfu.stun.StunMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// The layers put together: ICE, DTLS and SRTP between two loops over real sockets.
class TransportTest {
  private static final int PACKETS = 500;
  private static final int PAYLOAD = 900;
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /// One end with a socket and a thread. What other threads have for it goes through a queue.
  private abstract static class End implements DtlsConnection.Listener, AutoCloseable {
    final MediaSocket socket = MediaSockets.open(LOOPBACK, 0, 1).getFirst();
    final IceCredentials credentials = IceCredentials.random(RANDOM);
    final DtlsIdentity identity = DtlsIdentity.generate(RANDOM, Clock.systemUTC());
    final CompletableFuture<SrtpKeys> ready = new CompletableFuture<>();
    final CountDownLatch mediaCame = new CountDownLatch(PACKETS);
    final CountDownLatch reportCame = new CountDownLatch(1);
    final CountDownLatch ended = new CountDownLatch(1);
    private final ConcurrentLinkedQueue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final Thread thread = Thread.ofPlatform().unstarted(this::run);
    private @Nullable DtlsConnection dtls;
    private @Nullable SrtpReceiver receiver;
    private volatile boolean running = true;

    abstract void onStun(long now, NetworkPath path, StunMessage message);

    abstract void poll(long now);

    abstract @Nullable NetworkPath selected();

    void start(DtlsConnection.Role role, End peer) {
      dtls =
          DtlsConnection.start(
              identity,
              role,
              "sha-256 " + peer.identity.fingerprint(),
              this,
              DtlsHandshakes.defaults());
      thread.start();
    }

    private void run() {
      while (running) {
        long now = System.nanoTime();
        poll(now);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
        socket.outbox().flush();
        socket.receive(this::onDatagram, TimeUnit.MILLISECONDS.toNanos(20));
      }
    }

    private void onDatagram(NetworkPath path, byte[] buffer, int offset, int length) {
      DtlsConnection connection = dtls;
      SrtpReceiver srtp = receiver;
      if (StunMessage.isStun(buffer, offset, length)) {
        StunMessage message = StunMessage.parse(buffer, offset, length);
        if (message != null) {
          onStun(System.nanoTime(), path, message);
        }
      } else if (DtlsConnection.isDtls(buffer, offset, length) && connection != null) {
        connection.receive(buffer, offset, length);
      } else if (srtp != null && (buffer[offset + 1] & 0x7F) == 73) {
        if (srtp.unprotectRtcp(buffer, offset, length) == 8) {
          reportCame.countDown();
        }
      } else if (srtp != null && srtp.unprotectRtp(buffer, offset, length) == 12 + PAYLOAD) {
        mediaCame.countDown();
      }
    }

    private void later(Runnable task) {
      tasks.add(task);
      socket.wakeup();
    }

    @Override
    public void send(byte[] datagram) {
      later(() -> {
        NetworkPath path = selected();
        // Without a path it is as good as lost; it will be repeated.
        if (path != null) {
          socket.outbox().send(path, datagram, 0, datagram.length);
        }
      });
    }

    @Override
    public void connected(SrtpKeys keys) {
      later(() -> {
        receiver = SrtpReceiver.create(keys, SrtpCrypto.best());
        ready.complete(keys);
      });
    }

    void sendMedia() {
      later(() -> sendMedia(ready.join()));
    }

    private void sendMedia(SrtpKeys keys) {
      NetworkPath path = selected();
      Outbox outbox = socket.outbox();
      try (SrtpSender sender = SrtpSender.create(keys, SrtpCrypto.best())) {
        for (int i = 0; i < PACKETS && path != null; i++) {
          int at = outbox.reserve();
          outbox.memory().asSlice(at, 12 + PAYLOAD).fill((byte) i);
          outbox.memory().set(ValueLayout.JAVA_BYTE, at, (byte) 0x80);
          outbox.memory().set(ValueLayout.JAVA_BYTE, at + 1L, (byte) 96);
          outbox.memory().set(ValueLayout.JAVA_BYTE, at + 2L, (byte) (i >> 8));
          outbox.memory().set(ValueLayout.JAVA_INT_UNALIGNED, at + 8L, 1);
          int length = sender.protectRtp(outbox.memory(), at, 12, 12 + PAYLOAD);
          outbox.commit(path, length);
        }
        byte[] report = new byte[8 + SrtpSender.RTCP_OVERHEAD];
        report[0] = (byte) 0x80;
        report[1] = (byte) 201;
        int length = sender.protectRtcp(report, 0, 8);
        if (path != null) {
          outbox.send(path, report, 0, length);
        }
      }
    }

    @Override
    public void failed(String reason) {
      ended.countDown();
    }

    @Override
    public void closed() {
      ended.countDown();
    }

    void hangUp() {
      DtlsConnection connection = dtls;
      if (connection != null) {
        connection.close();
      }
    }

    @Override
    public void close() {
      hangUp();
      running = false;
      socket.wakeup();
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      socket.close();
    }
  }

  private static final class Server extends End {
    private final IceLite ice = new IceLite(credentials, IceOptions.defaults());

    @Override
    void onStun(long now, NetworkPath path, StunMessage message) {
      ice.receive(now, path, message, socket.outbox());
    }

    @Override
    void poll(long now) {
      ice.poll(now);
    }

    @Override
    @Nullable NetworkPath selected() {
      return ice.selectedPath();
    }
  }

  private static final class Client extends End {
    private final IceClient ice;

    Client(Server server) {
      NetworkPath candidate = socket.path(new InetSocketAddress(LOOPBACK, server.socket.port()));
      ice =
          new IceClient(
              credentials, server.credentials, List.of(candidate), IceOptions.defaults(), RANDOM);
    }

    @Override
    void onStun(long now, NetworkPath path, StunMessage message) {
      ice.receive(now, path, message, socket.outbox());
    }

    @Override
    void poll(long now) {
      ice.poll(now, socket.outbox());
    }

    @Override
    @Nullable NetworkPath selected() {
      return ice.selectedPath();
    }
  }

  @ParameterizedTest
  @EnumSource(DtlsConnection.Role.class)
  void mediaAndReportsGoBothWaysWhoeverBeginsTheHandshake(DtlsConnection.Role roleOfServer)
      throws Exception {
    try (Server server = new Server();
        Client client = new Client(server)) {
      boolean serverIsServer = roleOfServer == DtlsConnection.Role.SERVER;
      server.start(roleOfServer, client);
      client.start(
          serverIsServer ? DtlsConnection.Role.CLIENT : DtlsConnection.Role.SERVER, server);

      // Media that overtakes the last flight would be lost, so both ends have their keys first.
      server.ready.orTimeout(20, TimeUnit.SECONDS).join();
      client.ready.orTimeout(20, TimeUnit.SECONDS).join();
      server.sendMedia();
      client.sendMedia();
      for (End end : new End[] {server, client}) {
        assertThat(end.mediaCame.await(20, TimeUnit.SECONDS)).isTrue();
        assertThat(end.reportCame.await(20, TimeUnit.SECONDS)).isTrue();
      }

      client.hangUp();
      assertThat(server.ended.await(20, TimeUnit.SECONDS)).isTrue();
    }
  }
}
