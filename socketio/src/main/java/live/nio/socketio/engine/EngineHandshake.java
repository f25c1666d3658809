package live.nio.socketio.engine;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// The request that opened a session.
///
/// @param headers its headers; read only
/// @param query its decoded query parameters; read only
/// @param remoteAddress the client, as the HTTP layer in front sees it; null for local transports
/// @param secure whether the client spoke TLS
/// @param time when it arrived
public record EngineHandshake(
    MultiMap headers,
    MultiMap query,
    @Nullable SocketAddress remoteAddress,
    boolean secure,
    Instant time) {

  static EngineHandshake of(HttpServerRequest request, Instant now) {
    return new EngineHandshake(
        request.headers(),
        request.params(),
        request.remoteAddress(),
        "https".equals(request.scheme()),
        now);
  }
}
