package live.nio.platform;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Settings that belong to no feature, made ready to use. Each is named and explained in
/// `application.properties`.
@Singleton
public class PlatformConfig {

  /// How the server is run. Development switches on API pages and conveniences that must not exist
  /// in production.
  public enum Mode {
    DEVELOPMENT,
    PRODUCTION
  }

  @ConfigMapping(prefix = "nio")
  interface Settings {
    /// Folder of everything that must survive.
    @WithDefault("data")
    String data();

    /// `development` or `production`.
    @WithDefault("production")
    Mode mode();

    /// Address people type, for example `https://live.example.com`.
    Optional<String> publicUrl();

    /// Origins besides our own that may call the API with cookies.
    Optional<List<String>> corsOrigin();

    /// Addresses and networks of proxies whose forwarding headers are believed.
    Optional<List<String>> trustedProxies();

    /// Folder of the built web app.
    @WithDefault("web/apps/web/dist")
    String webDir();

    /// Key for tokens and signatures; generated and kept in the data folder when absent.
    Optional<String> jwtSecret();

    /// Multiplies every rate limit; for a crowd behind one address.
    @WithDefault("1")
    int rateLimitFactor();

    /// Whether to fill an empty data folder with people and a stream.
    @WithDefault("false")
    boolean demo();

    /// Bearer token that may read the metrics from another machine.
    Optional<String> metricsToken();
  }

  private final Settings settings;
  private final int port;
  private final String version;

  PlatformConfig(
      Settings settings,
      @ConfigProperty(name = "quarkus.http.port") int port,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.settings = settings;
    this.port = port;
    this.version = version;
  }

  /// Address people type, without a slash at the end.
  public String publicUrl() {
    return settings
        .publicUrl()
        .map(String::strip)
        .filter(url -> !url.isEmpty())
        .map(url -> url.endsWith("/") ? url.substring(0, url.length() - 1) : url)
        .orElse("http://localhost:" + port);
  }

  /// Where this process reaches itself.
  public URI localUrl() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /// Whether to fill an empty data folder with people and a stream.
  public boolean demo() {
    return settings.demo();
  }

  /// Whether people reach us by HTTPS, so that cookies can be `Secure` and HSTS makes sense.
  public boolean publicUrlIsHttps() {
    return publicUrl().startsWith("https://");
  }

  /// Origins besides our own that may call the API with cookies and open sockets.
  public List<String> corsOrigins() {
    return settings.corsOrigin().orElse(List.of()).stream()
        .map(String::strip)
        .filter(origin -> !origin.isEmpty())
        .toList();
  }

  List<String> trustedProxies() {
    return settings.trustedProxies().orElse(List.of()).stream()
        .map(String::strip)
        .filter(network -> !network.isEmpty())
        .toList();
  }

  public Mode mode() {
    return settings.mode();
  }

  public String version() {
    return version;
  }

  public int rateLimitFactor() {
    return Math.max(1, settings.rateLimitFactor());
  }

  String webDir() {
    return settings.webDir();
  }

  String dataDir() {
    return settings.data();
  }

  Optional<String> jwtSecret() {
    return settings.jwtSecret().filter(secret -> !secret.isBlank());
  }

  Optional<String> metricsToken() {
    return settings.metricsToken().filter(token -> !token.isBlank());
  }
}
