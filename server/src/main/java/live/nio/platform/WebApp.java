package live.nio.platform;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Serves the built web app, held in memory and compressed once at start (a few MB).
///
/// - A file of the build is served under its name; names under `/assets/` carry a hash and are
///   cached for ever.
/// - Every other `GET` that wants HTML gets `index.html`, with the page's title and Open Graph tags
///   put in for link previews.
/// - Everything under the prefixes of [#NOT_PAGES] is left to others.
///
/// Files are looked up in a map, never on disk, so no path can leave the folder. Runs on the event
/// loop; page descriptions are fetched on a virtual thread.
@Singleton
public class WebApp {

  private static final Logger LOG = Logger.getLogger(WebApp.class);

  /// Prefixes that are not pages of the web app: an unknown address there is a 404, not a page.
  private static final String[] NOT_PAGES = {
    "/api/", "/socket.io/", "/manager/", "/q/", "/assets/"
  };

  /// Filled in by the server; the build leaves it in `index.html`.
  private static final String HEAD_MARK = "<!--nio:head-->";

  private static final String TITLE_MARK = "<title>NIO</title>";

  private static final Map<String, String> TYPES =
      Map.ofEntries(
          Map.entry("html", "text/html; charset=utf-8"),
          Map.entry("js", "text/javascript; charset=utf-8"),
          Map.entry("css", "text/css; charset=utf-8"),
          Map.entry("json", "application/json"),
          Map.entry("webmanifest", "application/manifest+json"),
          Map.entry("svg", "image/svg+xml"),
          Map.entry("png", "image/png"),
          Map.entry("ico", "image/x-icon"),
          Map.entry("jpg", "image/jpeg"),
          Map.entry("webp", "image/webp"),
          Map.entry("woff2", "font/woff2"),
          Map.entry("txt", "text/plain; charset=utf-8"));

  /// REST answers every path it does not know with its own 404, so pages come before it.
  private static final int BEFORE_REST = 500;

  private static final int MIN_COMPRESSED_LENGTH = 1_024;

  /// A file of the build.
  ///
  /// @param gzip the same compressed, or null where that does not pay
  private record Asset(Buffer bytes, @Nullable Buffer gzip, String type, String etag) {}

  private final PlatformConfig config;
  private final Instance<PageMeta.Source> sources;
  private final Map<String, Asset> assets;
  private final @Nullable String index;

  WebApp(PlatformConfig config, @Any Instance<PageMeta.Source> sources) {
    this.config = config;
    this.sources = sources;
    this.assets = load(Path.of(config.webDir()));
    Asset page = assets.remove("/index.html");
    this.index = page == null ? null : page.bytes().toString(StandardCharsets.UTF_8);
  }

  void mount(@Observes Router router) {
    router.route().order(BEFORE_REST).handler(this::handle);
  }

  private void handle(RoutingContext context) {
    HttpServerRequest request = context.request();
    if (!HttpMethod.GET.equals(request.method()) && !HttpMethod.HEAD.equals(request.method())) {
      context.next();
      return;
    }
    String path = context.normalizedPath();
    Asset asset = assets.get(path);
    if (asset != null) {
      send(context, asset, path);
    } else if (isPage(path)) {
      sendPage(context, path);
    } else {
      context.next();
    }
  }

  private static boolean isPage(String path) {
    for (String prefix : NOT_PAGES) {
      if (path.startsWith(prefix)) {
        return false;
      }
    }
    // A missing file is a 404; only addresses without an extension are pages.
    return path.lastIndexOf('.') < path.lastIndexOf('/');
  }

  private static void send(RoutingContext context, Asset asset, String path) {
    HttpServerResponse response = context.response();
    response.putHeader("ETag", asset.etag());
    response.putHeader(
        "Cache-Control",
        path.startsWith("/assets/")
            ? "public, max-age=31536000, immutable"
            : "public, max-age=300");
    if (asset.etag().equals(context.request().getHeader("If-None-Match"))) {
      response.setStatusCode(304).end();
      return;
    }
    sendBody(context, asset.type(), asset.bytes(), asset.gzip());
  }

  private static void sendBody(
      RoutingContext context, String type, Buffer plain, @Nullable Buffer gzip) {
    HttpServerResponse response = context.response();
    response.putHeader("Content-Type", type);
    Buffer body = plain;
    if (gzip != null) {
      response.putHeader("Vary", "Accept-Encoding");
      String accepted = context.request().getHeader("Accept-Encoding");
      if (accepted != null && accepted.contains("gzip")) {
        response.putHeader("Content-Encoding", "gzip");
        body = gzip;
      }
    }
    response.putHeader("Content-Length", Integer.toString(body.length()));
    if (HttpMethod.HEAD.equals(context.request().method())) {
      response.end();
    } else {
      response.end(body);
    }
  }

  // ---- pages

  private void sendPage(RoutingContext context, String path) {
    String template = index;
    if (template == null) {
      context
          .response()
          .setStatusCode(503)
          .putHeader("Content-Type", "text/plain; charset=utf-8")
          .end("The web app is not built. Run ./nio run, which builds it.");
      return;
    }
    String language = language(context.request().getHeader("Accept-Language"));
    context
        .vertx()
        .executeBlocking(() -> render(template, path, language), false)
        .onComplete(
            html -> {
              context.response().putHeader("Cache-Control", "no-cache");
              context.response().putHeader("Vary", "Accept-Language");
              sendBody(context, "text/html; charset=utf-8", html, null);
            },
            context::fail);
  }

  private Buffer render(String template, String path, String language) {
    PageMeta meta =
        sources.stream()
            .map(source -> source.describe(path, language))
            .flatMap(Optional::stream)
            .findFirst()
            .orElseGet(() -> defaultMeta(language));
    String url = config.publicUrl();
    String title = escape(meta.title());
    String description = escape(meta.description());
    String tags =
        """
        <meta name="description" content="%2$s">
        <meta property="og:site_name" content="NIO">
        <meta property="og:type" content="%3$s">
        <meta property="og:title" content="%1$s">
        <meta property="og:description" content="%2$s">
        <meta property="og:url" content="%4$s">
        <meta property="og:image" content="%5$s/og-default.png">
        <meta property="og:locale" content="%6$s">
        <meta name="twitter:card" content="summary_large_image">
        """
            .formatted(
                title,
                description,
                escape(meta.type()),
                escape(url + path),
                escape(url),
                "ru".equals(language) ? "ru_RU" : "en_US");
    String html =
        template
            .replace("<html lang=\"en\"", "<html lang=\"" + language + "\"")
            .replace(TITLE_MARK, "<title>" + title + "</title>")
            .replace(HEAD_MARK, tags);
    return Buffer.buffer(html);
  }

  private static PageMeta defaultMeta(String language) {
    return "ru".equals(language)
        ? new PageMeta("NIO", "Прямые эфиры и общение без задержки.", "website")
        : new PageMeta("NIO", "Live video and chat without the delay.", "website");
  }

  private static String language(@Nullable String acceptLanguage) {
    return acceptLanguage != null
            && acceptLanguage.strip().toLowerCase(Locale.ROOT).startsWith("ru")
        ? "ru"
        : "en";
  }

  private static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  // ---- loading

  private static Map<String, Asset> load(Path root) {
    Map<String, Asset> assets = new HashMap<>();
    if (!Files.isDirectory(root)) {
      LOG.warnf("There is no built web app in %s", root);
      return assets;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String path = "/" + root.relativize(file).toString().replace('\\', '/');
        assets.put(path, asset(path, Files.readAllBytes(file)));
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the web app in " + root + " cannot be read", e);
    }
    return assets;
  }

  private static Asset asset(String path, byte[] bytes) {
    String extension = path.substring(path.lastIndexOf('.') + 1);
    String type = TYPES.getOrDefault(extension, "application/octet-stream");
    boolean text = type.startsWith("text/") || type.endsWith("json") || type.endsWith("svg+xml");
    Buffer gzip = text && bytes.length >= MIN_COMPRESSED_LENGTH ? gzip(bytes) : null;
    return new Asset(Buffer.buffer(bytes), gzip, type, "\"" + hash(bytes) + "\"");
  }

  private static Buffer gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length / 3);
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return Buffer.buffer(out.toByteArray());
  }

  private static String hash(byte[] bytes) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
      return HexFormat.of().formatHex(digest, 0, 12);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
