package live.nio.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Vertx;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import live.nio.socketio.conformance.ConformanceServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of [Engine.IO v4](https://github.com/socketio/engine.io-protocol), over the wire,
/// against the server the public suite asks for: an echo with ping interval 300 ms, ping timeout
/// 200 ms.
class EngineProtocolTest {
  private static final String PATH = "/engine.io/";
  private static Vertx vertx;
  private static ConformanceServer server;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    // Without pings; tests of the heartbeat have their own.
    server = new ConformanceServer(vertx, Duration.ofMinutes(1), Duration.ofMinutes(1));
    port = server.listen(0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    TestServer.eventually(() -> server.engineStats().sessions() == 0);
    TestServer.eventually(() -> server.engineStats().webSockets() == 0);
    TestServer.eventually(() -> server.engineStats().eventLoops() == 0);
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  /// Runs something against the server exactly as the suite asks for it.
  private static void asTheSuite(PortTest test) throws Exception {
    against(new ConformanceServer(vertx), test);
  }

  /// Runs something against a server that pings often, but gives slow machines time to answer.
  private static void pinged(PortTest test) throws Exception {
    against(new ConformanceServer(vertx, Duration.ofMillis(100), Duration.ofSeconds(10)), test);
  }

  private static void against(ConformanceServer other, PortTest test) throws Exception {
    try (other) {
      test.run(other.listen(0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS));
    }
  }

  private interface PortTest {
    void run(int port) throws Exception;
  }

  private static PollClient polling() throws Exception {
    return PollClient.open(port, PATH);
  }

  private static WsClient probing(PollClient session) throws Exception {
    return WsClient.request(port, PATH + "?EIO=4&transport=websocket&sid=" + session.sid());
  }

  @Nested
  class Handshake {
    private void assertIsOpenPacket(String packet, String upgrades) throws Exception {
      assertThat(packet).startsWith("0");
      JsonNode open = new ObjectMapper().readTree(packet.substring(1));
      assertThat(open.fieldNames())
          .toIterable()
          .containsExactly("sid", "upgrades", "pingInterval", "pingTimeout", "maxPayload");
      assertThat(open.get("sid").asText()).hasSize(20);
      assertThat(open.get("upgrades")).hasToString(upgrades);
      assertThat(open.get("pingInterval").asInt()).isEqualTo(300);
      assertThat(open.get("pingTimeout").asInt()).isEqualTo(200);
      assertThat(open.get("maxPayload").asInt()).isEqualTo(1_000_000);
    }

    @Test
    void byPollingOffersTheUpgrade() throws Exception {
      asTheSuite(port -> {
        HttpResponse<String> response =
            new PollClient(port, PATH).send("GET", "?EIO=4&transport=polling", null);
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.headers().firstValue("content-type"))
            .hasValue("text/plain; charset=UTF-8");
        assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
        assertIsOpenPacket(response.body(), "[\"websocket\"]");
      });
    }

    @Test
    void byWebSocketOffersNone() throws Exception {
      asTheSuite(port -> {
        try (WsClient client = WsClient.request(port, PATH + "?EIO=4&transport=websocket")) {
          assertThat(client.status()).isEqualTo(101);
          assertThat(client.responseHead().toLowerCase(java.util.Locale.ROOT))
              .contains("sec-websocket-accept: s3pplmbitxaq9kygzzhzrbk+xoo=");
          assertIsOpenPacket(client.packet(), "[]");
        }
      });
    }

    @Test
    void neverNegotiatesCompression() throws Exception {
      try (WsClient client =
          WsClient.request(
              port,
              PATH + "?EIO=4&transport=websocket",
              "Sec-WebSocket-Extensions: permessage-deflate; client_max_window_bits")) {
        assertThat(client.status()).isEqualTo(101);
        assertThat(client.responseHead()).doesNotContainIgnoringCase("extensions");
      }
    }

    @ParameterizedTest(name = "{0} {1} is answered {2}, code {3}")
    @CsvSource({
      "GET, ?transport=polling, 400, 5, Unsupported protocol version",
      "GET, ?EIO=abc&transport=polling, 400, 5, Unsupported protocol version",
      "GET, ?EIO=3&transport=polling, 400, 5, Unsupported protocol version",
      "GET, ?EIO=4, 400, 0, Transport unknown",
      "GET, ?EIO=4&transport=abc, 400, 0, Transport unknown",
      "GET, ?EIO=4&transport=polling&sid=abc, 400, 1, Session ID unknown",
      "POST, ?EIO=4&transport=polling&sid=abc, 400, 1, Session ID unknown",
      "POST, ?EIO=4&transport=polling, 400, 2, Bad handshake method",
      "PUT, ?EIO=4&transport=polling, 400, 2, Bad handshake method",
      "GET, ?EIO=4&transport=websocket, 400, 3, Bad request",
    })
    void refusals(String method, String query, int status, int code, String message)
        throws Exception {
      HttpResponse<String> response =
          new PollClient(port, PATH).send(method, query, method.equals("GET") ? null : "4a");
      assertThat(response.statusCode()).isEqualTo(status);
      assertThat(response.headers().firstValue("content-type")).hasValue("application/json");
      assertThat(response.body())
          .isEqualTo("{\"code\":%d,\"message\":\"%s\"}".formatted(code, message));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
        strings = {
          "?transport=websocket",
          "?EIO=abc&transport=websocket",
          "?EIO=4",
          "?EIO=4&transport=abc",
          "?EIO=4&transport=polling",
          "?EIO=4&transport=websocket&sid=unknown"
        })
    void refusalsOfWebSockets(String query) throws Exception {
      try (WsClient client = WsClient.request(port, PATH + query)) {
        assertThat(client.status()).isEqualTo(400);
      }
    }

    @Test
    void otherPathsAreNotFound() throws Exception {
      assertThat(
              new PollClient(port, "/socket.iox")
                  .send("GET", "?EIO=4&transport=polling", null)
                  .statusCode())
          .isEqualTo(404);
    }

    @Test
    void theTrailingSlashMayBeMissing() throws Exception {
      assertThat(
              new PollClient(port, "/engine.io")
                  .send("GET", "?EIO=4&transport=polling", null)
                  .statusCode())
          .isEqualTo(200);
    }
  }

  @Nested
  class MessagesByPolling {
    @ParameterizedTest(name = "{0}")
    @ValueSource(
        strings = {
          "4hello",
          "4test1\u001e4test2\u001e4test3",
          "4hello\u001ebAQIDBA==",
          "4€ ☃ 😀",
          "bAQIDBA==\u001e4hello"
        })
    void payloadsComeBack(String payload) throws Exception {
      PollClient session = polling();
      HttpResponse<String> posted = session.post(payload);
      assertThat(posted.statusCode()).isEqualTo(200);
      assertThat(posted.body()).isEqualTo("ok");
      HttpResponse<String> polled = session.get();
      assertThat(polled.statusCode()).isEqualTo(200);
      assertThat(polled.body()).isEqualTo(payload);
    }

    @Test
    void aWaitingPollIsAnsweredWhenThereIsSomething() throws Exception {
      PollClient session = polling();
      CompletableFuture<HttpResponse<String>> poll = session.getLater();
      session.post("4hello");
      assertThat(poll.get(10, TimeUnit.SECONDS).body()).isEqualTo("4hello");
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"abc", "4a\u001e", "4a\u001e\u001e4b", "b*", "4a\u001exyz"})
    void anInvalidPacketClosesTheSession(String payload) throws Exception {
      PollClient session = polling();
      assertThat(session.post(payload).statusCode()).isEqualTo(400);
      assertThat(session.get().statusCode()).isEqualTo(400);
    }

    @Test
    void aPingFromTheClientClosesTheSession() throws Exception {
      PollClient session = polling();
      session.post("2");
      assertThat(session.get().statusCode()).isEqualTo(400);
    }

    @Test
    void twoPollsAtOnceCloseTheSession() throws Exception {
      PollClient session = polling();
      CompletableFuture<HttpResponse<String>> first = session.getLater();
      CompletableFuture<HttpResponse<String>> second = session.getLater();
      HttpResponse<String> one = first.get(10, TimeUnit.SECONDS);
      HttpResponse<String> other = second.get(10, TimeUnit.SECONDS);
      HttpResponse<String> earlier = one.statusCode() == 200 ? one : other;
      HttpResponse<String> later = earlier.equals(one) ? other : one;
      assertThat(earlier.body()).isEqualTo("1");
      assertThat(later.statusCode()).isEqualTo(400);
      assertThat(session.get().statusCode()).isEqualTo(400);
    }

    @Test
    void aPollThatIsGivenUpClosesTheSession() throws Exception {
      PollClient session = polling();
      java.net.Socket abandoned = startPoll(session);
      // Another round trip on the same event loops: the poll has been taken.
      session.post("3");
      abandoned.close();
      TestServer.eventually(() -> status(session) == 400);
    }

    private java.net.Socket startPoll(PollClient session) throws Exception {
      java.net.Socket socket = new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port);
      socket
          .getOutputStream()
          .write(
              ("GET "
                      + PATH
                      + "?EIO=4&transport=polling&sid="
                      + session.sid()
                      + " HTTP/1.1\r\nHost: localhost\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      return socket;
    }

    private int status(PollClient session) {
      try {
        return session
                .send("PUT", "?EIO=4&transport=polling&sid=" + session.sid(), "")
                .body()
                .contains("\"code\":1")
            ? 400
            : 200;
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Test
    void twoPostsAtOnceCloseTheSession() throws Exception {
      PollClient session = polling();
      try (java.net.Socket slow =
          new java.net.Socket(java.net.InetAddress.getLoopbackAddress(), port)) {
        slow.getOutputStream()
            .write(
                ("POST "
                        + PATH
                        + "?EIO=4&transport=polling&sid="
                        + session.sid()
                        + " HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n4hel")
                    .getBytes(StandardCharsets.US_ASCII));
        TestServer.eventually(() -> {
          try {
            return session.post("4hello").statusCode() == 400;
          } catch (Exception e) {
            throw new AssertionError(e);
          }
        });
      }
      assertThat(session.get().statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyOverTheLimitIsRefusedWhileItIsRead() throws Exception {
      PollClient session = polling();
      assertThat(session.post("4" + "x".repeat(1_000_000)).statusCode()).isEqualTo(413);
      assertThat(session.get().statusCode()).isEqualTo(400);
    }

    @Test
    void aBodyAtTheLimitIsTaken() throws Exception {
      PollClient session = polling();
      assertThat(session.post("4" + "x".repeat(999_999)).statusCode()).isEqualTo(200);
      assertThat(session.poll()).hasSize(1_000_000);
    }

    @Test
    void aBinaryBodyBelongsToAnOlderVersion() throws Exception {
      PollClient session = polling();
      HttpResponse<String> response =
          session.send(
              "POST",
              "?EIO=4&transport=polling&sid=" + session.sid(),
              "4a",
              "content-type",
              "application/octet-stream");
      assertThat(response.statusCode()).isEqualTo(400);
    }
  }

  @Nested
  class MessagesByWebSocket {
    @Test
    void textComesBack() throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        client.send("4hello €");
        assertThat(client.packet()).isEqualTo("4hello €");
      }
    }

    @Test
    void binaryComesBack() throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        client.send(new byte[] {1, 2, 3, 4});
        assertThat(client.binary()).containsExactly(1, 2, 3, 4);
      }
    }

    @Test
    void fragmentsArePutTogether() throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        byte[] euro = "4€".getBytes(StandardCharsets.UTF_8);
        client.send(false, WsClient.TEXT, true, new byte[] {euro[0], euro[1]});
        client.send(true, WsClient.PING, true, new byte[] {7}); // may come in between
        client.send(false, 0, true, new byte[0]);
        client.send(true, 0, true, new byte[] {euro[2], euro[3]});
        WsClient.Frame pong = client.frame();
        assertThat(pong.opcode()).isEqualTo(WsClient.PONG);
        assertThat(pong.payload()).containsExactly(7);
        assertThat(client.packet()).isEqualTo("4€");
      }
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {124, 125, 126, 65_534, 65_535, 65_536, 999_999})
    void allFrameLengthsWork(int length) throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        String text = "4" + "x".repeat(length);
        client.send(text);
        assertThat(client.packet()).isEqualTo(text);
      }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"abc", "", "7", "\u001e"})
    void anInvalidPacketClosesTheSession(String packet) throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        client.send(packet);
        assertThat(client.awaitClose()).isEqualTo(1000);
      }
    }

    @Test
    void invalidUtf8ClosesTheSession() throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        client.send(true, WsClient.TEXT, true, new byte[] {'4', (byte) 0xc3, '('});
        assertThat(client.awaitClose()).isEqualTo(1000);
      }
    }

    @Test
    void aMessageOverTheLimitClosesTheSession() throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        client.send("4" + "x".repeat(1_000_000));
        assertThat(client.awaitClose()).isIn(1009, -1);
      }
    }

    @Test
    void fragmentsTogetherOverTheLimitCloseTheSession() throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        client.send(false, WsClient.BINARY, true, new byte[600_000]);
        client.send(true, 0, true, new byte[600_000]);
        assertThat(client.awaitClose()).isIn(1009, -1);
      }
    }

    @Test
    void anUnmaskedFrameClosesTheSession() throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        client.send(true, WsClient.TEXT, false, new byte[] {'4', 'a'});
        assertThat(client.awaitClose()).isIn(1002, -1);
      }
    }

    @Test
    void aContinuationOfNothingClosesTheSession() throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        client.send(true, 0, true, new byte[] {'4', 'a'});
        assertThat(client.awaitClose()).isIn(1002, -1);
      }
    }
  }

  @Nested
  class Heartbeat {
    @Test
    void byPolling() throws Exception {
      pinged(port -> {
        PollClient session = PollClient.open(port, PATH);
        for (int i = 0; i < 3; i++) {
          assertThat(session.poll()).isEqualTo("2");
          assertThat(session.post("3").statusCode()).isEqualTo(200);
        }
      });
    }

    @Test
    void byWebSocket() throws Exception {
      pinged(port -> {
        try (WsClient client = WsClient.open(port, PATH)) {
          for (int i = 0; i < 3; i++) {
            assertThat(client.frame().text()).isEqualTo("2");
            client.send("3");
          }
        }
      });
    }

    @Test
    void aPollingSessionThatDoesNotAnswerIsClosed() throws Exception {
      asTheSuite(port -> {
        PollClient session = PollClient.open(port, PATH);
        HttpResponse<String> answer = session.get();
        if (answer.body().equals("2")) {
          answer = session.get();
        }
        // The poll may come too late for the close packet.
        assertThat(answer.body()).matches("1|.*Session ID unknown.*");
        assertThat(session.get().statusCode()).isEqualTo(400);
      });
    }

    @Test
    void aWebSocketSessionThatDoesNotAnswerIsClosed() throws Exception {
      asTheSuite(port -> {
        try (WsClient client = WsClient.open(port, PATH)) {
          assertThat(client.awaitClose()).isEqualTo(1000);
        }
      });
    }
  }

  @Nested
  class Close {
    @Test
    void byPollingEndsTheWaitingPoll() throws Exception {
      PollClient session = polling();
      CompletableFuture<HttpResponse<String>> poll = session.getLater();
      TestServer.eventually(() -> true);
      session.post("4x"); // the poll is there, or its answer waits
      String first = poll.get(10, TimeUnit.SECONDS).body();
      assertThat(first).isEqualTo("4x");
      CompletableFuture<HttpResponse<String>> last = session.getLater();
      HttpResponse<String> closed = session.post("1");
      assertThat(closed.statusCode()).isEqualTo(200);
      HttpResponse<String> answer = last.get(10, TimeUnit.SECONDS);
      // The poll may also have come too late.
      assertThat(answer.statusCode() == 400 || answer.body().equals("6")).isTrue();
      assertThat(session.get().statusCode()).isEqualTo(400);
    }

    @Test
    void byWebSocketClosesIt() throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        client.send("1");
        assertThat(client.awaitClose()).isEqualTo(1000);
      }
    }

    @Test
    void theCloseFrameIsAnswered() throws Exception {
      try (WsClient client = WsClient.open(port, PATH)) {
        client.send(true, WsClient.CLOSE, true, new byte[] {3, (byte) 0xe9}); // 1001
        assertThat(client.awaitClose()).isEqualTo(1000);
        assertThat(client.socket().getInputStream().read()).isEqualTo(-1);
      }
    }
  }

  @Nested
  class Upgrade {
    @Test
    void movesTheSession() throws Exception {
      PollClient session = polling();
      try (WsClient client = probing(session)) {
        client.send("2probe");
        assertThat(client.packet()).isEqualTo("3probe");
        assertThat(session.poll()).isEqualTo("6"); // nothing is held back while probing
        client.send("5");
        client.send("4hello");
        assertThat(client.packet()).isEqualTo("4hello");
      }
    }

    @Test
    void endsAWaitingPollWithANoop() throws Exception {
      PollClient session = polling();
      CompletableFuture<HttpResponse<String>> poll = session.getLater();
      try (WsClient client = probing(session)) {
        client.send("2probe");
        assertThat(client.packet()).isEqualTo("3probe");
        assertThat(poll.get(10, TimeUnit.SECONDS).body()).isEqualTo("6");
      }
    }

    @Test
    void losesNothingThatWaits() throws Exception {
      PollClient session = polling();
      try (WsClient client = probing(session)) {
        client.send("2probe");
        assertThat(client.packet()).isEqualTo("3probe");
        session.post("4queued");
        client.send("5");
        assertThat(client.packet()).isEqualTo("4queued");
      }
    }

    @Test
    void keepsTheHeartbeat() throws Exception {
      pinged(port -> {
        PollClient session = PollClient.open(port, PATH);
        try (WsClient client =
            WsClient.request(port, PATH + "?EIO=4&transport=websocket&sid=" + session.sid())) {
          client.send("2probe");
          assertThat(client.frame().text()).isEqualTo("3probe");
          client.send("5");
          for (int i = 0; i < 2; i++) {
            assertThat(client.frame().text()).isEqualTo("2");
            client.send("3");
          }
        }
      });
    }

    @Test
    void leavesNothingForHttp() throws Exception {
      PollClient session = polling();
      try (WsClient client = probing(session)) {
        client.send("2probe");
        client.packet();
        client.send("5");
        client.send("4hello");
        client.packet();
        HttpResponse<String> polled = session.get();
        assertThat(polled.statusCode()).isEqualTo(400);
        assertThat(polled.body()).contains("\"code\":3");
        assertThat(session.post("4a").statusCode()).isEqualTo(400);
        client.send("4still here");
        assertThat(client.packet()).isEqualTo("4still here");
      }
    }

    @Test
    void happensOnce() throws Exception {
      PollClient session = polling();
      try (WsClient client = probing(session)) {
        client.send("2probe");
        client.packet();
        client.send("5");
        try (WsClient second = probing(session)) {
          assertThat(second.awaitClose()).isEqualTo(1000);
        }
        client.send("4hello");
        assertThat(client.packet()).isEqualTo("4hello");
      }
    }

    @Test
    void isTriedByOneWebSocketAtATime() throws Exception {
      PollClient session = polling();
      try (WsClient client = probing(session)) {
        client.send("2probe");
        client.packet();
        try (WsClient second = probing(session)) {
          assertThat(second.awaitClose()).isEqualTo(1000);
        }
        client.send("5");
        client.send("4hello");
        assertThat(client.packet()).isEqualTo("4hello");
      }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4hello", "5", "2", "abc"})
    void needsAProbeFirst(String first) throws Exception {
      PollClient session = polling();
      try (WsClient client = probing(session)) {
        client.send(first);
        assertThat(client.awaitClose()).isEqualTo(1000);
      }
      session.post("4polling goes on");
      assertThat(session.poll()).isEqualTo("4polling goes on");
    }

    @Test
    void thatIsGivenUpLeavesThePollingSession() throws Exception {
      PollClient session = polling();
      try (WsClient client = probing(session)) {
        client.send("2probe");
        client.packet();
        client.closeCleanly();
      }
      session.post("4hello");
      assertThat(session.poll()).isEqualTo("4hello");
      try (WsClient again = probing(session)) {
        again.send("2probe");
        assertThat(again.packet()).isEqualTo("3probe");
      }
    }
  }

  @Nested
  class Origins {
    @Test
    void anyMayCome() throws Exception {
      HttpResponse<String> response =
          new PollClient(port, PATH)
              .send("GET", "?EIO=4&transport=polling", null, "Origin", "https://shop.example");
      assertThat(response.headers().firstValue("access-control-allow-origin")).hasValue("*");
    }
  }
}
