package live.nio.identity.qr;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie.SameSite;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import live.nio.identity.BrowserCookies;
import live.nio.identity.Caller;
import live.nio.identity.DeviceInfo;
import live.nio.identity.Requester;
import live.nio.identity.SignedIn;
import live.nio.identity.TokenTransport;
import live.nio.identity.Visitor;
import live.nio.identity.Visitors;
import live.nio.platform.Language;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What both pairs of calls have in common: everything but their addresses and the name of the code
/// (`sessionId` in one, `code` in the other).
@Singleton
class QrCalls {

  static final String SECRET_HEADER = "X-QR-Secret";
  static final int MAX_CODE = 64;
  static final int MAX_DEVICE_TOKEN = 64;

  /// @param tokenTransport `body` for apps: they get the browser secret in the answer
  @Schema(name = "QrCreateRequest")
  record CreateRequest(@Nullable TokenTransport tokenTransport) {}

  /// What the phone is shown of whoever asks to be signed in.
  ///
  /// @param location in the language of `Accept-Language`; null when unknown
  @Schema(name = "QrRequester")
  record RequesterView(
      @Schema(required = true) String device,
      @Schema(required = true) DeviceInfo.Kind deviceKind,
      @Schema(required = true) String browser,
      @Schema(required = true) String system,
      @Schema(required = true) String ipAddress,
      @Schema(required = true, nullable = true) @Nullable String location,
      @Schema(required = true, nullable = true) @Nullable String countryCode,
      @Schema(required = true) Proximity proximity) {}

  /// @param confirmation to be sent with the answer
  /// @param numbers one of them is on the other screen
  /// @param reauthenticate whether this session must prove itself before it may agree
  @Schema(name = "QrScannedResponse")
  record ScannedAnswer(
      @Schema(required = true) String confirmation,
      @Schema(required = true) RequesterView requester,
      @Schema(required = true) List<Integer> numbers,
      @Schema(required = true) boolean reauthenticate,
      @Schema(required = true) Instant expiresAt) {}

  @Schema(name = "QrAnswer")
  record Answer(@Schema(required = true) String message) {}

  private final QrLogins logins;
  private final BrowserCookies cookies;
  private final Visitors visitors;
  private final Caller caller;

  QrCalls(QrLogins logins, BrowserCookies cookies, Visitors visitors, Caller caller) {
    this.logins = logins;
    this.cookies = cookies;
    this.visitors = visitors;
    this.caller = caller;
  }

  /// @param body makes the answer of a code and of the secret to put in it, which is null when it
  ///   went into the cookie
  Response create(
      QrKind kind,
      @Nullable CreateRequest request,
      HttpServerRequest http,
      BiFunction<QrLogins.Made, @Nullable String, Object> body) {
    boolean inBody = request != null && request.tokenTransport() == TokenTransport.BODY;
    String known = inBody ? null : cookieSecret(http).orElse(null);
    QrLogins.Made made = logins.create(kind, visitors.identify(cookies.requester(http)), known);
    if (inBody) {
      return Response.ok(body.apply(made, made.browserSecret())).build();
    }
    // As long as the slowest login takes.
    Duration lifetime = kind.lifetime().plus(QrLogins.TIME_TO_CONFIRM).plus(QrLogins.TIME_TO_CLAIM);
    return Response.ok(body.apply(made, null))
        .cookie(cookies.make(QrLogins.COOKIE, made.browserSecret(), lifetime, SameSite.STRICT))
        .build();
  }

  /// @param browserSecret of an app; browsers send the cookie
  QrStatus status(String code, @Nullable String browserSecret, HttpServerRequest http) {
    return logins.status(code, secret(browserSecret, http), cookies.requester(http));
  }

  /// @param browserSecret of an app; browsers send the cookie
  Response claim(
      String code,
      @Nullable String browserSecret,
      @Nullable TokenTransport transport,
      @Nullable String deviceToken,
      HttpServerRequest http) {
    Requester requester = cookies.requester(http).withDeviceToken(deviceToken);
    SignedIn signedIn = logins.claim(code, secret(browserSecret, http), requester);
    // The next code of this browser gets a new secret: it may well be the next person's, on a
    // machine that many use.
    return Response.fromResponse(cookies.answer(200, "Welcome back.", signedIn, transport))
        .cookie(cookies.remove(QrLogins.COOKIE))
        .build();
  }

  ScannedAnswer scanned(String code, HttpServerRequest http) {
    Requester phone = cookies.requester(http);
    QrLogins.Scan scan = logins.scan(caller.require(), visitors.identify(phone), code);
    return new ScannedAnswer(
        scan.confirmation(),
        view(scan.browser(), scan.proximity(), phone.language()),
        scan.numbers(),
        scan.reauthenticate(),
        scan.expiresAt());
  }

  private static RequesterView view(Visitor browser, Proximity proximity, Language language) {
    return new RequesterView(
        browser.device().name(),
        browser.device().kind(),
        browser.device().browser(),
        browser.device().system(),
        browser.requester().ipAddress(),
        browser.place().name(language).orElse(null),
        browser.place().countryCode(),
        proximity);
  }

  Answer confirm(String code, @Nullable String confirmation, @Nullable Integer number) {
    logins.confirm(caller.require(), code, confirmation, number);
    return new Answer("The other device is being signed in.");
  }

  Answer reject(String code) {
    logins.reject(caller.require(), code);
    return new Answer("The login was refused.");
  }

  private @Nullable String secret(@Nullable String ofApp, HttpServerRequest http) {
    return ofApp == null ? cookieSecret(http).orElse(null) : ofApp;
  }

  private Optional<String> cookieSecret(HttpServerRequest http) {
    Optional<String> secret = cookies.read(http, QrLogins.COOKIE);
    if (secret.isPresent()) {
      cookies.requireOwnOrigin(http);
    }
    return secret;
  }
}
