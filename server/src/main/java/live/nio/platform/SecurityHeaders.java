package live.nio.platform;

import io.vertx.core.MultiMap;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/// Puts the browser's defences on every answer and guards what is not for everyone (metrics).
@Singleton
public class SecurityHeaders {

  /// Scripts come from us and from what features name, and never inline. Styles may be inline: the
  /// component library sets them on elements.
  private static final Map<String, String> CONTENT_SECURITY_POLICY = new LinkedHashMap<>();

  static {
    CONTENT_SECURITY_POLICY.put("default-src", "'self'");
    CONTENT_SECURITY_POLICY.put("script-src", "'self'");
    CONTENT_SECURITY_POLICY.put("style-src", "'self' 'unsafe-inline'");
    CONTENT_SECURITY_POLICY.put("img-src", "'self' data: blob:");
    CONTENT_SECURITY_POLICY.put("media-src", "'self' blob:");
    CONTENT_SECURITY_POLICY.put("connect-src", "'self'");
    CONTENT_SECURITY_POLICY.put("frame-src", "'self'");
    CONTENT_SECURITY_POLICY.put("object-src", "'none'");
    CONTENT_SECURITY_POLICY.put("base-uri", "'none'");
    CONTENT_SECURITY_POLICY.put("form-action", "'self'");
    CONTENT_SECURITY_POLICY.put("frame-ancestors", "'none'");
  }

  /// Files people sent are shown inside pages of ours and are no page of their own.
  private static final String CONTENT_SECURITY_POLICY_OF_FILES =
      "default-src 'none'; sandbox; frame-ancestors 'none'";

  private static final String FILES = "/api/files/";
  private static final String METRICS_PATH = "/api/metrics";
  private static final String API_PAGES = "/api/docs";

  private final PlatformConfig config;

  private final Iterable<ContentSources> features;
  private String contentSecurityPolicy = "default-src 'none'";
  private String openerPolicy = "same-origin";

  SecurityHeaders(PlatformConfig config, @Any Instance<ContentSources> features) {
    this.config = config;
    this.features = features;
  }

  void mount(@Observes Router router) {
    Map<String, String> policy = new LinkedHashMap<>(CONTENT_SECURITY_POLICY);
    for (ContentSources feature : features) {
      feature
          .sources()
          .forEach((directive, origins) ->
              policy.merge(
                  directive, String.join(" ", origins), (ours, theirs) -> ours + " " + theirs));
      if (feature.opensWindows()) {
        openerPolicy = "same-origin-allow-popups";
      }
    }
    contentSecurityPolicy =
        policy.entrySet().stream()
            .map(entry -> entry.getKey() + " " + entry.getValue())
            .collect(Collectors.joining("; "));
    router.route().order(Integer.MIN_VALUE).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    String path = context.normalizedPath();
    MultiMap headers = context.response().headers();
    headers.set("X-Content-Type-Options", "nosniff");
    headers.set("Referrer-Policy", "strict-origin-when-cross-origin");
    headers.set("X-Frame-Options", "DENY");
    headers.set("Cross-Origin-Opener-Policy", openerPolicy);
    headers.set("Permissions-Policy", "camera=(self), microphone=(self), display-capture=(self)");
    if (config.publicUrlIsHttps()) {
      headers.set("Strict-Transport-Security", "max-age=31536000");
    }
    // The pages of the API description bring inline scripts; they exist in development only.
    if (!(path.startsWith(API_PAGES) && config.mode() == PlatformConfig.Mode.DEVELOPMENT)) {
      headers.set(
          "Content-Security-Policy",
          path.startsWith(FILES) ? CONTENT_SECURITY_POLICY_OF_FILES : contentSecurityPolicy);
    }
    if (path.startsWith("/api/auth/")
        || path.startsWith("/api/qr-auth/")
        || path.startsWith("/api/payments/")) {
      headers.set("Cache-Control", "no-store");
    }
    if (path.equals(METRICS_PATH) && !mayReadMetrics(context)) {
      context.response().setStatusCode(404).end();
      return;
    }
    context.next();
  }

  /// The machine itself (no proxy in between), or a scraper with the token.
  private boolean mayReadMetrics(RoutingContext context) {
    String authorization = context.request().getHeader("Authorization");
    if (config
        .metricsToken()
        .map(token -> ("Bearer " + token).equals(authorization))
        .orElse(false)) {
      return true;
    }
    return context.request().remoteAddress() != null
        && isLoopback(context.request().remoteAddress().hostAddress())
        && context.request().getHeader("X-Forwarded-For") == null
        && context.request().getHeader("Forwarded") == null;
  }

  private static boolean isLoopback(String host) {
    return host.startsWith("127.") || host.equals("::1") || host.equals("0:0:0:0:0:0:0:1");
  }
}
