package live.nio.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import live.nio.socketio.engine.EncodedMessage;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// [Connection state recovery](https://socket.io/docs/v4/connection-state-recovery).
class RecoveryTest {
  private static final AttributeKey<String> NAME = AttributeKey.of("name", String.class);

  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));

  private final Clock clock =
      new Clock() {
        @Override
        public Instant instant() {
          return now.get();
        }

        @Override
        public ZoneOffset getZone() {
          return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(java.time.ZoneId zone) {
          return this;
        }
      };

  private TestServer server() {
    return new TestServer(
        o -> o.withRecovery(Recovery.of(Duration.ofMinutes(2))), new InProcessAdapter(), clock);
  }

  private static String field(String packet, String name) {
    return packet.replaceAll(".*\"" + name + "\":\"([^\"]*)\".*", "$1");
  }

  private static String lastArg(String packet) {
    return packet.replaceAll(".*\"([^\"]*)\"]", "$1");
  }

  private static Socket take(BlockingQueue<Socket> queue) throws InterruptedException {
    Socket socket = queue.poll(10, TimeUnit.SECONDS);
    if (socket == null) {
      throw new AssertionError("nobody connected");
    }
    return socket;
  }

  /// A client that connected, saw one event, and was cut while others were sent.
  private static final class Cut {
    final BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
    final String sid;
    final String pid;
    final String offset;

    Cut(TestServer server) throws Exception {
      server.io.of("/").onConnection(sockets::add);
      WsClient client = WsClient.open(server.port, "/socket.io/");
      client.send("40");
      String connected = client.packet();
      sid = field(connected, "sid");
      pid = field(connected, "pid");
      Socket socket = take(sockets);
      assertThat(socket.recovered()).isFalse();
      socket.join("room");
      socket.set(NAME, "Ann");
      socket.emit("seen", 1);
      String seen = client.packet();
      assertThat(seen).matches("42\\[\"seen\",1,\"[A-Za-z0-9_-]+\"]");
      offset = lastArg(seen);
      client.cut();
      TestServer.eventually(() -> server.io.stats().sockets() == 0);
    }

    WsClient comeBack(TestServer server, String auth) throws Exception {
      WsClient client = WsClient.open(server.port, "/socket.io/");
      client.send("40" + auth);
      return client;
    }

    String auth() {
      return "{\"pid\":\"" + pid + "\",\"offset\":\"" + offset + "\"}";
    }
  }

  @Nested
  class AClientThatComesBackInTime {
    @Test
    void isTheSameSocketAndGetsExactlyWhatItMissed() throws Exception {
      try (TestServer server = server()) {
        Cut cut = new Cut(server);
        Namespace main = server.io.of("/");
        main.emit("to all", new byte[] {7});
        main.to("room").emit("to the room", 1);
        main.to("other room").emit("not for it");
        main.except("room").emit("nor this");
        main.to(cut.sid).emit("to itself");
        main.volatileOnly().emit("never kept");

        try (WsClient client = cut.comeBack(server, cut.auth())) {
          String connected = client.packet();
          assertThat(field(connected, "sid")).isEqualTo(cut.sid);
          assertThat(field(connected, "pid")).isEqualTo(cut.pid);
          assertThat(client.packet()).startsWith("451-[\"to all\",{");
          assertThat(client.binary()).containsExactly(7);
          assertThat(client.packet()).startsWith("42[\"to the room\",1,");
          String last = client.packet();
          assertThat(last).startsWith("42[\"to itself\",");

          Socket socket = take(cut.sockets);
          assertThat(socket.recovered()).isTrue();
          assertThat(socket.id()).isEqualTo(cut.sid);
          assertThat(socket.rooms()).containsExactlyInAnyOrder(cut.sid, "room");
          assertThat(socket.get(NAME)).contains("Ann");
          main.to("room").emit("live again");
          assertThat(client.packet()).startsWith("42[\"live again\"");
          assertThat(server.io.stats().recovered()).isEqualTo(1);
        }
      }
    }

    @Test
    void mayHaveSeenNothingYet() throws Exception {
      try (TestServer server = server()) {
        BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
        server.io.of("/").onConnection(sockets::add);
        server.io.of("/").emit("before its time");
        WsClient first = WsClient.open(server.port, "/socket.io/");
        first.send("40");
        String pid = field(first.packet(), "pid");
        take(sockets);
        first.cut();
        TestServer.eventually(() -> server.io.stats().sockets() == 0);
        server.io.of("/").emit("missed");
        try (WsClient client = WsClient.open(server.port, "/socket.io/")) {
          client.send("40{\"pid\":\"" + pid + "\"}");
          client.packet();
          assertThat(client.packet()).startsWith("42[\"missed\"");
          assertThat(take(sockets).recovered()).isTrue();
        }
      }
    }

    @Test
    void mayNoticeTheCutBeforeTheServerDoes() throws Exception {
      try (TestServer server = server()) {
        BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
        BlockingQueue<DisconnectReason> reasons = new LinkedBlockingQueue<>();
        server
            .io
            .of("/")
            .onConnection(socket -> {
              socket.onDisconnect(reasons::add);
              sockets.add(socket);
            });
        WsClient lingering = WsClient.open(server.port, "/socket.io/");
        lingering.send("40");
        String connected = lingering.packet();
        take(sockets);
        try (lingering;
            WsClient client = WsClient.open(server.port, "/socket.io/")) {
          client.send("40{\"pid\":\"" + field(connected, "pid") + "\"}");
          assertThat(field(client.packet(), "sid")).isEqualTo(field(connected, "sid"));
          assertThat(take(sockets).recovered()).isTrue();
          assertThat(reasons.poll(10, TimeUnit.SECONDS))
              .isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
          assertThat(server.io.of("/").sockets()).hasSize(1);
        }
      }
    }

    @Test
    void passesTheMiddlewaresAgain() throws Exception {
      try (TestServer server = server()) {
        Cut cut = new Cut(server);
        server
            .io
            .of("/")
            .use(socket -> {
              if (socket.recovered() && socket.get(NAME).isPresent()) {
                throw new ConnectionRefusedException("revoked");
              }
            });
        try (WsClient client = cut.comeBack(server, cut.auth())) {
          assertThat(client.packet()).isEqualTo("44{\"message\":\"revoked\"}");
        }
      }
    }
  }

  @Nested
  class AClientStartsAfresh {
    private void assertFresh(TestServer server, Cut cut, String auth) throws Exception {
      try (WsClient client = cut.comeBack(server, auth)) {
        String connected = client.packet();
        assertThat(field(connected, "sid")).isNotEqualTo(cut.sid);
        Socket socket = take(cut.sockets);
        assertThat(socket.recovered()).isFalse();
        assertThat(socket.rooms()).containsExactly(socket.id());
        assertThat(socket.get(NAME)).isEmpty();
      }
    }

    @Test
    void whenItWasAwayTooLong() throws Exception {
      try (TestServer server = server()) {
        Cut cut = new Cut(server);
        now.updateAndGet(time -> time.plus(Duration.ofMinutes(2)));
        assertFresh(server, cut, cut.auth());
      }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
        strings = {
          "{\"pid\":\"unknown\",\"offset\":\"OFFSET\"}",
          "{\"pid\":\"PID\",\"offset\":\"unknown\"}",
          "{\"pid\":\"PID\",\"offset\":\"OFFSETzz\"}",
          "{\"pid\":7,\"offset\":\"OFFSET\"}",
          "{\"pid\":\"SID\",\"offset\":\"OFFSET\"}",
        })
    void whenItsClaimIsNotRight(String auth) throws Exception {
      try (TestServer server = server()) {
        Cut cut = new Cut(server);
        assertFresh(
            server,
            cut,
            auth.replace("PID", cut.pid).replace("SID", cut.sid).replace("OFFSET", cut.offset));
      }
    }

    @Test
    void whenItComesASecondTime() throws Exception {
      try (TestServer server = server()) {
        Cut cut = new Cut(server);
        try (WsClient client = cut.comeBack(server, cut.auth())) {
          client.packet();
          assertThat(take(cut.sockets).recovered()).isTrue();
          client.send("41");
          TestServer.eventually(() -> server.io.of("/").sockets().isEmpty());
        }
        assertFresh(server, cut, cut.auth());
      }
    }

    @Test
    void whenItLeftOfItsOwnWill() throws Exception {
      try (TestServer server = server()) {
        BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
        server.io.of("/").onConnection(sockets::add);
        try (WsClient client = WsClient.open(server.port, "/socket.io/")) {
          client.send("40");
          client.packet();
          take(sockets);
          client.send("41");
          TestServer.eventually(() -> server.io.stats().sockets() == 0);
          assertThat(server.io.stats().recoverableSockets()).isZero();
        }
      }
    }
  }

  @Nested
  class TheLog {
    private final ClusterMessage.Target all = new ClusterMessage.Target(Set.of(), Set.of());

    private RecoveryLog.EndedSocket socket(String pid, long connectedAt, long atMs) {
      return new RecoveryLog.EndedSocket("id", pid, Set.of("room"), Map.of(), connectedAt, atMs);
    }

    @Test
    void forgetsWhatIsTooOldAndThenIsEmpty() {
      RecoveryLog log = new RecoveryLog(Recovery.of(Duration.ofMillis(100)), "e-");
      log.store(EncodedMessage.text("a"), all, 1_000);
      log.keep(socket("p", 0, 1_050));
      log.prune(1_099);
      assertThat(log.packets()).isEqualTo(1);
      log.prune(1_100);
      assertThat(log.packets()).isZero();
      assertThat(log.sockets()).isEqualTo(1);
      log.prune(1_150);
      assertThat(log.isEmpty()).isTrue();
    }

    @Test
    void isBoundedByNumberAndBytes() {
      RecoveryLog log = new RecoveryLog(new Recovery(Duration.ofMinutes(1), 2, 3, 100), "e-");
      for (int i = 0; i < 5; i++) {
        log.store(EncodedMessage.text("a"), all, 0);
        log.keep(socket("p" + i, 0, 0));
      }
      assertThat(log.packets()).isEqualTo(3);
      assertThat(log.sockets()).isEqualTo(2);
      log.store(EncodedMessage.text("x".repeat(90)), all, 0);
      assertThat(log.packets()).isEqualTo(2);
    }

    @Test
    void doesNotRecoverAcrossAGap() {
      RecoveryLog log = new RecoveryLog(new Recovery(Duration.ofMinutes(1), 2, 3, 1_000), "e-");
      String first = log.nextOffset();
      log.store(EncodedMessage.text("1"), all, 0);
      String second = log.nextOffset();
      for (int i = 2; i <= 5; i++) {
        log.store(EncodedMessage.text("" + i), all, 0);
      }
      log.keep(socket("p", 0, 0));
      assertThat(log.claim("p", first, 0)).isNull(); // 2 is gone
      log.keep(socket("p", 0, 0));
      RecoveryLog.Claim claim = log.claim("p", second, 0);
      assertThat(claim).isNotNull();
      assertThat(java.util.Objects.requireNonNull(claim).missed()).hasSize(3);
      log.keep(socket("p", 0, 0));
      assertThat(log.claim("p", null, 0)).isNull();
    }
  }

  @Test
  void isOffUnlessAskedFor() throws Exception {
    try (TestServer server = new TestServer();
        WsClient client = WsClient.open(server.port, "/socket.io/")) {
      server.io.of("/").onConnection(socket -> socket.emit("e"));
      client.send("40");
      assertThat(client.packet()).doesNotContain("pid");
      assertThat(client.packet()).isEqualTo("42[\"e\"]");
    }
  }
}
