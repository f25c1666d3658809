package live.nio.socketio.conformance;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import java.time.Duration;
import live.nio.socketio.Event;
import live.nio.socketio.Namespace;
import live.nio.socketio.Socket;
import live.nio.socketio.SocketIoOptions;
import live.nio.socketio.SocketIoServer;
import live.nio.socketio.Stats;
import live.nio.socketio.engine.CloseReason;
import live.nio.socketio.engine.Cors;
import live.nio.socketio.engine.EngineListener;
import live.nio.socketio.engine.EngineOptions;
import live.nio.socketio.engine.EngineServer;
import live.nio.socketio.engine.EngineSocket;
import live.nio.socketio.engine.EngineStats;

/// The server the public test suites of both protocols expect: an Engine.IO echo on `/engine.io/`, and on `/socket.io/`
/// the Socket.IO one (`auth`, `message` → `message-back`, `message-with-ack`, namespace `/custom`).
///
///     java -cp … live.nio.socketio.conformance.ConformanceServer --port 3000
public final class ConformanceServer implements AutoCloseable {
  private final EngineServer engine;
  private final SocketIoServer io;
  private final HttpServer http;

  /// Makes the two servers as the suites expect them; they listen after [#listen].
  public ConformanceServer(Vertx vertx) {
    this(vertx, Duration.ofMillis(300), Duration.ofMillis(200));
  }

  /// Makes the two servers with another heartbeat.
  public ConformanceServer(Vertx vertx, Duration pingInterval, Duration pingTimeout) {
    EngineOptions expected =
        EngineOptions.defaults()
            .withPingInterval(pingInterval)
            .withPingTimeout(pingTimeout)
            .withMaxPayload(1_000_000)
            .withCors(Cors.anyOrigin());
    engine = new EngineServer(expected, Clock.systemUTC(), socket -> new Echo());
    io =
        new SocketIoServer(
            vertx,
            new ObjectMapper(),
            SocketIoOptions.defaults()
                .withEngine(expected.withPath("/socket.io/"))
                .withConnectTimeout(Duration.ofSeconds(1)));
    greet(io.of("/"));
    greet(io.of("/custom"));
    http =
        vertx
            .createHttpServer()
            .requestHandler(request -> {
              if (request.uri().startsWith("/engine.io")) {
                engine.handle(request);
              } else {
                io.handle(request);
              }
            });
  }

  private static void greet(Namespace namespace) {
    namespace.onConnection(socket -> {
      socket.emit("auth", socket.handshake().auth());
      if (namespace.name().equals("/")) {
        echo(socket);
      }
    });
  }

  private static void echo(Socket socket) {
    socket.on("message", event -> socket.emit("message-back", event.args().toArray()));
    socket.on("message-with-ack", ConformanceServer::acknowledge);
  }

  private static void acknowledge(Event event) {
    event.ack(event.args().toArray());
  }

  private static final class Echo implements EngineListener {
    @Override
    public void onText(EngineSocket socket, String text) {
      socket.send(text);
    }

    @Override
    public void onBinary(EngineSocket socket, byte[] bytes) {
      socket.send(bytes);
    }

    @Override
    public void onClose(EngineSocket socket, CloseReason reason) {}
  }

  /// Starts listening on all addresses and returns the port.
  ///
  /// @param port 0 chooses a free one
  public Future<Integer> listen(int port) {
    return http.listen(port).map(HttpServer::actualPort);
  }

  public EngineStats engineStats() {
    return engine.stats();
  }

  public Stats stats() {
    return io.stats();
  }

  /// Ends everything, the given Vert.x excepted.
  @Override
  public void close() {
    var _ = io.shutdown();
    var _ = engine.shutdown();
    var _ = http.close();
  }

  /// Runs until interrupted.
  public static void main(String[] args) {
    int port = 3000;
    for (int i = 0; i + 1 < args.length; i++) {
      if (args[i].equals("--port")) {
        port = Integer.parseInt(args[i + 1]);
      }
    }
    Vertx vertx = Vertx.vertx();
    var _ =
        new ConformanceServer(vertx)
            .listen(port)
            .onSuccess(actual ->
                System.out.println(
                    "Conformance server on http://localhost:%d: /engine.io/ and /socket.io/"
                        .formatted(actual)))
            .onFailure(e -> {
              System.err.println("Cannot listen: " + e.getMessage());
              vertx.close();
            });
  }
}
