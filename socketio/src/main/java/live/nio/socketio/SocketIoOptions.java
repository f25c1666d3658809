package live.nio.socketio;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Set;
import java.util.function.Predicate;
import live.nio.socketio.engine.Cors;
import live.nio.socketio.engine.EngineOptions;
import live.nio.socketio.engine.OutboundLimits;
import live.nio.socketio.engine.TransportName;

/// How a [SocketIoServer] behaves. Start from [#defaults] and change what differs:
///
/// ```java
/// SocketIoOptions.defaults()
///     .withCors(Cors.origins("https://shop.example"))
///     .withRecovery(Recovery.of(Duration.ofMinutes(2)));
/// ```
///
/// @param engine the layer below: path, heartbeat, transports, web origins, outbound bounds
/// @param connectTimeout time a new connection has to enter a namespace
/// @param ackTimeout how long acknowledgements are waited for where nothing else is said
/// @param recovery what is kept for clients whose connection was cut
/// @param maxInboundEvents events of one socket that may wait for its handlers; while more do, its
///   connection is not read
/// @param maxAttachments attachments one packet may have
/// @param maxPendingAcks acknowledgements one socket may owe
/// @param errorListener hears of exceptions thrown by handlers
public record SocketIoOptions(
    EngineOptions engine,
    Duration connectTimeout,
    Duration ackTimeout,
    Recovery recovery,
    int maxInboundEvents,
    int maxAttachments,
    int maxPendingAcks,
    ErrorListener errorListener) {

  public SocketIoOptions {
    if (connectTimeout.isNegative() || connectTimeout.isZero()) {
      throw new IllegalArgumentException("connectTimeout must be positive");
    }
    if (maxInboundEvents <= 0 || maxAttachments < 0 || maxPendingAcks <= 0) {
      throw new IllegalArgumentException("limits must be positive");
    }
  }

  public static SocketIoOptions defaults() {
    return new SocketIoOptions(
        EngineOptions.defaults().withPath("/socket.io/"),
        Duration.ofSeconds(45),
        Duration.ofSeconds(10),
        Recovery.off(),
        256,
        64,
        1_024,
        ErrorListener.logging());
  }

  public String path() {
    return engine.path();
  }

  public SocketIoOptions withEngine(EngineOptions engine) {
    return new SocketIoOptions(
        engine,
        connectTimeout,
        ackTimeout,
        recovery,
        maxInboundEvents,
        maxAttachments,
        maxPendingAcks,
        errorListener);
  }

  public SocketIoOptions withConnectTimeout(Duration connectTimeout) {
    return new SocketIoOptions(
        engine,
        connectTimeout,
        ackTimeout,
        recovery,
        maxInboundEvents,
        maxAttachments,
        maxPendingAcks,
        errorListener);
  }

  public SocketIoOptions withAckTimeout(Duration ackTimeout) {
    return new SocketIoOptions(
        engine,
        connectTimeout,
        ackTimeout,
        recovery,
        maxInboundEvents,
        maxAttachments,
        maxPendingAcks,
        errorListener);
  }

  public SocketIoOptions withRecovery(Recovery recovery) {
    return new SocketIoOptions(
        engine,
        connectTimeout,
        ackTimeout,
        recovery,
        maxInboundEvents,
        maxAttachments,
        maxPendingAcks,
        errorListener);
  }

  public SocketIoOptions withMaxInboundEvents(int maxInboundEvents) {
    return new SocketIoOptions(
        engine,
        connectTimeout,
        ackTimeout,
        recovery,
        maxInboundEvents,
        maxAttachments,
        maxPendingAcks,
        errorListener);
  }

  public SocketIoOptions withMaxAttachments(int maxAttachments) {
    return new SocketIoOptions(
        engine,
        connectTimeout,
        ackTimeout,
        recovery,
        maxInboundEvents,
        maxAttachments,
        maxPendingAcks,
        errorListener);
  }

  public SocketIoOptions withMaxPendingAcks(int maxPendingAcks) {
    return new SocketIoOptions(
        engine,
        connectTimeout,
        ackTimeout,
        recovery,
        maxInboundEvents,
        maxAttachments,
        maxPendingAcks,
        errorListener);
  }

  public SocketIoOptions withErrorListener(ErrorListener errorListener) {
    return new SocketIoOptions(
        engine,
        connectTimeout,
        ackTimeout,
        recovery,
        maxInboundEvents,
        maxAttachments,
        maxPendingAcks,
        errorListener);
  }

  public SocketIoOptions withPath(String path) {
    return withEngine(engine.withPath(path));
  }

  public SocketIoOptions withPingInterval(Duration pingInterval) {
    return withEngine(engine.withPingInterval(pingInterval));
  }

  public SocketIoOptions withPingTimeout(Duration pingTimeout) {
    return withEngine(engine.withPingTimeout(pingTimeout));
  }

  public SocketIoOptions withUpgradeTimeout(Duration upgradeTimeout) {
    return withEngine(engine.withUpgradeTimeout(upgradeTimeout));
  }

  public SocketIoOptions withCloseTimeout(Duration closeTimeout) {
    return withEngine(engine.withCloseTimeout(closeTimeout));
  }

  public SocketIoOptions withMaxPayload(int maxPayload) {
    return withEngine(engine.withMaxPayload(maxPayload));
  }

  public SocketIoOptions withTransports(Set<TransportName> transports) {
    return withEngine(engine.withTransports(transports));
  }

  public SocketIoOptions withCors(Cors cors) {
    return withEngine(engine.withCors(cors));
  }

  public SocketIoOptions withAllowRequest(Predicate<HttpServerRequest> allowRequest) {
    return withEngine(engine.withAllowRequest(allowRequest));
  }

  public SocketIoOptions withOutbound(OutboundLimits outbound) {
    return withEngine(engine.withOutbound(outbound));
  }
}
