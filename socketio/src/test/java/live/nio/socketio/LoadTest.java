package live.nio.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import live.nio.socketio.engine.EngineStats;
import live.nio.socketio.engine.OutboundLimits;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What holds under load; nothing here measures time.
class LoadTest {

  private static List<WsClient> clients(TestServer server, int count) throws Exception {
    List<WsClient> clients = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      clients.add(WsClient.connect(server.port, "/"));
    }
    TestServer.eventually(() -> server.io.of("/").sockets().size() == count);
    return clients;
  }

  private static void closeAll(List<WsClient> clients) throws IOException {
    for (WsClient client : clients) {
      client.close();
    }
  }

  @Nested
  class ABroadcast {
    @Test
    void isEncodedOnceForAllReceivers() throws Exception {
      try (TestServer server = new TestServer()) {
        List<WsClient> clients = clients(server, 20);
        long encodings = server.io.stats().encodings();
        EngineStats before = server.io.stats().engine();
        server.io.of("/").emit("news", "x".repeat(1_000));
        for (WsClient client : clients) {
          assertThat(client.packet()).startsWith("42[\"news\"");
        }
        EngineStats after = server.io.stats().engine();
        assertThat(server.io.stats().encodings() - encodings).isEqualTo(1);
        assertThat(after.packetsOut() - before.packetsOut()).isEqualTo(20);
        // One buffer per event loop and pass, not one per receiver.
        assertThat(after.merges() - before.merges()).isLessThan(20);
        closeAll(clients);
      }
    }

    @Test
    void ofManyPacketsLeavesInFewWrites() throws Exception {
      // With a window, what is emitted in a burst must share writes.
      OutboundLimits limits = new OutboundLimits(1 << 20, 10_000, Duration.ofMillis(20));
      try (TestServer server = new TestServer(o -> o.withOutbound(limits))) {
        List<WsClient> clients = clients(server, 20);
        EngineStats before = server.io.stats().engine();
        for (int i = 0; i < 500; i++) {
          server.io.of("/").emit("n", i);
        }
        for (WsClient client : clients) {
          for (int i = 0; i < 500; i++) {
            assertThat(client.packet()).isEqualTo("42[\"n\"," + i + "]");
          }
        }
        EngineStats after = server.io.stats().engine();
        long packets = after.packetsOut() - before.packetsOut();
        long writes = after.writes() - before.writes();
        assertThat(packets).isEqualTo(20 * 500);
        assertThat(writes).isLessThan(packets / 5);
        closeAll(clients);
      }
    }

    @Test
    void mixesWithPacketsForOneInOrder() throws Exception {
      try (TestServer server = new TestServer()) {
        List<WsClient> clients = clients(server, 10);
        List<Socket> sockets = new ArrayList<>();
        for (WsClient client : clients) {
          sockets.add(server.io.of("/").socket(client.id()).orElseThrow());
        }
        for (int round = 0; round < 50; round++) {
          server.io.of("/").emit("all", round);
          sockets.get(round % 10).emit("one", round);
        }
        server.io.of("/").emit("end");
        for (int i = 0; i < 10; i++) {
          for (int round = 0; round < 50; round++) {
            assertThat(clients.get(i).packet()).isEqualTo("42[\"all\"," + round + "]");
            if (round % 10 == i) {
              assertThat(clients.get(i).packet()).isEqualTo("42[\"one\"," + round + "]");
            }
          }
          assertThat(clients.get(i).packet()).isEqualTo("42[\"end\"]");
        }
        closeAll(clients);
      }
    }

    @Test
    void keepsItsOrderAcrossAnUpgrade() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
        server.io.of("/").onConnection(sockets::add);
        PollClient polling = PollClient.open(server.port, "/socket.io/");
        polling.post("40");
        assertThat(polling.poll()).startsWith("40");
        Socket socket = sockets.take();
        try (WsClient client =
            WsClient.request(
                server.port, "/socket.io/?EIO=4&transport=websocket&sid=" + polling.sid())) {
          client.send("2probe");
          client.packet();
          Thread emitter =
              Thread.ofVirtual()
                  .start(() -> {
                    for (int i = 0; i < 2_000; i++) {
                      socket.emit("n", i);
                    }
                  });
          client.send("5");
          for (int i = 0; i < 2_000; i++) {
            assertThat(client.packet()).isEqualTo("42[\"n\"," + i + "]");
          }
          emitter.join();
        }
      }
    }
  }

  @Nested
  class AReceiverThatDoesNotRead {
    @Test
    @Timeout(20)
    void isBoundedAndThenClosed() throws Exception {
      OutboundLimits limits = new OutboundLimits(256 * 1024, 1_000, Duration.ofMillis(5));
      try (TestServer server = new TestServer(o -> o.withOutbound(limits))) {
        BlockingQueue<DisconnectReason> reasons = new LinkedBlockingQueue<>();
        WsClient idle = WsClient.open(server.port, "/socket.io/");
        idle.socket().setReceiveBufferSize(4_096);
        WsClient reader = WsClient.connect(server.port, "/");
        TestServer.eventually(() -> server.io.of("/").sockets().size() == 1);
        server.io.of("/").onConnection(socket -> socket.onDisconnect(reasons::add));
        idle.send("40");
        TestServer.eventually(() -> server.io.of("/").sockets().size() == 2);
        String payload = "x".repeat(10_000);
        long most = 0;
        int sent = 0;
        while (server.io.of("/").sockets().size() == 2) {
          server.io.of("/").emit("n", payload);
          sent++;
          // The reader keeps up, packet by packet.
          assertThat(reader.packet()).startsWith("42[\"n\"");
          most = Math.max(most, server.io.stats().engine().queuedBytes());
          assertThat(sent).isLessThan(10_000);
        }
        assertThat(reasons.poll(10, TimeUnit.SECONDS))
            .isEqualTo(DisconnectReason.TRANSPORT_OVERFLOW);
        assertThat(most).isLessThanOrEqualTo(2 * 256 * 1024);
        assertThat(server.io.stats().engine().overflows()).isEqualTo(1);
        server.io.of("/").emit("end");
        assertThat(reader.packet()).isEqualTo("42[\"end\"]");
        idle.close();
        reader.close();
        TestServer.eventually(() -> server.io.stats().isEmpty());
      }
    }

    @Test
    void byPollingIsBoundedToo() throws Exception {
      OutboundLimits limits = new OutboundLimits(256 * 1024, 10, Duration.ofMillis(5));
      try (TestServer server = new TestServer(o -> o.withOutbound(limits))) {
        BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
        server.io.of("/").onConnection(sockets::add);
        PollClient polling = PollClient.open(server.port, "/socket.io/");
        polling.post("40");
        polling.poll();
        Socket socket = sockets.take();
        for (int i = 0; i < 11; i++) {
          socket.emit("n", i);
        }
        TestServer.eventually(() -> server.io.stats().isEmpty());
        assertThat(polling.get().statusCode()).isEqualTo(400);
      }
    }
  }

  @Nested
  class TenThousandConnections {
    private static final int CONNECTIONS = 10_000;
    private static final int AT_ONCE = 100;

    @Test
    void comeAndGoAndLeaveNothingBehind() throws Exception {
      try (TestServer server = new TestServer();
          ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        server
            .io
            .of("/")
            .onConnection(socket -> {
              socket.join("everybody", "room " + socket.id().charAt(0));
              socket.set(AttributeKey.of("x", String.class), "y");
              var _ = socket.emitWithAck(Duration.ofMinutes(5), "never answered");
              socket.on("e", event -> socket.to("everybody").volatileOnly().emit("e"));
              socket.onDisconnect(reason -> {});
            });
        for (int begin = 0; begin < CONNECTIONS; begin += AT_ONCE) {
          List<Future<?>> batch = new ArrayList<>();
          for (int i = begin; i < begin + AT_ONCE; i++) {
            int number = i;
            batch.add(
                threads.submit(() -> {
                  use(server.port, number);
                  return null;
                }));
          }
          for (Future<?> one : batch) {
            one.get(20, TimeUnit.SECONDS);
          }
        }
        TestServer.eventually(() -> server.io.stats().isEmpty());
        assertThat(server.io.stats().engine().opened()).isEqualTo(CONNECTIONS);
        assertThat(server.errors).isEmpty();
      }
    }

    private void use(int port, int number) throws Exception {
      Random random = new Random(number);
      if (number % 10 == 0) {
        RawPolling.use(port, random);
        return;
      }
      WsClient client =
          random.nextBoolean() ? WsClient.connect(port, "/") : WsClient.open(port, "/socket.io/");
      switch (random.nextInt(5)) {
        case 0 -> client.closeCleanly();
        case 1 -> {
          client.send("1");
          client.awaitClose();
          client.close();
        }
        case 2 -> {
          client.send("4nonsense");
          client.awaitClose();
          client.close();
        }
        case 3 -> {
          client.send("40");
          client.cut();
        }
        default -> client.cut();
      }
    }
  }

  /// Polls over one kept-alive connection, then says goodbye or just goes.
  private static final class RawPolling {
    static void use(int port, Random random) throws Exception {
      PollClient client = PollClient.open(port, "/socket.io/");
      client.post("40");
      client.poll();
      if (random.nextBoolean()) {
        client.post("42[\"e\"]");
      }
      client.post(random.nextBoolean() ? "1" : "4nonsense");
    }
  }
}
