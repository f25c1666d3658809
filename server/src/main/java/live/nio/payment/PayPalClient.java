package live.nio.payment;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.concurrent.locks.ReentrantLock;
import live.nio.platform.OutgoingHttp;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// PayPal's REST API: an access token and JSON. Any virtual thread.
final class PayPalClient {

  private static final Logger LOG = Logger.getLogger(PayPalClient.class);

  static final int MAX_BYTES = 512 * 1024;

  /// A token is replaced this long before it ends.
  private static final Duration MARGIN = Duration.ofSeconds(60);

  private static final int UNAUTHORIZED = 401;
  private static final int FORBIDDEN = 403;
  private static final int TOO_MANY = 429;
  private static final int SERVER_ERROR = 500;

  /// What PayPal answered.
  ///
  /// @param body JSON; a missing node when there was none
  record Answer(int status, JsonNode body) {

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /// PayPal's word for what is wrong, for example `ORDER_ALREADY_CAPTURED`.
    String issue() {
      String issue = body.path("details").path(0).path("issue").asText("");
      return issue.isEmpty() ? body.path("name").asText("") : issue;
    }
  }

  private record Token(String value, Instant usableUntil) {}

  private final OutgoingHttp http;
  private final ObjectMapper mapper;
  private final Clock clock;
  private final String apiUrl;
  private final String credentials;

  /// One thread at a time asks for a token; the others wait for the same.
  private final ReentrantLock lock = new ReentrantLock();

  private volatile @Nullable Token token;

  PayPalClient(
      OutgoingHttp http,
      ObjectMapper mapper,
      Clock clock,
      String apiUrl,
      String clientId,
      String secret) {
    this.http = http;
    this.mapper = mapper;
    this.clock = clock;
    this.apiUrl = apiUrl;
    this.credentials =
        "Basic "
            + Base64.getEncoder()
                .encodeToString((clientId + ":" + secret).getBytes(StandardCharsets.UTF_8));
  }

  Answer get(String path) {
    return call("GET", path, null, null);
  }

  /// @param requestId the same for the same deed: PayPal does it once (`PayPal-Request-Id`)
  Answer post(String path, JsonNode body, String requestId) {
    return call("POST", path, body, requestId);
  }

  /// One segment of a path.
  static String segment(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  /// @throws PaymentErrors.Unavailable when there is no answer that means anything
  private Answer call(
      String method, String path, @Nullable JsonNode body, @Nullable String requestId) {
    Answer answer = callOnce(method, path, body, requestId, token(null));
    if (answer.status() == UNAUTHORIZED) {
      // Revoked before its time.
      answer = callOnce(method, path, body, requestId, token(token));
    }
    if (answer.status() == UNAUTHORIZED
        || answer.status() == FORBIDDEN
        || answer.status() == TOO_MANY
        || answer.status() >= SERVER_ERROR) {
      LOG.warnf(
          "PayPal, %s: status %d, %s, debug id %s",
          method,
          answer.status(),
          answer.body().path("name").asText("without a name"),
          answer.body().path("debug_id").asText("none"));
      throw new PaymentErrors.Unavailable();
    }
    return answer;
  }

  private Answer callOnce(
      String method,
      String path,
      @Nullable JsonNode body,
      @Nullable String requestId,
      Token bearer) {
    HttpRequest.Builder request =
        request(path)
            .header("Authorization", "Bearer " + bearer.value())
            .header("Content-Type", "application/json")
            .header("Prefer", "return=representation")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()));
    if (requestId != null) {
      request.header("PayPal-Request-Id", requestId);
    }
    return send(request.build());
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create(apiUrl + path))
        .timeout(OutgoingHttp.TIMEOUT)
        .header("Accept", "application/json");
  }

  private Answer send(HttpRequest request) {
    try {
      HttpResponse<byte[]> response = http.send(request, MAX_BYTES);
      JsonNode body =
          response.body().length == 0
              ? MissingNode.getInstance()
              : mapper.readTree(response.body());
      return new Answer(response.statusCode(), body);
    } catch (IOException e) {
      LOG.warnf("PayPal, %s: no answer, %s", request.method(), e.getClass().getSimpleName());
      throw new PaymentErrors.Unavailable();
    }
  }

  /// @param refused a token that was not taken, or null
  private Token token(@Nullable Token refused) {
    Token current = token;
    if (current != null && isUsable(current, refused)) {
      return current;
    }
    lock.lock();
    try {
      current = token;
      if (current != null && isUsable(current, refused)) {
        return current;
      }
      Token fresh = fetchToken();
      token = fresh;
      return fresh;
    } finally {
      lock.unlock();
    }
  }

  private boolean isUsable(Token it, @Nullable Token refused) {
    return !it.equals(refused) && clock.instant().isBefore(it.usableUntil());
  }

  private Token fetchToken() {
    Answer answer =
        send(
            request("/v1/oauth2/token")
                .header("Authorization", credentials)
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString("grant_type=client_credentials"))
                .build());
    String value = answer.body().path("access_token").asText("");
    if (!answer.isSuccess() || value.isEmpty()) {
      LOG.errorf("PayPal gives no token: status %d; check its keys", answer.status());
      throw new PaymentErrors.Unavailable();
    }
    Duration life = Duration.ofSeconds(answer.body().path("expires_in").asLong(0));
    return new Token(value, clock.instant().plus(life).minus(MARGIN));
  }
}
