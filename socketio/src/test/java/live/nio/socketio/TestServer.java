package live.nio.socketio;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.time.Clock;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import live.nio.socketio.engine.Cors;

/// A Socket.IO server on a free port, with a long heartbeat so that tests see no pings.
public final class TestServer implements AutoCloseable {
  public final Vertx vertx;
  public final SocketIoServer io;
  public final int port;

  /// What handlers threw, as `source event: exception`.
  public final Queue<String> errors = new ConcurrentLinkedQueue<>();

  public TestServer() {
    this(options -> options);
  }

  public TestServer(UnaryOperator<SocketIoOptions> change) {
    this(change, new InProcessAdapter(), Clock.systemUTC());
  }

  public TestServer(UnaryOperator<SocketIoOptions> change, Adapter.Factory adapters, Clock clock) {
    vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(2));
    SocketIoOptions options =
        SocketIoOptions.defaults()
            .withCors(Cors.anyOrigin())
            .withCloseTimeout(Duration.ofMillis(500))
            .withErrorListener((source, namespace, socketId, event, error) ->
                errors.add(source + " " + event + ": " + error.getMessage()));
    io = new SocketIoServer(vertx, new ObjectMapper(), change.apply(options), adapters, clock);
    io.of("/");
    port =
        await(
            vertx
                .createHttpServer()
                .requestHandler(io::handle)
                .listen(0)
                .map(HttpServer::actualPort));
  }

  /// Waits until something is so; fails after ten seconds.
  public static void eventually(BooleanSupplier condition) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("did not come true in time");
      }
      LockSupport.parkNanos(200_000);
    }
  }

  /// Ends the server and checks that it leaves nothing behind.
  @Override
  public void close() {
    try {
      await(io.shutdown());
      Stats left = io.stats();
      if (left.recoverableSockets() == 0 && left.storedPackets() == 0) {
        eventually(() -> io.stats().isEmpty());
      }
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError("not empty after shutdown: " + io.stats(), e);
    } finally {
      await(vertx.close());
    }
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
  }
}
