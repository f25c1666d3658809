package live.nio.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// What a client brought along.
///
/// @param headers of the HTTP request that opened the connection; read only
/// @param query its query parameters; read only
/// @param remoteAddress the client, as the HTTP layer sees it
/// @param secure whether the client spoke TLS
/// @param time when the connection was opened
/// @param auth the payload of the client's CONNECT packet; an empty object when it sent none
public record Handshake(
    MultiMap headers,
    MultiMap query,
    @Nullable SocketAddress remoteAddress,
    boolean secure,
    Instant time,
    ObjectNode auth) {

  /// The value of a field of `auth`; a `MissingNode` when there is none.
  public JsonNode auth(String field) {
    return auth.path(field);
  }
}
