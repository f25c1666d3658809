package live.nio.identity;

import io.netty.handler.codec.http.cookie.ServerCookieDecoder;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.Response;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import live.nio.platform.ClientAddresses;
import live.nio.platform.Language;
import live.nio.platform.PlatformConfig;
import org.jspecify.annotations.Nullable;

/// The cookies of this feature and the answers that set them. All are HttpOnly and for the whole
/// host; on HTTPS their names begin with `__Host-`, which makes browsers refuse them from any other
/// host or path (RFC 6265bis §4.1.3.2). On plain HTTP (a developer's machine) that prefix is not
/// allowed.
@Singleton
public class BrowserCookies {

  static final String REFRESH = "nio_refresh";
  static final String DEVICE = "nio_device";
  static final String SECURE_PREFIX = "__Host-";

  private static final Duration DEVICE_LIFETIME = Duration.ofDays(365);

  private final PlatformConfig config;
  private final ClientAddresses addresses;
  private final Clock clock;

  BrowserCookies(PlatformConfig config, ClientAddresses addresses, Clock clock) {
    this.config = config;
    this.addresses = addresses;
    this.clock = clock;
  }

  /// What a request tells of its device.
  public Requester requester(HttpServerRequest http) {
    String userAgent = http.getHeader(HttpHeaders.USER_AGENT);
    return new Requester(
        addresses.of(http).host(),
        userAgent == null ? "" : userAgent,
        Language.ofHeader(http.getHeader(HttpHeaders.ACCEPT_LANGUAGE)),
        read(http, DEVICE).orElse(null));
  }

  /// A cookie of ours by its name without prefix; empty when there is none.
  public Optional<String> read(HttpServerRequest http, String name) {
    Cookie cookie = http.getCookie(fullName(name));
    return Optional.ofNullable(cookie).map(Cookie::getValue).filter(value -> !value.isEmpty());
  }

  /// As the other, out of the `Cookie` header of a socket's handshake.
  public Optional<String> read(@Nullable String cookieHeader, String name) {
    return cookieHeader == null
        ? Optional.empty()
        : ServerCookieDecoder.STRICT.decodeAll(cookieHeader).stream()
            .filter(cookie -> cookie.name().equals(fullName(name)))
            .map(io.netty.handler.codec.http.cookie.Cookie::value)
            .filter(value -> !value.isEmpty())
            .findFirst();
  }

  /// A cookie to set. `Lax` is for what must come back with a redirect from another site.
  public NewCookie make(String name, String value, Duration lifetime, SameSite sameSite) {
    return new NewCookie.Builder(fullName(name))
        .value(value)
        .path("/")
        .maxAge((int) lifetime.toSeconds())
        .httpOnly(true)
        .secure(config.publicUrlIsHttps())
        .sameSite(sameSite)
        .build();
  }

  /// A cookie that removes the one of this name.
  public NewCookie remove(String name) {
    return make(name, "", Duration.ZERO, SameSite.STRICT);
  }

  /// Answers a sign-in, with the tokens where the caller wants them.
  ///
  /// @param transport null means cookies
  public Response answer(
      int status, String message, SignedIn signedIn, @Nullable TokenTransport transport) {
    boolean inBody = transport == TokenTransport.BODY;
    Response.ResponseBuilder response =
        Response.status(status)
            .entity(
                new SignInAnswer(
                    message,
                    signedIn.accessToken(),
                    signedIn.user(),
                    inBody ? signedIn.refreshToken() : null,
                    inBody ? signedIn.deviceToken() : null));
    if (!inBody) {
      response.cookie(cookies(signedIn));
    }
    return response.build();
  }

  /// The cookies of somebody signed in.
  public NewCookie[] cookies(SignedIn signedIn) {
    Duration lifetime = Duration.between(clock.instant(), signedIn.expiresAt());
    return new NewCookie[] {
      make(REFRESH, signedIn.refreshToken(), lifetime, SameSite.STRICT),
      make(DEVICE, signedIn.deviceToken(), DEVICE_LIFETIME, SameSite.STRICT)
    };
  }

  /// `SameSite=Strict` keeps other sites out; this also keeps out other origins of the same site
  /// (another port, a subdomain). For every call that acts on a cookie.
  ///
  /// @throws live.nio.platform.DomainError `forbidden`
  public void requireOwnOrigin(HttpServerRequest http) {
    String origin = http.getHeader("Origin");
    if (origin == null
        || origin.equals(config.publicUrl())
        || config.corsOrigins().contains(origin)) {
      return;
    }
    String host = http.authority() == null ? "" : http.authority().toString();
    if (!origin.equals("http://" + host) && !origin.equals("https://" + host)) {
      throw new IdentityErrors.ForeignOrigin();
    }
  }

  private String fullName(String name) {
    return config.publicUrlIsHttps() ? SECURE_PREFIX + name : name;
  }
}
