package live.nio.identity.oauth;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.nimbusds.jwt.JWT;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import live.nio.platform.Secrets;
import no.nav.security.mock.oauth2.MockOAuth2Server;
import no.nav.security.mock.oauth2.http.OAuth2HttpRequest;
import no.nav.security.mock.oauth2.http.OAuth2HttpResponse;
import no.nav.security.mock.oauth2.http.Route;
import okhttp3.Headers;
import org.jspecify.annotations.Nullable;

/// The four providers: a real OpenID provider as Google, and servers of the shape of Facebook's, VK
/// ID's and X's, which refuse what those refuse.
public final class FakeProviders implements QuarkusTestResourceLifecycleManager {

  static final String GOOGLE_CLIENT = "google-client";
  static final String SECRET = "client-secret";
  private static final String GOOGLE = "google";

  /// Somebody's account at a provider.
  ///
  /// @param email null when they have none there
  record Somebody(String id, String name, String username, @Nullable String email) {}

  /// A code given out, with what it is bound to.
  private record Grant(Somebody who, String challenge, String redirect, String state) {}

  private static final class Holder {
    static final FakeProviders RUNNING = new FakeProviders();

    static {
      RUNNING.startAll();
    }
  }

  private final ObjectMapper mapper = new ObjectMapper();
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final Map<String, Somebody> tokens = new ConcurrentHashMap<>();
  private final Queue<String> forged = new ConcurrentLinkedQueue<>();
  private final MockOAuth2Server google = new MockOAuth2Server(new ForgedTokens());
  private final HttpServer others = newServer();

  static FakeProviders running() {
    return Holder.RUNNING;
  }

  @Override
  public Map<String, String> start() {
    FakeProviders running = running();
    String others = "http://localhost:" + running.others.getAddress().getPort();
    Map<String, String> settings = new HashMap<>();
    settings.put("nio.oauth.google.client-id", GOOGLE_CLIENT);
    settings.put("nio.oauth.google.client-secret", SECRET);
    settings.put("nio.oauth.google.issuer", running.googleIssuer());
    settings.put("nio.oauth.facebook.client-id", "facebook-client");
    settings.put("nio.oauth.facebook.client-secret", SECRET);
    settings.put("nio.oauth.facebook.dialog-url", others + "/facebook");
    settings.put("nio.oauth.facebook.graph-url", others + "/facebook");
    settings.put("nio.oauth.vk.client-id", "vk-client");
    settings.put("nio.oauth.vk.url", others + "/vk");
    settings.put("nio.oauth.twitter.client-id", "twitter-client");
    settings.put("nio.oauth.twitter.client-secret", SECRET);
    settings.put("nio.oauth.twitter.url", others + "/x");
    settings.put("nio.oauth.twitter.api-url", others + "/x");
    return settings;
  }

  @Override
  public void stop() {
    // They live as long as the JVM: Quarkus may start again for another test class.
  }

  private void startAll() {
    google.start();
    others.createContext("/facebook/v25.0/oauth/access_token", this::facebookToken);
    others.createContext("/facebook/v25.0/me", this::facebookMe);
    others.createContext("/vk/oauth2/auth", this::vkToken);
    others.createContext("/vk/oauth2/user_info", this::vkUser);
    others.createContext("/x/2/oauth2/token", this::twitterToken);
    others.createContext("/x/2/users/me", this::twitterMe);
    others.start();
  }

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  // --- Google

  String googleIssuer() {
    return google.issuerUrl(GOOGLE).toString();
  }

  /// Signs in at Google.
  ///
  /// @return where Google sends the browser
  String agreeAtGoogle(String authorizationUrl, String subject, Map<String, ?> claims) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      String form =
          "username="
              + URLEncoder.encode(subject, StandardCharsets.UTF_8)
              + "&claims="
              + URLEncoder.encode(mapper.writeValueAsString(claims), StandardCharsets.UTF_8);
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(authorizationUrl))
              .header("Content-Type", "application/x-www-form-urlencoded")
              .POST(HttpRequest.BodyPublishers.ofString(form))
              .build();
      return client
          .send(request, BodyHandlers.discarding())
          .headers()
          .firstValue("Location")
          .orElseThrow();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /// The next code redeemed at Google gives this ID token.
  void nextTokenFromGoogle(JWT idToken) {
    forged.add(idToken.serialize());
  }

  /// Says what a real provider never would.
  private final class ForgedTokens implements Route {

    @Override
    public boolean match(OAuth2HttpRequest request) {
      return request.getUrl().encodedPath().endsWith("/token") && !forged.isEmpty();
    }

    @Override
    public OAuth2HttpResponse invoke(OAuth2HttpRequest request) {
      String body =
          "{\"access_token\":\"a\",\"token_type\":\"Bearer\",\"expires_in\":3600,\"id_token\":\"%s\"}"
              .formatted(forged.remove());
      return new OAuth2HttpResponse(
          Headers.of("Content-Type", "application/json"), 200, body, null);
    }
  }

  MockOAuth2Server google() {
    return google;
  }

  // --- The page of the other three where somebody agrees

  /// Agrees, as somebody.
  ///
  /// @return where the provider sends the browser
  String agree(String authorizationUrl, Somebody who) {
    Map<String, String> asked = query(URI.create(authorizationUrl).getRawQuery());
    require("code".equals(asked.get("response_type")), "response_type");
    require("S256".equals(asked.get("code_challenge_method")), "code_challenge_method");
    String code = UUID.randomUUID().toString();
    codes.put(
        code,
        new Grant(
            who, text(asked, "code_challenge"), text(asked, "redirect_uri"), text(asked, "state")));
    return text(asked, "redirect_uri")
        + "?code="
        + code
        + "&state="
        + text(asked, "state")
        + (authorizationUrl.contains("/vk/")
            ? "&device_id=device-of-" + code + "&type=code_v2&expires_in=600"
            : "");
  }

  /// Gives out a token for a code, once, to who has its verifier.
  private String redeem(Map<String, String> form) {
    require("authorization_code".equals(form.get("grant_type")), "grant_type");
    Grant grant = codes.remove(form.getOrDefault("code", ""));
    if (grant == null) {
      throw new Refused("code");
    }
    require(grant.redirect().equals(form.get("redirect_uri")), "redirect_uri");
    String verifier = form.getOrDefault("code_verifier", "");
    String challenge =
        Base64.getUrlEncoder()
            .withoutPadding()
            .encodeToString(Secrets.sha256(verifier.getBytes(StandardCharsets.US_ASCII)));
    require(grant.challenge().equals(challenge), "code_verifier");
    if (form.containsKey("device_id")) {
      require(form.get("device_id").equals("device-of-" + form.get("code")), "device_id");
      require(grant.state().equals(form.get("state")), "state");
    }
    String token = "token-" + UUID.randomUUID();
    tokens.put(token, grant.who());
    return token;
  }

  // --- Facebook

  private void facebookToken(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        () -> {
          Map<String, String> form = form(exchange);
          require("facebook-client".equals(form.get("client_id")), "client_id");
          require(SECRET.equals(form.get("client_secret")), "client_secret");
          return Map.of("access_token", redeem(form), "token_type", "bearer", "expires_in", 5_000);
        });
  }

  private void facebookMe(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        () -> {
          String token = bearer(exchange);
          Map<String, String> asked = query(exchange.getRequestURI().getRawQuery());
          String proof =
              HexFormat.of()
                  .formatHex(
                      Secrets.hmac(
                          SECRET.getBytes(StandardCharsets.UTF_8),
                          token.getBytes(StandardCharsets.UTF_8)));
          require(proof.equals(asked.get("appsecret_proof")), "appsecret_proof");
          require("id,name,email".equals(asked.get("fields")), "fields");
          Somebody who = who(token);
          return Map.of("id", who.id(), "name", who.name(), "email", String.valueOf(who.email()));
        });
  }

  // --- VK ID

  private void vkToken(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        () -> {
          Map<String, String> form = form(exchange);
          require("vk-client".equals(form.get("client_id")), "client_id");
          require(!form.containsKey("client_secret"), "client_secret");
          require(form.containsKey("device_id"), "device_id");
          return Map.of(
              "access_token",
              redeem(form),
              "token_type",
              "Bearer",
              "user_id",
              1,
              "state",
              form.get("state"));
        });
  }

  private void vkUser(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        () -> {
          Map<String, String> form = form(exchange);
          require("vk-client".equals(form.get("client_id")), "client_id");
          Somebody who = who(form.getOrDefault("access_token", ""));
          return Map.of(
              "user",
              Map.of(
                  "user_id",
                  Long.parseLong(who.id()),
                  "first_name",
                  who.name().substring(0, who.name().indexOf(' ')),
                  "last_name",
                  who.name().substring(who.name().indexOf(' ') + 1),
                  "email",
                  who.email(),
                  "verified",
                  false));
        });
  }

  // --- X

  private void twitterToken(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        () -> {
          String basic =
              "Basic "
                  + Base64.getEncoder()
                      .encodeToString(
                          ("twitter-client:" + SECRET).getBytes(StandardCharsets.UTF_8));
          require(
              basic.equals(exchange.getRequestHeaders().getFirst("Authorization")),
              "authorization");
          return Map.of("access_token", redeem(form(exchange)), "token_type", "bearer");
        });
  }

  private void twitterMe(HttpExchange exchange) throws IOException {
    answer(
        exchange,
        () -> {
          Somebody who = who(bearer(exchange));
          return Map.of(
              "data", Map.of("id", who.id(), "name", who.name(), "username", who.username()));
        });
  }

  // --- What they share

  /// A request that is not as it should be.
  private static final class Refused extends RuntimeException {
    Refused(String what) {
      super(what);
    }
  }

  private interface Handler {
    Map<String, ?> handle() throws IOException;
  }

  private static void require(boolean right, String what) {
    if (!right) {
      throw new Refused(what);
    }
  }

  private Somebody who(String token) {
    Somebody who = tokens.get(token);
    if (who == null) {
      throw new Refused("token");
    }
    return who;
  }

  private static String bearer(HttpExchange exchange) {
    String header = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    require(header.startsWith("Bearer "), "authorization");
    return header.substring("Bearer ".length());
  }

  private void answer(HttpExchange exchange, Handler handler) throws IOException {
    int status = 200;
    Map<String, ?> body;
    try {
      body = handler.handle();
    } catch (Refused refused) {
      status = 400;
      body = Map.of("error", "invalid_request", "error_description", refused.getMessage());
    }
    byte[] bytes = mapper.writeValueAsBytes(body);
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static Map<String, String> form(HttpExchange exchange) throws IOException {
    require("POST".equals(exchange.getRequestMethod()), "method");
    return query(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
  }

  /// A parameter that must be there.
  static String text(Map<String, String> parameters, String name) {
    String value = parameters.get(name);
    if (value == null) {
      throw new Refused(name);
    }
    return value;
  }

  static Map<String, String> query(String text) {
    Map<String, String> parameters = new HashMap<>();
    for (String pair : text.split("&", -1)) {
      String[] parts = pair.split("=", 2);
      parameters.put(
          URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
          URLDecoder.decode(parts.length < 2 ? "" : parts[1], StandardCharsets.UTF_8));
    }
    return parameters;
  }
}
