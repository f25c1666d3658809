package live.nio.socketio.engine;

import java.util.Set;
import java.util.function.Predicate;

/// Which origins may talk to the server, for polling and WebSocket alike.
///
/// A request without an `Origin` header does not come from a page and is always let in; a request
/// whose origin is not allowed is answered 403, `{"code":4,"message":"Forbidden"}`. A page's own
/// origin (its host and port equal the `Host` header) is always allowed.
///
/// @param allowed says whether a foreign origin, such as `https://shop.example`, is allowed
/// @param any every origin is allowed; answered as `*` unless credentials are
/// @param credentials whether pages of foreign origins may send cookies
public record Cors(Predicate<String> allowed, boolean any, boolean credentials) {

  /// Only pages served from this very host.
  public static Cors sameOrigin() {
    return new Cors(origin -> false, false, false);
  }

  /// Pages from anywhere.
  public static Cors anyOrigin() {
    return new Cors(origin -> true, true, false);
  }

  /// Pages of these origins, each written as a browser sends it: scheme, host and port, without a
  /// path.
  public static Cors origins(String... origins) {
    return new Cors(Set.of(origins)::contains, false, false);
  }

  /// Pages of the origins a predicate accepts; it is asked at every request, on an event loop, and
  /// must not block.
  public static Cors matching(Predicate<String> allowed) {
    return new Cors(allowed, false, false);
  }

  public Cors withCredentials(boolean allow) {
    return new Cors(allowed, any, allow);
  }
}
