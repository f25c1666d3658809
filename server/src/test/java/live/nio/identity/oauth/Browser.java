package live.nio.identity.oauth;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.restassured.RestAssured;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// A browser: keeps cookies, stops at every redirect. Our own host leads to the server under test.
final class Browser {

  static final String SITE = "https://live.example.com";
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();
  private static final ObjectMapper JSON = new ObjectMapper();

  /// An answer.
  ///
  /// @param location where it sends the browser; empty when nowhere
  /// @param setCookies the headers, whole
  record Answer(int status, String location, List<String> setCookies, String body) {

    JsonNode json() {
      try {
        return JSON.readTree(body);
      } catch (IOException e) {
        throw new AssertionError(body, e);
      }
    }

    String setCookie(String name) {
      return setCookies.stream().filter(it -> it.startsWith(name + "=")).findFirst().orElseThrow();
    }
  }

  private final Map<String, String> cookies = new ConcurrentHashMap<>();

  Answer get(String address) {
    return send(request(address).GET());
  }

  /// A call of the web app with its access token.
  Answer call(String method, String path, @Nullable String token, @Nullable Object body) {
    HttpRequest.Builder request = request(path);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      return send(
          body == null
              ? request.method(method, HttpRequest.BodyPublishers.noBody())
              : request
                  .header("Content-Type", "application/json")
                  .method(
                      method, HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body))));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /// What the web app does at its start: the access token of whoever is signed in here.
  JsonNode signedIn() {
    Answer answer = call("POST", "/api/auth/refresh", null, null);
    if (answer.status() != 200) {
      throw new AssertionError("nobody is signed in here: " + answer);
    }
    return answer.json();
  }

  boolean isSignedIn() {
    return cookies.containsKey("__Host-nio_refresh");
  }

  @Nullable String cookie(String name) {
    return cookies.get(name);
  }

  void setCookie(String name, String value) {
    cookies.put(name, value);
  }

  /// What a page of another site sends along: no `Strict` cookie.
  Browser withoutStrictCookies() {
    Browser other = new Browser();
    cookies.forEach((name, value) -> {
      if (name.equals("__Host-nio_oauth")) {
        other.cookies.put(name, value);
      }
    });
    return other;
  }

  void takeCookiesOf(Browser other) {
    cookies.putAll(other.cookies);
  }

  private HttpRequest.Builder request(String address) {
    String absolute = address.startsWith(SITE) ? address.substring(SITE.length()) : address;
    URI uri =
        absolute.startsWith("/")
            ? URI.create("http://localhost:" + RestAssured.port + absolute)
            : URI.create(absolute);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri).timeout(TIMEOUT).header("User-Agent", "Browser/1.0");
    if (absolute.startsWith("/") && !cookies.isEmpty()) {
      request.header(
          "Cookie",
          cookies.entrySet().stream()
              .map(it -> it.getKey() + "=" + it.getValue())
              .collect(Collectors.joining("; ")));
    }
    return request;
  }

  private Answer send(HttpRequest.Builder builder) {
    HttpRequest request = builder.build();
    try {
      HttpResponse<String> response = CLIENT.send(request, BodyHandlers.ofString());
      List<String> setCookies = response.headers().allValues("Set-Cookie");
      setCookies.forEach(this::keep);
      return new Answer(
          response.statusCode(),
          response.headers().firstValue("Location").orElse(""),
          setCookies,
          response.body());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  private void keep(String setCookie) {
    String pair = setCookie.split(";", 2)[0];
    String name = pair.substring(0, pair.indexOf('='));
    String value = pair.substring(pair.indexOf('=') + 1);
    if (value.isEmpty() || setCookie.contains("Max-Age=0")) {
      cookies.remove(name);
    } else {
      cookies.put(name, value);
    }
  }
}
