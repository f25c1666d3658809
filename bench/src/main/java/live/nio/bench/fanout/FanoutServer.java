package live.nio.bench.fanout;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vertx.core.AbstractVerticle;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.http.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import live.nio.socketio.Namespace;
import live.nio.socketio.SocketIoOptions;
import live.nio.socketio.SocketIoServer;
import live.nio.socketio.Stats;
import org.jspecify.annotations.Nullable;

/// The side of `./nio bench fanout` that is measured: the product's Socket.IO server with its
/// defaults, one HTTP server per event loop as the platform has, and a thread that emits to
/// everybody on schedule.
///
/// As a process it is told what to do in lines on standard input, and ends when that does; each is
/// answered with one line:
///
///     start MICROS BYTES   emit every so often, with so much padding     started
///     stop                                                               EMITTED MICROS-BEHIND
///     members              in the room                                   COUNT
///     work                 since the start    JIT-MS COLLECTIONS COLLECTION-MS PACKETS WRITES
///     collect              collect garbage                               BYTES-IN-USE
final class FanoutServer implements AutoCloseable {
  private static final String ROOM = "everybody";

  private final Vertx vertx;
  private final SocketIoServer io;
  private @Nullable Emitter emitter;

  FanoutServer(Vertx vertx) {
    this.vertx = vertx;
    io = new SocketIoServer(vertx, new ObjectMapper(), SocketIoOptions.defaults());
    io.of("/").onConnection(socket -> socket.join(ROOM));
  }

  /// Listens on a free port of loopback, and returns it.
  Future<Integer> listen(int eventLoops) {
    Listener[] first = new Listener[1];
    return vertx
        .deployVerticle(
            () -> {
              Listener listener = new Listener();
              first[0] = listener;
              return listener;
            },
            new DeploymentOptions().setInstances(eventLoops))
        .map(id -> first[0].port);
  }

  /// Shares its port with the others; connections go to each in turn.
  private final class Listener extends AbstractVerticle {
    int port;

    @Override
    public void start(Promise<Void> started) {
      // A negative port means one random port, the same for all of this number.
      vertx
          .createHttpServer()
          .requestHandler(io::handle)
          .listen(-1, "127.0.0.1")
          .onSuccess(this::onListening)
          .<Void>mapEmpty()
          .onComplete(started);
    }

    private void onListening(HttpServer http) {
      port = http.actualPort();
    }
  }

  int members() {
    return io.of("/").socketsIn(ROOM).size();
  }

  Stats stats() {
    return io.stats();
  }

  void start(Duration interval, int paddingBytes) {
    Emitter started = new Emitter(io.of("/"), interval, "x".repeat(paddingBytes));
    emitter = started;
    started.thread.start();
  }

  /// Stops emitting; returns how many events were emitted and how many microseconds late the next
  /// one would have been.
  long[] stop() throws InterruptedException {
    Emitter stopped = emitter;
    if (stopped == null) {
      return new long[] {0, 0};
    }
    stopped.running = false;
    LockSupport.unpark(stopped.thread);
    stopped.thread.join();
    return new long[] {stopped.sequence, Math.max(0, Micros.now() - stopped.due)};
  }

  private static final class Emitter {
    final Thread thread = Thread.ofPlatform().name("emitter").daemon().unstarted(this::run);
    private final Namespace namespace;
    private final long intervalMicros;
    private final String padding;
    volatile boolean running = true;
    private long sequence;
    private long due;

    Emitter(Namespace namespace, Duration interval, String padding) {
      this.namespace = namespace;
      this.intervalMicros = interval.toNanos() / 1_000;
      this.padding = padding;
    }

    private void run() {
      due = Micros.now() + intervalMicros;
      while (running) {
        long wait = due - Micros.now();
        if (wait > 0) {
          LockSupport.parkNanos(wait * 1_000);
        } else {
          sequence++;
          namespace.to(ROOM).emit("m", sequence, due, Micros.now(), padding);
          due += intervalMicros;
        }
      }
    }
  }

  @Override
  public void close() {
    io.close();
    var _ = vertx.close();
  }

  /// Prints the port, then obeys.
  public static void main(String[] args) throws IOException, InterruptedException {
    Vertx vertx = Vertx.vertx();
    FanoutServer server = new FanoutServer(vertx);
    int port =
        server
            .listen(VertxOptions.DEFAULT_EVENT_LOOP_POOL_SIZE)
            .toCompletionStage()
            .toCompletableFuture()
            .join();
    System.out.println(port);
    BufferedReader commands =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = commands.readLine(); line != null; line = commands.readLine()) {
      System.out.println(server.obey(List.of(line.split(" ", -1))));
    }
    // The parent has gone, or has had enough; nobody waits for goodbyes.
    Runtime.getRuntime().halt(0);
  }

  private String obey(List<String> command) throws InterruptedException {
    return switch (command.getFirst()) {
      case "start" -> {
        start(
            Duration.ofNanos(Long.parseLong(command.get(1)) * 1_000),
            Integer.parseInt(command.get(2)));
        yield "started";
      }
      case "stop" -> {
        long[] end = stop();
        yield end[0] + " " + end[1];
      }
      case "members" -> Integer.toString(members());
      case "work" -> work();
      case "collect" -> collect();
      default -> "unknown";
    };
  }

  private String work() {
    long collections = 0;
    long collectionMs = 0;
    for (GarbageCollectorMXBean bean : ManagementFactory.getGarbageCollectorMXBeans()) {
      // Cycles and pauses are separate beans with a concurrent collector; what stops nobody counts
      // too, as it takes the same processor.
      if (!bean.getName().endsWith("Pauses")) {
        collections += bean.getCollectionCount();
        collectionMs += bean.getCollectionTime();
      }
    }
    Stats stats = stats();
    return "%d %d %d %d %d"
        .formatted(
            ManagementFactory.getCompilationMXBean().getTotalCompilationTime(),
            collections,
            collectionMs,
            stats.engine().packetsOut(),
            stats.engine().writes());
  }

  private static String collect() {
    System.gc();
    System.gc();
    return Long.toString(ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
  }
}
