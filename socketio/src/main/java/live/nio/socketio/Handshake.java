package live.nio.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.MultiMap;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import live.nio.socketio.engine.EngineHandshake;
import org.jspecify.annotations.Nullable;

/// What a client brought along: the HTTP request that opened its connection, and the payload of its
/// CONNECT packet.
public final class Handshake {
  private final EngineHandshake opened;
  private final @Nullable ObjectNode auth;

  Handshake(EngineHandshake opened, @Nullable ObjectNode auth) {
    this.opened = opened;
    this.auth = auth;
  }

  /// The headers of the request, in a new map.
  public MultiMap headers() {
    return opened.headers();
  }

  /// Its decoded query parameters, in a new map.
  public MultiMap query() {
    return opened.query();
  }

  /// The client, as the HTTP layer in front sees it; null for local transports.
  public @Nullable SocketAddress remoteAddress() {
    return opened.remoteAddress();
  }

  /// Whether the client spoke TLS.
  public boolean secure() {
    return opened.secure();
  }

  /// When the connection was opened.
  public Instant time() {
    return opened.time();
  }

  /// The payload of the CONNECT packet; an empty object when it had none. Not to be changed.
  public ObjectNode auth() {
    return auth == null ? JsonNodeFactory.instance.objectNode() : auth;
  }

  /// The value of a field of [#auth()]; a `MissingNode` when there is none.
  public JsonNode auth(String field) {
    return auth().path(field);
  }
}
