package live.nio.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import live.nio.socketio.engine.Cors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SocketIoServerTest {

  private static <T> T take(BlockingQueue<T> queue) throws InterruptedException {
    T taken = queue.poll(10, TimeUnit.SECONDS);
    if (taken == null) {
      throw new AssertionError("nothing came");
    }
    return taken;
  }

  /// The sockets of a namespace in the order they connect.
  private static BlockingQueue<Socket> sockets(TestServer server, String namespace) {
    BlockingQueue<Socket> sockets = new LinkedBlockingQueue<>();
    server.io.of(namespace).onConnection(sockets::add);
    return sockets;
  }

  @Nested
  class Middlewares {
    @Test
    void runInOrderBeforeTheConnectionHandlers() throws Exception {
      try (TestServer server = new TestServer()) {
        List<String> order = new ArrayList<>();
        server
            .io
            .of("/")
            .use(socket -> order.add("first " + socket.connected()))
            .use(socket -> order.add("second " + socket.handshake().auth("token").asText()))
            .onConnection(socket -> {
              order.add("connected " + socket.connected());
              socket.emit("done");
            });
        try (WsClient client = WsClient.open(server.port, "/socket.io/")) {
          client.send("40{\"token\":\"abc\"}");
          client.packet();
          assertThat(client.packet()).isEqualTo("42[\"done\"]");
        }
        assertThat(order).containsExactly("first false", "second abc", "connected true");
      }
    }

    @Test
    void refuseWithMessageAndData() throws Exception {
      try (TestServer server = new TestServer()) {
        server
            .io
            .of("/admin")
            .use(socket -> {
              throw new ConnectionRefusedException("not allowed", Map.of("code", 42));
            });
        try (WsClient client = WsClient.open(server.port, "/socket.io/")) {
          client.send("40/admin,");
          assertThat(client.packet())
              .isEqualTo("44/admin,{\"message\":\"not allowed\",\"data\":{\"code\":42}}");
          client.send("40/admin,"); // may try again
          assertThat(client.packet()).startsWith("44/admin,");
        }
        assertThat(server.io.stats().refusedConnections()).isEqualTo(2);
        assertThat(server.errors).isEmpty();
      }
    }

    @Test
    void thatFailTellTheListenerNotTheClient() throws Exception {
      try (TestServer server = new TestServer()) {
        server
            .io
            .of("/")
            .use(socket -> {
              throw new IllegalStateException("database password wrong");
            });
        try (WsClient client = WsClient.open(server.port, "/socket.io/")) {
          client.send("40");
          assertThat(client.packet()).isEqualTo("44{\"message\":\"Internal error\"}");
        }
        assertThat(server.errors).containsExactly("MIDDLEWARE null: database password wrong");
      }
    }

    @Test
    void mayJoinRoomsAndSetAttributes() throws Exception {
      AttributeKey<String> name = AttributeKey.of("name", String.class);
      try (TestServer server = new TestServer()) {
        server
            .io
            .of("/")
            .use(socket -> {
              socket.join("staff");
              socket.set(name, "Ann");
            })
            .onConnection(
                socket -> server.io.of("/").to("staff").emit("hi", socket.get(name).orElseThrow()));
        try (WsClient client = WsClient.connect(server.port, "/")) {
          assertThat(client.packet()).isEqualTo("42[\"hi\",\"Ann\"]");
        }
      }
    }

    @Test
    void ofAClientThatWentAwayLeaveNothing() throws Exception {
      try (TestServer server = new TestServer()) {
        CountDownLatch entered = new CountDownLatch(1);
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger connections = new AtomicInteger();
        server
            .io
            .of("/")
            .use(socket -> {
              socket.join("room");
              entered.countDown();
              go.await();
            })
            .onConnection(socket -> connections.incrementAndGet());
        WsClient client = WsClient.open(server.port, "/socket.io/");
        client.send("40");
        entered.await();
        client.cut();
        TestServer.eventually(() -> server.io.stats().connections() == 0);
        go.countDown();
        TestServer.eventually(() -> server.io.stats().isEmpty());
        assertThat(connections).hasValue(0);
      }
    }
  }

  @Nested
  class Events {
    @Test
    void ofOneSocketAreHandledInOrderOneAtATimeOnVirtualThreads() throws Exception {
      try (TestServer server = new TestServer()) {
        List<Integer> seen = new ArrayList<>();
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        server
            .io
            .of("/")
            .onConnection(socket -> {
              socket.on(
                  "n",
                  event -> {
                    most.accumulateAndGet(running.incrementAndGet(), Math::max);
                    seen.add(event.arg(0).asInt());
                    assertThat(Thread.currentThread().isVirtual()).isTrue();
                    running.decrementAndGet();
                  });
              socket.on("end", event -> event.ack());
            });
        try (WsClient client = WsClient.connect(server.port, "/")) {
          List<String> packets = new ArrayList<>();
          IntStream.range(0, 200).forEach(i -> packets.add("42[\"n\"," + i + "]"));
          packets.add("420[\"end\"]");
          client.sendAll(packets);
          assertThat(client.packet()).isEqualTo("430[]");
        }
        assertThat(seen).isEqualTo(IntStream.range(0, 200).boxed().toList());
        assertThat(most).hasValue(1);
        assertThat(server.errors).isEmpty();
      }
    }

    @Test
    void aSlowHandlerOfOneNamespaceDoesNotHoldUpAnother() throws Exception {
      try (TestServer server = new TestServer()) {
        CountDownLatch go = new CountDownLatch(1);
        server.io.of("/").onConnection(socket -> socket.on("wait", event -> go.await()));
        server
            .io
            .of("/other")
            .onConnection(socket -> socket.on("quick", event -> event.ack("done")));
        try (WsClient client = WsClient.connect(server.port, "/", "/other")) {
          client.send("42[\"wait\"]");
          client.send("42/other,1[\"quick\"]");
          assertThat(client.packet()).isEqualTo("43/other,1[\"done\"]");
          go.countDown();
        }
      }
    }

    @Test
    void aHandlerThatThrowsIsReportedAndTheSocketLivesOn() throws Exception {
      try (TestServer server = new TestServer()) {
        server
            .io
            .of("/")
            .onConnection(socket -> {
              socket.on(
                  "bad",
                  event -> {
                    throw new IllegalStateException("oops");
                  });
              socket.on("good", event -> event.ack("fine"));
            });
        try (WsClient client = WsClient.connect(server.port, "/")) {
          client.send("42[\"bad\"]");
          client.send("421[\"good\"]");
          assertThat(client.packet()).isEqualTo("431[\"fine\"]");
        }
        assertThat(server.errors).containsExactly("EVENT_HANDLER bad: oops");
        assertThat(server.io.stats().handlerErrors()).isEqualTo(1);
      }
    }

    @Test
    void withoutAHandlerAreCounted() throws Exception {
      try (TestServer server = new TestServer()) {
        server
            .io
            .of("/")
            .onConnection(
                socket -> socket.onUnhandled(event -> event.ack("unknown " + event.name())));
        try (WsClient client = WsClient.connect(server.port, "/")) {
          client.send("421[\"nobody\"]");
          assertThat(client.packet()).isEqualTo("431[\"unknown nobody\"]");
        }
        assertThat(server.io.stats().unhandledEvents()).isEqualTo(1);
      }
    }

    @Test
    void reachTheHandlerOfAllEventsFirst() throws Exception {
      try (TestServer server = new TestServer()) {
        List<String> order = new ArrayList<>();
        server
            .io
            .of("/")
            .onConnection(socket -> {
              socket.on("e", event -> order.add("own"));
              socket.on("e", event -> order.add("second"));
              socket.onAny(event -> order.add("any " + event.name() + event.args()));
              socket.on("end", event -> event.ack());
            });
        try (WsClient client = WsClient.connect(server.port, "/")) {
          client.send("42[\"e\",1,null]");
          client.send("420[\"end\"]");
          client.packet();
        }
        assertThat(order).containsExactly("any e[1, null]", "own", "second", "any end[]");
      }
    }

    @Test
    void thatOutrunTheirHandlerStopTheReadingAndNoneIsLost() throws Exception {
      try (TestServer server = new TestServer(o -> o.withMaxInboundEvents(8))) {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        server
            .io
            .of("/")
            .onConnection(socket -> {
              socket.on("first", event -> go.await());
              socket.on("n", event -> handled.incrementAndGet());
              socket.on("end", event -> event.ack());
            });
        try (WsClient client = WsClient.connect(server.port, "/")) {
          client.send("42[\"first\"]");
          List<String> packets = new ArrayList<>();
          IntStream.range(0, 1_000).forEach(i -> packets.add("42[\"n\"]"));
          packets.add("420[\"end\"]");
          client.sendAll(packets);
          TestServer.eventually(() -> server.io.stats().eventsIn() >= 8);
          assertThat(server.io.stats().eventsIn()).isLessThan(20);
          go.countDown();
          assertThat(client.packet()).isEqualTo("430[]");
          assertThat(handled).hasValue(1_000);
        }
      }
    }

    @Test
    void thatAreNotReadDoNotMakeTheClientLookDead() throws Exception {
      try (TestServer server =
          new TestServer(o ->
              o.withMaxInboundEvents(1)
                  .withPingInterval(Duration.ofMillis(20))
                  .withPingTimeout(Duration.ofMillis(20)))) {
        CountDownLatch go = new CountDownLatch(1);
        server
            .io
            .of("/")
            .onConnection(socket -> {
              socket.on("wait", event -> go.await());
              socket.on("end", event -> event.ack());
            });
        try (WsClient client = WsClient.connect(server.port, "/")) {
          client.sendAll(
              List.of("42[\"wait\"]", "42[\"n\"]", "42[\"n\"]", "42[\"n\"]", "420[\"end\"]"));
          for (int i = 0; i < 5; i++) {
            assertThat(client.frame().text()).isEqualTo("2");
            client.send("3");
          }
          go.countDown();
          assertThat(client.packet()).isEqualTo("430[]");
        }
      }
    }

    @Test
    void thatOutrunTheirHandlerHoldTheAnswerToThePost() throws Exception {
      try (TestServer server = new TestServer(o -> o.withMaxInboundEvents(4))) {
        CountDownLatch go = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        server
            .io
            .of("/")
            .onConnection(socket -> {
              socket.on("first", event -> go.await());
              socket.on("n", event -> handled.incrementAndGet());
            });
        PollClient client = PollClient.open(server.port, "/socket.io/");
        client.post("40");
        assertThat(client.poll()).startsWith("40");
        client.post("42[\"first\"]");
        CompletableFuture<String> posted =
            CompletableFuture.supplyAsync(() -> {
              try {
                return client.post("42[\"n\"]" + "\u001e42[\"n\"]".repeat(99)).body();
              } catch (Exception e) {
                throw new AssertionError(e);
              }
            });
        TestServer.eventually(() -> server.io.stats().eventsIn() >= 4);
        assertThat(posted).isNotDone();
        go.countDown();
        assertThat(posted.get(10, TimeUnit.SECONDS)).isEqualTo("ok");
        TestServer.eventually(() -> handled.get() == 100);
        client.post("1");
      }
    }
  }

  @Nested
  class Acknowledgements {
    @Test
    void fromTheClientCompleteTheFuture() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient client = WsClient.connect(server.port, "/")) {
          CompletableFuture<List<JsonNode>> answer = take(sockets).emitWithAck("question", 1);
          assertThat(client.packet()).isEqualTo("421[\"question\",1]");
          client.send("431[\"yes\",2]");
          assertThat(answer.get(10, TimeUnit.SECONDS)).hasToString("[\"yes\", 2]");
          assertThat(server.io.stats().pendingAcks()).isZero();
        }
      }
    }

    @Test
    void withAttachments() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient client = WsClient.connect(server.port, "/")) {
          CompletableFuture<List<JsonNode>> answer =
              take(sockets).emitWithAck("photo", (Object) new byte[] {1, 2});
          assertThat(client.packet())
              .isEqualTo("451-1[\"photo\",{\"_placeholder\":true,\"num\":0}]");
          assertThat(client.binary()).containsExactly(1, 2);
          client.send("461-1[{\"_placeholder\":true,\"num\":0}]");
          client.send(new byte[] {3});
          assertThat(answer.get(10, TimeUnit.SECONDS).getFirst().binaryValue()).containsExactly(3);
        }
      }
    }

    @Test
    void thatDoNotComeInTimeFail() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient client = WsClient.connect(server.port, "/")) {
          CompletableFuture<List<JsonNode>> answer =
              take(sockets).emitWithAck(Duration.ofMillis(20), "question");
          assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
              .hasCauseInstanceOf(TimeoutException.class);
          client.packet();
          client.send("431[]"); // too late, and harmless
          assertThat(server.io.stats().pendingAcks()).isZero();
        }
      }
    }

    @Test
    void failWhenTheClientGoes() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        WsClient client = WsClient.connect(server.port, "/");
        Socket socket = take(sockets);
        CompletableFuture<List<JsonNode>> answer = socket.emitWithAck("question");
        client.cut();
        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
            .hasCauseInstanceOf(SocketDisconnectedException.class);
        assertThatThrownBy(() -> socket.emitWithAck("again").get(10, TimeUnit.SECONDS))
            .hasCauseInstanceOf(SocketDisconnectedException.class);
      }
    }

    @Test
    void areBounded() throws Exception {
      try (TestServer server = new TestServer(o -> o.withMaxPendingAcks(3))) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient client = WsClient.connect(server.port, "/")) {
          Socket socket = take(sockets);
          for (int i = 0; i < 3; i++) {
            assertThat(socket.emitWithAck("q")).isNotDone();
          }
          assertThat(socket.emitWithAck("q"))
              .failsWithin(Duration.ofSeconds(10))
              .withThrowableOfType(java.util.concurrent.ExecutionException.class)
              .withCauseInstanceOf(RejectedExecutionException.class);
          assertThat(client.packet()).isEqualTo("421[\"q\"]");
        }
      }
    }

    @Test
    void mayBeWaitedForInAHandler() throws Exception {
      try (TestServer server = new TestServer()) {
        server
            .io
            .of("/")
            .onConnection(socket ->
                socket.on(
                    "ask",
                    event -> event.ack(socket.emitWithAck("really?").join().getFirst().asText())));
        try (WsClient client = WsClient.connect(server.port, "/")) {
          client.send("429[\"ask\"]");
          assertThat(client.packet()).isEqualTo("421[\"really?\"]");
          client.send("431[\"sure\"]");
          assertThat(client.packet()).isEqualTo("439[\"sure\"]");
        }
      }
    }

    @Test
    void toTheClientAreSentOnce() throws Exception {
      try (TestServer server = new TestServer()) {
        server
            .io
            .of("/")
            .onConnection(socket ->
                socket.on(
                    "e",
                    event -> {
                      event.ack(1);
                      event.ack(2);
                      socket.emit("end", event.wantsAck());
                    }));
        try (WsClient client = WsClient.connect(server.port, "/")) {
          client.send("427[\"e\"]");
          assertThat(client.packet()).isEqualTo("437[1]");
          assertThat(client.packet()).isEqualTo("42[\"end\",true]");
          client.send("42[\"e\"]");
          assertThat(client.packet()).isEqualTo("42[\"end\",false]");
        }
      }
    }

    @Test
    void ofABroadcastAreGathered() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient one = WsClient.connect(server.port, "/");
            WsClient two = WsClient.connect(server.port, "/");
            WsClient three = WsClient.connect(server.port, "/")) {
          take(sockets);
          take(sockets);
          take(sockets);
          CompletableFuture<Map<String, List<JsonNode>>> answers =
              server.io.of("/").to().emitWithAck(Duration.ofSeconds(10), "vote");
          for (WsClient client : List.of(one, two)) {
            assertThat(client.packet()).isEqualTo("421[\"vote\"]");
            client.send("431[\"" + client.id() + "\"]");
          }
          three.cut();
          assertThat(answers.get(10, TimeUnit.SECONDS)).containsOnlyKeys(one.id(), two.id());
        }
      }
    }
  }

  @Nested
  class Rooms {
    @Test
    void broadcastsReachTheirMembersOnce() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        Namespace main = server.io.of("/");
        try (WsClient a = WsClient.connect(server.port, "/");
            WsClient b = WsClient.connect(server.port, "/");
            WsClient c = WsClient.connect(server.port, "/")) {
          for (int i = 0; i < 3; i++) {
            take(sockets);
          }
          main.socket(a.id()).orElseThrow().join("x", "y");
          main.socket(b.id()).orElseThrow().join("y");

          main.to("x", "y").emit("both");
          main.to("y").except("x").emit("only b");
          main.except("x").emit("not a");
          main.to(c.id()).emit("c alone");
          main.socket(a.id()).orElseThrow().to("y").emit("from a");
          main.socket(a.id()).orElseThrow().broadcast().emit("others");
          main.emit("end");

          assertThat(packets(a)).containsExactly("both", "end");
          assertThat(packets(b))
              .containsExactly("both", "only b", "not a", "from a", "others", "end");
          assertThat(packets(c)).containsExactly("not a", "c alone", "others", "end");
        }
      }
    }

    private List<String> packets(WsClient client) throws Exception {
      List<String> names = new ArrayList<>();
      do {
        names.add(client.packet().replaceAll("42\\[\"(.*)\"]", "$1"));
      } while (!names.getLast().equals("end"));
      return names;
    }

    @Test
    void comeAndGoWithTheirMembers() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient client = WsClient.connect(server.port, "/")) {
          Socket socket = take(sockets);
          assertThat(socket.rooms()).containsExactly(client.id());
          socket.join("x", "y");
          socket.join("x");
          assertThat(socket.rooms()).containsExactlyInAnyOrder(client.id(), "x", "y");
          assertThat(server.io.of("/").socketsIn("x")).containsExactly(socket);
          assertThat(server.io.stats().rooms()).isEqualTo(2);
          socket.leave("x");
          socket.leave("never been there");
          assertThat(server.io.stats().rooms()).isEqualTo(1);
          client.send("41");
          TestServer.eventually(() -> server.io.stats().rooms() == 0);
          socket.join("too late");
          assertThat(server.io.stats().rooms()).isZero();
          assertThat(socket.rooms()).isEmpty();
        }
      }
    }

    @Test
    void areJoinedLeftAndEmptiedByBroadcastToo() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        Namespace main = server.io.of("/");
        try (WsClient client = WsClient.connect(server.port, "/")) {
          Socket socket = take(sockets);
          main.to(socket.id()).join("x", "y");
          main.to("x").leave("x");
          assertThat(socket.rooms()).containsExactlyInAnyOrder(socket.id(), "y");
          main.to("y").disconnectSockets(false);
          assertThat(client.packet()).isEqualTo("41");
          assertThat(main.sockets()).isEmpty();
        }
      }
    }

    @Test
    void getBroadcastsWithAttachmentsWhole() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient a = WsClient.connect(server.port, "/")) {
          take(sockets);
          PollClient b = PollClient.open(server.port, "/socket.io/");
          b.post("40");
          b.poll();
          take(sockets);
          server.io.of("/").emit("photo", new byte[] {1, 2, 3});
          assertThat(a.packet()).isEqualTo("451-[\"photo\",{\"_placeholder\":true,\"num\":0}]");
          assertThat(a.binary()).containsExactly(1, 2, 3);
          assertThat(b.poll())
              .isEqualTo("451-[\"photo\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
          b.post("1");
        }
      }
    }
  }

  @Nested
  class VolatileEvents {
    @Test
    void reachAReadyClient() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient client = WsClient.connect(server.port, "/")) {
          take(sockets).emitVolatile("now", 1);
          server.io.of("/").volatileOnly().emit("now", 2);
          assertThat(client.packet()).isEqualTo("42[\"now\",1]");
          assertThat(client.packet()).isEqualTo("42[\"now\",2]");
        }
      }
    }

    @Test
    void areDroppedWhenNobodyPolls() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        PollClient client = PollClient.open(server.port, "/socket.io/");
        client.post("40");
        client.poll();
        Socket socket = take(sockets);
        socket.emitVolatile("lost");
        socket.emit("kept");
        assertThat(client.poll()).isEqualTo("42[\"kept\"]");
        assertThat(server.io.stats().engine().volatileDrops()).isEqualTo(1);
        client.post("1");
      }
    }
  }

  @Nested
  class TheEnd {
    private String reasonOf(TestServer server, EndOf end) throws Exception {
      BlockingQueue<Socket> sockets = sockets(server, "/");
      BlockingQueue<DisconnectReason> reasons = new LinkedBlockingQueue<>();
      server.io.of("/").onConnection(socket -> socket.onDisconnect(reasons::add));
      try (WsClient client = WsClient.connect(server.port, "/")) {
        end.of(client, take(sockets));
        String reason = take(reasons).text();
        TestServer.eventually(() -> server.io.stats().sockets() == 0);
        assertThat(reasons).isEmpty();
        return reason;
      }
    }

    private interface EndOf {
      void of(WsClient client, Socket socket) throws Exception;
    }

    @Test
    void hasTheOfficialReasons() throws Exception {
      try (TestServer server = new TestServer()) {
        assertThat(reasonOf(server, (client, socket) -> client.send("41")))
            .isEqualTo("client namespace disconnect");
        assertThat(reasonOf(server, (client, socket) -> client.send("1")))
            .isEqualTo("transport close");
        assertThat(reasonOf(server, (client, socket) -> client.closeCleanly()))
            .isEqualTo("transport close");
        assertThat(reasonOf(server, (client, socket) -> client.cut()))
            .isIn("transport close", "transport error");
        assertThat(reasonOf(server, (client, socket) -> client.send("4nonsense")))
            .isEqualTo("parse error");
        assertThat(reasonOf(server, (client, socket) -> client.send("nonsense")))
            .isEqualTo("parse error");
        assertThat(reasonOf(server, (client, socket) -> client.send("40")))
            .isEqualTo("forced server close");
        assertThat(reasonOf(server, (client, socket) -> socket.disconnect(false)))
            .isEqualTo("server namespace disconnect");
        assertThat(reasonOf(server, (client, socket) -> socket.disconnect(true)))
            .isEqualTo("server namespace disconnect");
        assertThat(reasonOf(server, (client, socket) -> server.io.shutdown()))
            .isEqualTo("server shutting down");
      }
    }

    @Test
    void byPingTimeout() throws Exception {
      try (TestServer server =
          new TestServer(o ->
              o.withPingInterval(Duration.ofMillis(20)).withPingTimeout(Duration.ofMillis(20)))) {
        assertThat(reasonOf(server, (client, socket) -> {})).isEqualTo("ping timeout");
      }
    }

    @Test
    void isToldAfterAllEarlierEvents() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<String> order = new LinkedBlockingQueue<>();
        CountDownLatch go = new CountDownLatch(1);
        server
            .io
            .of("/")
            .onConnection(socket -> {
              socket.on("wait", event -> go.await());
              socket.on("e", event -> order.add("event, connected " + socket.connected()));
              socket.onDisconnect(reason -> order.add(reason.text()));
            });
        WsClient client = WsClient.connect(server.port, "/");
        client.sendAll(List.of("42[\"wait\"]", "42[\"e\"]", "41"));
        TestServer.eventually(() -> server.io.of("/").sockets().isEmpty());
        go.countDown();
        assertThat(take(order)).isEqualTo("event, connected false");
        assertThat(take(order)).isEqualTo("client namespace disconnect");
        client.close();
      }
    }

    @Test
    void handlersAddedTooLateAreCalledAtOnce() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        WsClient client = WsClient.connect(server.port, "/");
        Socket socket = take(sockets);
        client.closeCleanly();
        TestServer.eventually(() -> server.io.stats().isEmpty());
        BlockingQueue<DisconnectReason> reasons = new LinkedBlockingQueue<>();
        socket.onDisconnect(reasons::add);
        assertThat(take(reasons)).isEqualTo(DisconnectReason.TRANSPORT_CLOSE);
        socket.emit("nothing happens");
      }
    }

    @Test
    void aPacketThatCrossesTheServersDisconnectIsIgnored() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        server
            .io
            .of("/other")
            .onConnection(socket -> socket.on("still", event -> event.ack("here")));
        try (WsClient client = WsClient.connect(server.port, "/", "/other")) {
          take(sockets).disconnect(false);
          assertThat(client.packet()).isEqualTo("41");
          client.send("42[\"crossing\"]");
          client.send("42/other,1[\"still\"]");
          assertThat(client.packet()).isEqualTo("43/other,1[\"here\"]");
        }
      }
    }

    @Test
    void whatWasEmittedBeforeStillLeaves() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient client = WsClient.connect(server.port, "/")) {
          Socket socket = take(sockets);
          socket.emit("bye", "x".repeat(100_000));
          socket.disconnect(true);
          assertThat(client.packet()).startsWith("42[\"bye\"");
          assertThat(client.awaitClose()).isEqualTo(1000);
        }
        PollClient polling = PollClient.open(server.port, "/socket.io/");
        polling.post("40");
        polling.poll();
        Socket socket = take(sockets);
        socket.emit("bye");
        socket.disconnect(true);
        // One poll may take all three packets, or leave the last for the next one.
        String told = polling.poll();
        while (!told.endsWith("\u001e1")) {
          told += "\u001e" + polling.poll();
        }
        assertThat(told).isEqualTo("42[\"bye\"]\u001e41\u001e1");
      }
    }

    @Test
    void ofTheServerTellsEverybodyAndRefusesNewcomers() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient client = WsClient.connect(server.port, "/")) {
          take(sockets).emit("last words");
          server.io.close();
          assertThat(client.packet()).isEqualTo("42[\"last words\"]");
          assertThat(client.awaitClose()).isEqualTo(1000);
          try (WsClient late =
              WsClient.request(server.port, "/socket.io/?EIO=4&transport=websocket")) {
            assertThat(late.status()).isEqualTo(503);
          }
        }
      }
    }
  }

  @Nested
  class ACluster {
    @Test
    void sharesBroadcastsJoinsAndDisconnects() throws Exception {
      InProcessAdapter bus = new InProcessAdapter();
      try (TestServer one = new TestServer(o -> o, bus, Clock.systemUTC());
          TestServer two = new TestServer(o -> o, bus, Clock.systemUTC())) {
        BlockingQueue<Socket> ofOne = sockets(one, "/");
        BlockingQueue<Socket> ofTwo = sockets(two, "/");
        try (WsClient a = WsClient.connect(one.port, "/");
            WsClient b = WsClient.connect(two.port, "/")) {
          Socket socketA = take(ofOne);
          Socket socketB = take(ofTwo);
          one.io.of("/").emit("all", new byte[] {1});
          for (WsClient client : List.of(a, b)) {
            assertThat(client.packet())
                .isEqualTo("451-[\"all\",{\"_placeholder\":true,\"num\":0}]");
            assertThat(client.binary()).containsExactly(1);
          }
          one.io.of("/").to(socketB.id()).join("room");
          assertThat(socketB.rooms()).contains("room");
          socketA.to("room").emit("from a");
          assertThat(b.packet()).isEqualTo("42[\"from a\"]");
          one.io.of("/").localOnly().emit("local");
          assertThat(a.packet()).isEqualTo("42[\"local\"]");
          one.io.of("/").to("room").leave("room");
          assertThat(socketB.rooms()).doesNotContain("room");
          one.io.of("/").disconnectSockets(true);
          assertThat(a.awaitClose()).isEqualTo(1000);
          assertThat(b.awaitClose()).isEqualTo(1000);
        }
      }
    }
  }

  @Nested
  class Origins {
    @ParameterizedTest(name = "{0}: polling {1}, WebSocket {2}")
    @CsvSource({
      "https://shop.example, 200, 101",
      "https://evil.example, 403, 403",
      "null, 403, 403",
      "http://localhost:PORT, 200, 101", // the page's own
      "http://localhost:1, 403, 403"
    })
    void areCheckedForBothTransports(String origin, int polling, int webSocket) throws Exception {
      try (TestServer server =
          new TestServer(o -> o.withCors(Cors.origins("https://shop.example")))) {
        String header = origin.replace("PORT", "" + server.port);
        assertThat(
                new PollClient(server.port, "/socket.io/")
                    .send("GET", "?EIO=4&transport=polling", null, "Origin", header)
                    .statusCode())
            .isEqualTo(polling);
        try (WsClient client =
            WsClient.request(
                server.port, "/socket.io/?EIO=4&transport=websocket", "Origin: " + header)) {
          assertThat(client.status()).isEqualTo(webSocket);
        }
      }
    }

    @Test
    void allowedWithCredentialsAreEchoed() throws Exception {
      try (TestServer server =
          new TestServer(o -> o.withCors(Cors.anyOrigin().withCredentials(true)))) {
        var response =
            new PollClient(server.port, "/socket.io/")
                .send("OPTIONS", "?EIO=4&transport=polling", null, "Origin", "https://a.example");
        assertThat(response.statusCode()).isEqualTo(204);
        assertThat(response.headers().firstValue("access-control-allow-origin"))
            .hasValue("https://a.example");
        assertThat(response.headers().firstValue("access-control-allow-credentials"))
            .hasValue("true");
        assertThat(response.headers().firstValue("vary")).hasValue("origin");
      }
    }
  }

  @Nested
  class Admission {
    @Test
    void canBeRefusedByRequest() throws Exception {
      try (TestServer server =
          new TestServer(
              o -> o.withAllowRequest(request -> request.getHeader("X-Banned") == null))) {
        try (WsClient client =
            WsClient.request(
                server.port, "/socket.io/?EIO=4&transport=websocket", "X-Banned: yes")) {
          assertThat(client.status()).isEqualTo(403);
        }
      }
    }

    @Test
    void endsWhenTheServerIsFull() throws Exception {
      try (TestServer server = new TestServer(o -> o.withEngine(o.engine().withMaxSessions(1)))) {
        try (WsClient first = WsClient.open(server.port, "/socket.io/");
            WsClient second =
                WsClient.request(server.port, "/socket.io/?EIO=4&transport=websocket")) {
          assertThat(first.status()).isEqualTo(101);
          assertThat(second.status()).isEqualTo(503);
        }
      }
    }

    @Test
    void showsTheHandshake() throws Exception {
      try (TestServer server = new TestServer()) {
        BlockingQueue<Socket> sockets = sockets(server, "/");
        try (WsClient client =
            WsClient.request(
                server.port,
                "/socket.io/?EIO=4&transport=websocket&channel=%D0%B0",
                "User-Agent: test")) {
          client.packet();
          client.send("40{\"token\":\"t\"}");
          Handshake handshake = take(sockets).handshake();
          assertThat(handshake.headers().get("user-agent")).isEqualTo("test");
          assertThat(handshake.query().get("channel")).isEqualTo("а");
          assertThat(handshake.auth("token").asText()).isEqualTo("t");
          assertThat(handshake.secure()).isFalse();
          assertThat(handshake.remoteAddress()).isNotNull();
        }
      }
    }
  }
}
