package live.nio.stream;

import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import live.nio.platform.PlatformConfig;

/// Lets pages of any site publish and watch by WHIP and WHEP, as RFC 9725 §4.2 asks for.
///
/// Nothing is given away by that: these routes look at no cookie, and the answer forbids sending
/// one. Origins in `CORS_ORIGIN` and our own are left to the rule for the rest of the API.
@Singleton
class MediaCors {

  private static final Pattern PATHS =
      Pattern.compile("/api/(whip|streams/[^/]+/(whip|whep)|rtc/(whip|whep)/.+)");

  private final PlatformConfig config;

  MediaCors(PlatformConfig config) {
    this.config = config;
  }

  void mount(@Observes Router router) {
    // After the security headers, before the general rule, which refuses foreign origins.
    router.route().order(Integer.MIN_VALUE + 1).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    String origin = context.request().getHeader("Origin");
    if (origin == null
        || origin.equals(config.publicUrl())
        || config.corsOrigins().contains(origin)
        || !PATHS.matcher(context.normalizedPath()).matches()) {
      context.next();
      return;
    }
    MultiMap headers = context.response().headers();
    headers.set("Access-Control-Allow-Origin", "*");
    if (context.request().method().equals(HttpMethod.OPTIONS)
        && context.request().getHeader("Access-Control-Request-Method") != null) {
      headers.set("Access-Control-Allow-Methods", "GET, POST, PATCH, DELETE, OPTIONS");
      headers.set("Access-Control-Allow-Headers", "authorization, content-type, if-match");
      headers.set("Access-Control-Max-Age", "86400");
      context.response().setStatusCode(204).end();
      return;
    }
    headers.set(
        "Access-Control-Expose-Headers",
        "Location, ETag, Link, Retry-After, Accept-Post, Accept-Patch");
    context.request().headers().remove("Origin");
    context.next();
  }
}
