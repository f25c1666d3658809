package live.nio.socketio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Runs the official `socket.io-client` from npm against the server: by WebSocket, by polling, and
/// upgrading. The scenarios are in `src/test/js/scenarios.mjs`.
class OfficialClientTest {
  private static final Path SCRIPTS = Path.of("src", "test", "js").toAbsolutePath();

  @TestFactory
  Stream<DynamicTest> scenarios() throws Exception {
    install();
    List<DynamicTest> tests = new ArrayList<>();
    try (TestServer plain = new TestServer();
        TestServer recovering =
            new TestServer(o -> o.withRecovery(Recovery.of(Duration.ofSeconds(30))))) {
      serve(plain.io);
      serve(recovering.io);
      String output =
          run(
              Duration.ofMinutes(3),
              "node",
              "scenarios.mjs",
              "http://localhost:" + plain.port,
              "http://localhost:" + recovering.port);
      for (String line : output.lines().toList()) {
        if (line.startsWith("{")) {
          JsonNode result = new ObjectMapper().readTree(line);
          tests.add(
              DynamicTest.dynamicTest(
                  result.get("transport").asText() + ": " + result.get("name").asText(),
                  () -> assertThat(result.path("error").asText("")).isEmpty()));
        }
      }
      assertThat(tests).as(output).hasSizeGreaterThanOrEqualTo(45);
      assertThat(plain.errors).isEmpty();
      assertThat(recovering.errors).isEmpty();
    }
    return tests.stream();
  }

  /// What the scenarios ask of a server.
  private static void serve(SocketIoServer io) {
    io.of("/private")
        .use(socket -> {
          if (!socket.handshake().auth("token").asText().equals("right")) {
            throw new ConnectionRefusedException("not allowed", Map.of("code", 42));
          }
        })
        .onConnection(socket -> socket.on("who", event -> event.ack("private")));
    Namespace main = io.of("/");
    main.onConnection(socket -> {
      socket.on("auth", event -> event.ack(socket.handshake().auth()));
      socket.on("echo", event -> event.ack(event.args()));
      socket.on("never", event -> {});
      socket.on("repeat", event -> socket.emit("n", event.arg(0)));
      socket.on("repeat-end", event -> socket.emit("end"));
      socket.on("ask-me", event -> event.ack(ask(socket, event.arg(0))));
      socket.on(
          "push-binary",
          event -> socket.emit("pushed", Map.of("data", new byte[] {1, 2, 3}), new byte[0]));
      socket.on(
          "join",
          event -> {
            socket.join(event.arg(0).asText());
            event.ack();
          });
      socket.on(
          "leave",
          event -> {
            socket.leave(event.arg(0).asText());
            event.ack();
          });
      socket.on(
          "say",
          event -> {
            socket.to(event.arg(0).asText()).emit("said", event.arg(1));
            event.ack();
          });
      socket.on(
          "tell",
          event -> {
            main.to(event.arg(0).asText()).emit("said", event.arg(1));
            event.ack();
          });
      socket.on(
          "tell-binary",
          event -> {
            main.to(event.arg(0).asText()).emit("binary", new byte[] {9, 8, 7});
            event.ack();
          });
      socket.on("kick-me", event -> socket.disconnect(event.arg(0).asBoolean()));
      socket.on(
          "watch",
          event -> {
            main.socket(event.arg(0).asText())
                .orElseThrow()
                .onDisconnect(reason -> socket.emit("left", reason.text()));
            event.ack();
          });
      socket.on(
          "until-gone",
          event -> {
            String id = event.arg(0).asText();
            TestServer.eventually(() -> main.socket(id).isEmpty());
            event.ack();
          });
    });
  }

  private static Object ask(Socket socket, JsonNode question) {
    try {
      List<JsonNode> answer =
          socket.emitWithAck(Duration.ofSeconds(1), "question", question).join();
      return List.of(answer.get(0), Map.of("base64", answer.get(1).asText()));
    } catch (CompletionException e) {
      return java.util.Objects.requireNonNull(e.getCause()).getClass().getSimpleName();
    }
  }

  /// Installs the client as the lock file says, unless that has been done.
  private static void install() throws Exception {
    Path lock = SCRIPTS.resolve("package-lock.json");
    Path installed = SCRIPTS.resolve("node_modules").resolve(".package-lock.json");
    if (!Files.exists(installed)
        || Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) < 0) {
      run(Duration.ofMinutes(3), "npm", "ci", "--no-audit", "--no-fund");
    }
  }

  private static String run(Duration limit, String... command) throws Exception {
    Path output = Files.createTempFile("official-client", ".log");
    try {
      Process process;
      try {
        process =
            new ProcessBuilder(command)
                .directory(SCRIPTS.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile())
                .start();
      } catch (IOException e) {
        return fail(
            "This test runs the official client and needs Node.js 20 or later with npm: cannot start "
                + command[0],
            e);
      }
      if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
        process.destroyForcibly();
        return fail(String.join(" ", command) + " took too long:\n" + Files.readString(output));
      }
      String text = Files.readString(output);
      assertThat(process.exitValue()).as(text).isZero();
      return text;
    } finally {
      Files.delete(output);
    }
  }
}
