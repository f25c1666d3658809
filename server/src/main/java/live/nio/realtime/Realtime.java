package live.nio.realtime;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.vertx.core.Vertx;
import io.vertx.ext.web.Router;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import jakarta.validation.Validator;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import live.nio.identity.AccessTokens;
import live.nio.identity.EndReason;
import live.nio.identity.Notice;
import live.nio.identity.NoticeRaised;
import live.nio.identity.SessionEnded;
import live.nio.identity.qr.QrLoginChanged;
import live.nio.identity.qr.QrLogins;
import live.nio.platform.ClientAddresses;
import live.nio.platform.PlatformConfig;
import live.nio.platform.RateLimits;
import live.nio.socketio.SocketIoOptions;
import live.nio.socketio.SocketIoServer;
import live.nio.socketio.engine.Cors;

/// Runs the Socket.IO server on the HTTP port and its namespaces: `/live`, whose events features
/// declare, and `/account`, which tells people what happens to their account, and browsers that
/// wait for one what became of their QR code.
@Singleton
public class Realtime {

  private static final String PATH = "/socket.io/";
  private static final long SHUTDOWN_SECONDS = 5;

  /// Server → client on `/account`: this session has ended; the socket is closed next.
  private record SessionRevoked(UUID sessionId, EndReason reason) {}

  /// Server → client on `/account`: something the owner should know.
  private record Notification(Notice notice) {}

  private final SocketIoServer server;
  private final EventNamespace live;
  private final EventNamespace account;

  Realtime(
      Vertx vertx,
      ObjectMapper mapper,
      Validator validator,
      AccessTokens tokens,
      RateLimits limits,
      ClientAddresses addresses,
      PlatformConfig config,
      MeterRegistry metrics) {
    this.server =
        new SocketIoServer(vertx, mapper, SocketIoOptions.defaults().withCors(cors(config)));
    EventNamespace.Tools tools =
        new EventNamespace.Tools(
            mapper,
            validator,
            tokens,
            limits,
            addresses,
            Counter.builder("nio.socket.events.unknown")
                .description("Events refused because no feature declares them")
                .register(metrics));
    this.live = new EventNamespace(server.of("/live"), tools);
    this.account = new EventNamespace(server.of("/account"), tools);
    metrics.gauge("nio.socket.connections", server, it -> it.stats().connections());
  }

  /// Our own address is always let in, whatever `Host` a proxy in front makes of it.
  private static Cors cors(PlatformConfig config) {
    Set<String> origins = new HashSet<>(config.corsOrigins());
    origins.add(config.publicUrl());
    return Cors.matching(origins::contains);
  }

  void mount(@Observes Router router, @Any Instance<LiveFeature> features, QrWatch qrWatch) {
    features.forEach(feature -> feature.register(live));
    qrWatch.register(account);
    live.open();
    account.open();
    router.route(PATH + "*").handler(context -> server.handle(context.request()));
  }

  void stop(@Observes ShutdownEvent event) throws Exception {
    server
        .shutdown()
        .toCompletionStage()
        .toCompletableFuture()
        .get(SHUTDOWN_SECONDS, TimeUnit.SECONDS);
  }

  /// Sends an event to everyone in a room of `/live`.
  public void emitTo(String room, String event, Object payload) {
    live.emitTo(room, event, payload);
  }

  /// Sends an event to every socket of an account, on `/live` and on `/account`.
  public void emitToAccount(UUID accountId, String event, Object payload) {
    String room = EventNamespace.accountRoom(accountId);
    live.emitTo(room, event, payload);
    account.emitTo(room, event, payload);
  }

  /// Whether a page of this account is connected to `/account` here.
  public boolean hasPages(UUID accountId) {
    return !account.isEmpty(EventNamespace.accountRoom(accountId));
  }

  /// Sends an event to every page of an account on `/account`.
  public void tellAccount(UUID accountId, String event, Object payload) {
    account.emitTo(EventNamespace.accountRoom(accountId), event, payload);
  }

  /// Makes everyone leave a room of `/live`.
  public void empty(String room) {
    live.empty(room);
  }

  void closeSocketsOf(@Observes SessionEnded event) {
    String room = EventNamespace.sessionRoom(event.sessionId());
    account.emitTo(room, "session_revoked", new SessionRevoked(event.sessionId(), event.reason()));
    // Both may be on one connection: the word must be on its way before either closes it.
    account.disconnect(room);
    live.disconnect(room);
  }

  void tellQrStatus(@Observes QrLoginChanged event, QrLogins logins) {
    String room = QrWatch.room(event.id());
    logins.newsForHolder(event.id()).ifPresent(status -> account.emitTo(room, "qr_status", status));
    if (event.state().isEnd()) {
      account.empty(room);
    }
  }

  void notify(@Observes NoticeRaised event) {
    account.emitTo(
        EventNamespace.accountRoom(event.accountId()),
        "notification",
        new Notification(event.notice()));
  }
}
