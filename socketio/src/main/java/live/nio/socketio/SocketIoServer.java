package live.nio.socketio;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerRequest;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.ToIntFunction;
import live.nio.socketio.engine.EngineServer;
import live.nio.socketio.engine.EngineStats;
import live.nio.socketio.protocol.PacketDecoder;
import live.nio.socketio.protocol.PacketEncoder;
import org.jspecify.annotations.Nullable;

/// A Socket.IO v5 server. It opens no port: give [#handle] the requests below
/// [SocketIoOptions#path] of any Vert.x HTTP server or router.
///
/// ```java
/// SocketIoServer io = new SocketIoServer(vertx, mapper, SocketIoOptions.defaults());
/// io.of("/")
///     .use(socket -> socket.set(ACCOUNT, accounts.ofToken(socket.handshake().auth("token").asText())))
///     .onConnection(socket -> socket.on("hello", event -> event.ack("hi")));
/// http.requestHandler(io::handle);
/// ```
///
/// Thread-safe.
public final class SocketIoServer implements AutoCloseable {
  private final Vertx vertx;
  private final SocketIoOptions options;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();
  private final PacketEncoder encoder;
  private final ObjectReader reader;
  private final PacketDecoder.Limits decoderLimits;
  private final EngineServer engine;
  private final Adapter adapter;
  private final Map<String, NamespaceImpl> namespaces = new ConcurrentHashMap<>();
  private final Thread.Builder threads = Thread.ofVirtual().name("socket.io");
  private final AtomicBoolean pruning = new AtomicBoolean();
  private final Promise<Void> quiet = Promise.promise();
  private volatile boolean closing;
  final Counters counters = new Counters();

  /// A server alone, on the system's clock.
  public SocketIoServer(Vertx vertx, ObjectMapper mapper, SocketIoOptions options) {
    this(vertx, mapper, options, new InProcessAdapter(), Clock.systemUTC());
  }

  /// A server in a cluster.
  public SocketIoServer(
      Vertx vertx,
      ObjectMapper mapper,
      SocketIoOptions options,
      Adapter.Factory adapters,
      Clock clock) {
    this.vertx = vertx;
    this.options = options;
    this.clock = clock;
    this.encoder = new PacketEncoder(mapper);
    this.reader = PacketDecoder.readerOf(mapper);
    this.decoderLimits =
        new PacketDecoder.Limits(options.maxAttachments(), options.engine().maxPayload());
    this.engine = new EngineServer(options.engine(), clock, socket -> new Connection(this, socket));
    this.adapter = adapters.create(this::onClusterMessage);
  }

  /// The namespace of this name, created at the first call. Clients can only enter namespaces that
  /// have been created.
  ///
  /// @param name begins with a slash, has no comma; `/` is the main one
  public Namespace of(String name) {
    if (!name.startsWith("/") || name.indexOf(',') >= 0) {
      throw new IllegalArgumentException("a namespace begins with a slash and has no comma");
    }
    return namespaces.computeIfAbsent(name, n -> new NamespaceImpl(this, n));
  }

  @Nullable NamespaceImpl namespace(String name) {
    return namespaces.get(name);
  }

  /// Serves a request; paths that do not begin with the configured one are answered 404.
  public void handle(HttpServerRequest request) {
    engine.handle(request);
  }

  /// Refuses new clients, disconnects all others with [DisconnectReason#SERVER_SHUTTING_DOWN], and
  /// completes when every handler has returned and nothing is left.
  public Future<Void> shutdown() {
    closing = true;
    var _ =
        engine
            .shutdown()
            .onComplete(done -> {
              adapter.close();
              completeIfQuiet();
            });
    return quiet.future();
  }

  /// Starts [#shutdown] and does not wait for it.
  @Override
  public void close() {
    var _ = shutdown();
  }

  public Stats stats() {
    EngineStats below = engine.stats();
    return new Stats(
        below.sessions(),
        sum(NamespaceImpl::socketCount),
        sum(NamespaceImpl::roomCount),
        counters.pendingAcks.get(),
        counters.busySockets.get(),
        sum(NamespaceImpl::recoverableCount),
        sum(NamespaceImpl::storedCount),
        counters.eventsIn.sum(),
        counters.unhandledEvents.sum(),
        counters.handlerErrors.sum(),
        counters.refusedConnections.sum(),
        counters.recovered.sum(),
        counters.encodings.sum(),
        below);
  }

  private long sum(ToIntFunction<NamespaceImpl> what) {
    return namespaces.values().stream().mapToInt(what).sum();
  }

  // ---- for the other classes

  SocketIoOptions options() {
    return options;
  }

  Clock clock() {
    return clock;
  }

  PacketEncoder encoder() {
    return encoder;
  }

  PacketDecoder newDecoder() {
    return new PacketDecoder(reader, decoderLimits);
  }

  Adapter adapter() {
    return adapter;
  }

  boolean isClosing() {
    return closing;
  }

  void startVirtualThread(Runnable task) {
    var _ = threads.start(task);
  }

  /// 120 random bits.
  String newId() {
    byte[] bytes = new byte[15];
    random.nextBytes(bytes);
    return Base64.getUrlEncoder().encodeToString(bytes);
  }

  private void onClusterMessage(ClusterMessage message) {
    NamespaceImpl namespace = namespaces.get(message.namespace());
    if (namespace != null) {
      namespace.apply(message);
    }
  }

  /// Makes sure that what is kept for recovery is forgotten in time: one timer, only while
  /// something is kept.
  void requestPruning() {
    if (pruning.compareAndSet(false, true)) {
      long delay = Math.max(1, options.recovery().maxDisconnection().toMillis() / 4);
      vertx.setTimer(delay, timer -> startVirtualThread(this::prune));
    }
  }

  private void prune() {
    pruning.set(false);
    long now = clock.millis();
    for (NamespaceImpl namespace : namespaces.values()) {
      if (namespace.prune(now)) {
        requestPruning();
      }
    }
  }

  void completeIfQuiet() {
    if (closing
        && counters.busySockets.get() == 0
        && engine.isQuiet()
        && sum(NamespaceImpl::socketCount) == 0) {
      quiet.tryComplete();
    }
  }
}
