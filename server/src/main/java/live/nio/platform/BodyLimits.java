package live.nio.platform;

import io.quarkus.vertx.http.runtime.RouteConstants;
import io.quarkus.vertx.http.runtime.VertxHttpRecorder;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// How much of a request's body is read: 1 MB of text, 5 MB of a picture. What is announced to be
/// longer is refused unread; what turns out to be longer, when it does. Runs on the event loop.
@Singleton
class BodyLimits {

  private static final long TEXT = 1_000_000;
  private static final long PICTURE = 5_000_000;
  private static final int AFTER_THE_SERVERS_OWN = RouteConstants.ROUTE_ORDER_UPLOAD_LIMIT + 1;

  void mount(@Observes Router router) {
    router.route().order(AFTER_THE_SERVERS_OWN).handler(BodyLimits::handle);
  }

  private static void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    long limit = limit(request.getHeader("Content-Type"));
    String announced = request.getHeader("Content-Length");
    if (announced == null) {
      context.put(VertxHttpRecorder.MAX_REQUEST_SIZE_KEY, limit);
      context.next();
    } else if (isMore(announced, limit)) {
      refuse(context);
    } else {
      context.next();
    }
  }

  /// Calls that take text refuse these types without reading.
  private static long limit(@Nullable String contentType) {
    String type = contentType == null ? "" : contentType.toLowerCase(Locale.ROOT);
    return type.startsWith("image/") || type.startsWith("application/octet-stream")
        ? PICTURE
        : TEXT;
  }

  private static boolean isMore(String announced, long limit) {
    try {
      return Long.parseLong(announced) > limit;
    } catch (NumberFormatException malformed) {
      return true;
    }
  }

  private static void refuse(RoutingContext context) {
    if (context.request().version() != HttpVersion.HTTP_2) {
      // Whoever goes on sending talks to nobody. HTTP/2 knows no such header, and ends the one
      // call.
      context.response().putHeader("Connection", "close");
    }
    context
        .response()
        .setStatusCode(413)
        .putHeader("Content-Type", Problem.MEDIA_TYPE)
        .end(
            new JsonObject()
                .put("type", "about:blank")
                .put("title", "Content Too Large")
                .put("status", 413)
                .put("error", "too_large")
                .put("detail", "The request is too large.")
                .toBuffer());
  }
}
