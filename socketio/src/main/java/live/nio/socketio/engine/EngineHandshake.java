package live.nio.socketio.engine;

import io.netty.handler.codec.http.QueryStringDecoder;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The request that opened a session. Immutable.
///
/// Kept as long as the session, so it is kept small: headers and query are read out of text when
/// they are asked for.
public final class EngineHandshake {
  /// `name\nvalue\n…`; neither can contain a line feed.
  private final String headers;

  private final String uri;
  private final @Nullable SocketAddress remoteAddress;
  private final boolean secure;
  private final long timeMs;

  private EngineHandshake(
      String headers,
      String uri,
      @Nullable SocketAddress remoteAddress,
      boolean secure,
      long timeMs) {
    this.headers = headers;
    this.uri = uri;
    this.remoteAddress = remoteAddress;
    this.secure = secure;
    this.timeMs = timeMs;
  }

  static EngineHandshake of(HttpServerRequest request, Instant now, RecentTexts recent) {
    StringBuilder headers = new StringBuilder(512);
    for (Map.Entry<String, String> header : request.headers()) {
      if (!isOfTheConnection(header.getKey())) {
        headers.append(header.getKey()).append('\n').append(header.getValue()).append('\n');
      }
    }
    return new EngineHandshake(
        recent.same(headers.toString()),
        recent.same(request.uri()),
        request.remoteAddress(),
        "https".equals(request.scheme()),
        now.toEpochMilli());
  }

  /// These say nothing about the client, and the key makes every request different.
  private static boolean isOfTheConnection(String header) {
    return header.equalsIgnoreCase("connection")
        || header.equalsIgnoreCase("upgrade")
        || header.regionMatches(true, 0, "sec-websocket-", 0, 14);
  }

  /// The headers, in a new map; without `Connection`, `Upgrade` and `Sec-WebSocket-*`.
  public MultiMap headers() {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    int at = 0;
    while (at < headers.length()) {
      int nameEnd = headers.indexOf('\n', at);
      int valueEnd = headers.indexOf('\n', nameEnd + 1);
      map.add(headers.substring(at, nameEnd), headers.substring(nameEnd + 1, valueEnd));
      at = valueEnd + 1;
    }
    return map;
  }

  /// The decoded query parameters, in a new map.
  public MultiMap query() {
    MultiMap map = MultiMap.caseInsensitiveMultiMap();
    new QueryStringDecoder(uri).parameters().forEach(map::add);
    return map;
  }

  /// The path and query as sent.
  public String uri() {
    return uri;
  }

  /// The client, as the HTTP layer in front sees it; null for local transports.
  public @Nullable SocketAddress remoteAddress() {
    return remoteAddress;
  }

  /// Whether the client spoke TLS.
  public boolean secure() {
    return secure;
  }

  /// When the request arrived.
  public Instant time() {
    return Instant.ofEpochMilli(timeMs);
  }
}
