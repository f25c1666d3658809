package live.nio.socketio.engine;

import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;
import java.util.function.Predicate;

/// How an [EngineServer] behaves.
///
/// @param path prefix of the URLs served, with slashes at both ends
/// @param pingInterval time between two pings to one client
/// @param pingTimeout time a client has to answer a ping
/// @param upgradeTimeout time a polling session's WebSocket has to complete its upgrade
/// @param closeTimeout time a peer has to take the last bytes and answer the close handshake before
///   it is cut off
/// @param maxPayload largest body of a POST, and largest WebSocket message, in bytes
/// @param transports the transports offered
/// @param cors which web origins may connect
/// @param allowRequest asked once per new session, on an event loop, before anything is created;
///   false answers 403
/// @param maxSessions sessions the server holds at most; further handshakes are answered 503
/// @param outbound what may wait for one receiver
public record EngineOptions(
    String path,
    Duration pingInterval,
    Duration pingTimeout,
    Duration upgradeTimeout,
    Duration closeTimeout,
    int maxPayload,
    Set<TransportName> transports,
    Cors cors,
    Predicate<HttpServerRequest> allowRequest,
    int maxSessions,
    OutboundLimits outbound) {

  public EngineOptions {
    if (!path.startsWith("/") || !path.endsWith("/")) {
      throw new IllegalArgumentException("path must begin and end with a slash");
    }
    requirePositive(pingInterval, "pingInterval");
    requirePositive(pingTimeout, "pingTimeout");
    requirePositive(upgradeTimeout, "upgradeTimeout");
    requirePositive(closeTimeout, "closeTimeout");
    if (maxPayload <= 0 || maxSessions <= 0 || transports.isEmpty()) {
      throw new IllegalArgumentException(
          "maxPayload, maxSessions and transports must not be empty");
    }
    transports = Set.copyOf(transports);
  }

  public static EngineOptions defaults() {
    return new EngineOptions(
        "/engine.io/",
        Duration.ofSeconds(25),
        Duration.ofSeconds(20),
        Duration.ofSeconds(10),
        Duration.ofSeconds(3),
        1_000_000,
        EnumSet.allOf(TransportName.class),
        Cors.sameOrigin(),
        request -> true,
        200_000,
        OutboundLimits.defaults());
  }

  private static void requirePositive(Duration duration, String name) {
    if (duration.isNegative() || duration.isZero()) {
      throw new IllegalArgumentException(name + " must be positive");
    }
  }

  public EngineOptions withPath(String path) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }

  public EngineOptions withPingInterval(Duration pingInterval) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }

  public EngineOptions withPingTimeout(Duration pingTimeout) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }

  public EngineOptions withUpgradeTimeout(Duration upgradeTimeout) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }

  public EngineOptions withCloseTimeout(Duration closeTimeout) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }

  public EngineOptions withMaxPayload(int maxPayload) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }

  public EngineOptions withTransports(Set<TransportName> transports) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }

  public EngineOptions withCors(Cors cors) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }

  public EngineOptions withAllowRequest(Predicate<HttpServerRequest> allowRequest) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }

  public EngineOptions withMaxSessions(int maxSessions) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }

  public EngineOptions withOutbound(OutboundLimits outbound) {
    return new EngineOptions(
        path,
        pingInterval,
        pingTimeout,
        upgradeTimeout,
        closeTimeout,
        maxPayload,
        transports,
        cors,
        allowRequest,
        maxSessions,
        outbound);
  }
}
