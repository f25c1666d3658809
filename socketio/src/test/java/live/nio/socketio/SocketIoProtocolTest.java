package live.nio.socketio;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import live.nio.socketio.conformance.ConformanceServer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The rules of [Socket.IO v5](https://github.com/socketio/socket.io-protocol), over the wire,
/// against the server the public suite asks for.
class SocketIoProtocolTest {
  private static Vertx vertx;
  private static ConformanceServer server;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    vertx = Vertx.vertx();
    server = new ConformanceServer(vertx, Duration.ofMinutes(1), Duration.ofMinutes(1));
    port = server.listen(0).toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  @AfterAll
  static void stop() throws Exception {
    server.close();
    TestServer.eventually(() -> server.stats().isEmpty());
    vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
  }

  private static WsClient open() throws Exception {
    return WsClient.open(port, "/socket.io/");
  }

  private static WsClient connected() throws Exception {
    WsClient client = WsClient.connect(port, "/");
    assertThat(client.packet()).isEqualTo("42[\"auth\",{}]");
    return client;
  }

  @Nested
  class Connecting {
    @ParameterizedTest(name = "{0}")
    @CsvSource(
        delimiter = ';',
        value = {
          "40; 40; 42[\"auth\",{}]",
          "40{\"token\":\"123\"}; 40; 42[\"auth\",{\"token\":\"123\"}]",
          "40/custom; 40/custom,; 42/custom,[\"auth\",{}]",
          "40/custom,; 40/custom,; 42/custom,[\"auth\",{}]",
          "40/custom,{\"token\":\"abc\"}; 40/custom,; 42/custom,[\"auth\",{\"token\":\"abc\"}]",
        })
    void isAnsweredWithAnId(String connect, String head, String auth) throws Exception {
      try (WsClient client = open()) {
        client.send(connect);
        assertThat(client.packet()).startsWith(head).matches(".*\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}");
        assertThat(client.packet()).isEqualTo(auth);
      }
    }

    @Test
    void toAnUnknownNamespaceIsRefused() throws Exception {
      try (WsClient client = open()) {
        client.send("40/random");
        assertThat(client.packet()).isEqualTo("44/random,{\"message\":\"Invalid namespace\"}");
      }
    }

    @Test
    void worksByPolling() throws Exception {
      PollClient client = PollClient.open(port, "/socket.io/");
      assertThat(client.post("40").body()).isEqualTo("ok");
      StringBuilder got = new StringBuilder(client.poll());
      if (!got.toString().contains("auth")) {
        got.append('\u001e').append(client.poll());
      }
      assertThat(got.toString())
          .matches("40\\{\"sid\":\"[A-Za-z0-9_-]{20}\"}\u001e42\\[\"auth\",\\{}]");
    }

    @Test
    void twiceToOneNamespaceClosesTheConnection() throws Exception {
      try (WsClient client = connected()) {
        client.send("40");
        assertThat(client.awaitClose()).isEqualTo(1000);
      }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"4abc", "42[\"message\"]", "41", "431[]", "44{\"message\":\"x\"}"})
    void mustComeFirst(String packet) throws Exception {
      try (WsClient client = open()) {
        client.send(packet);
        assertThat(client.awaitClose()).isEqualTo(1000);
      }
    }

    @Test
    void tooLateFindsTheConnectionClosed() throws Exception {
      try (WsClient client = open()) {
        while (true) {
          WsClient.Frame frame = client.frame();
          if (frame.opcode() == WsClient.CLOSE) {
            break; // after one second, pings answered
          }
          assertThat(frame.text()).isEqualTo("2");
          client.send("3");
        }
      }
    }
  }

  @Nested
  class Disconnecting {
    @Test
    void leavesTheConnectionOpen() throws Exception {
      try (WsClient client = connected()) {
        client.send("41");
        client.send("40/custom");
        assertThat(client.packet()).startsWith("40/custom,");
      }
    }

    @Test
    void fromOneNamespaceKeepsTheOther() throws Exception {
      try (WsClient client = connected()) {
        client.send("40/custom");
        assertThat(client.packet()).startsWith("40/custom,");
        assertThat(client.packet()).isEqualTo("42/custom,[\"auth\",{}]");
        client.send("41/custom");
        client.send("42[\"message\",\"to main\"]");
        assertThat(client.packet()).isEqualTo("42[\"message-back\",\"to main\"]");
      }
    }

    @Test
    void thenSendingThereClosesTheConnection() throws Exception {
      try (WsClient client = connected()) {
        client.send("41");
        client.send("42[\"message\"]");
        assertThat(client.awaitClose()).isEqualTo(1000);
      }
    }

    @Test
    void andConnectingAgainWorks() throws Exception {
      try (WsClient client = connected()) {
        client.send("41");
        client.send("40");
        assertThat(client.packet()).startsWith("40{");
        assertThat(client.packet()).isEqualTo("42[\"auth\",{}]");
      }
    }
  }

  @Nested
  class Messages {
    @Test
    void plain() throws Exception {
      try (WsClient client = connected()) {
        client.send("42[\"message\",1,\"2\",{\"3\":[true]}]");
        assertThat(client.packet()).isEqualTo("42[\"message-back\",1,\"2\",{\"3\":[true]}]");
      }
    }

    @Test
    void withAttachments() throws Exception {
      try (WsClient client = connected()) {
        client.send(
            "452-[\"message\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        client.send(new byte[] {1, 2, 3});
        client.send(new byte[] {4, 5, 6});
        assertThat(client.packet())
            .isEqualTo(
                "452-[\"message-back\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        assertThat(client.binary()).containsExactly(1, 2, 3);
        assertThat(client.binary()).containsExactly(4, 5, 6);
      }
    }

    @Test
    void withAttachmentsByPolling() throws Exception {
      PollClient client = PollClient.open(port, "/socket.io/");
      client.post("40");
      while (!client.poll().contains("auth")) {
        // The answer and the greeting may come in two polls.
      }
      client.post("451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
      assertThat(client.poll())
          .isEqualTo("451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAQID");
    }

    @Test
    void acknowledged() throws Exception {
      try (WsClient client = connected()) {
        client.send("42456[\"message-with-ack\",1,\"2\",{\"3\":[false]}]");
        assertThat(client.packet()).isEqualTo("43456[1,\"2\",{\"3\":[false]}]");
        client.send("420[\"message-with-ack\"]");
        assertThat(client.packet()).isEqualTo("430[]");
      }
    }

    @Test
    void acknowledgedWithAttachments() throws Exception {
      try (WsClient client = connected()) {
        client.send(
            "452-789[\"message-with-ack\",{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        client.send(new byte[] {1, 2, 3});
        client.send(new byte[] {4, 5, 6});
        assertThat(client.packet())
            .isEqualTo(
                "462-789[{\"_placeholder\":true,\"num\":0},{\"_placeholder\":true,\"num\":1}]");
        assertThat(client.binary()).containsExactly(1, 2, 3);
        assertThat(client.binary()).containsExactly(4, 5, 6);
      }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
        strings = {
          "4abc",
          "4",
          "42{}",
          "42[]",
          "42abc[\"message-with-ack\",1]",
          "42[\"disconnect\"]",
          "43[]",
          "459-[\"message\"",
          "4599-[\"message\"]",
          "44{\"message\":\"no\"}",
          "42/unknown,[\"message\"]"
        })
    void thatAreInvalidCloseTheConnection(String packet) throws Exception {
      try (WsClient client = connected()) {
        client.send(packet);
        assertThat(client.awaitClose()).isEqualTo(1000);
      }
    }

    @Test
    void binaryOutOfPlaceClosesTheConnection() throws Exception {
      try (WsClient client = connected()) {
        client.send(new byte[] {1});
        assertThat(client.awaitClose()).isEqualTo(1000);
      }
    }

    @Test
    void anUnknownAckIsIgnored() throws Exception {
      try (WsClient client = connected()) {
        client.send("43999[1]");
        client.send("42[\"message\"]");
        assertThat(client.packet()).isEqualTo("42[\"message-back\"]");
      }
    }
  }
}
