package live.nio.socketio;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/// A long-polling client, one request at a time.
public final class PollClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final String url;
  private String sid = "";

  public PollClient(int port, String path) {
    this.url = "http://localhost:" + port + path;
  }

  /// Opens a session.
  public static PollClient open(int port, String path) throws Exception {
    PollClient client = new PollClient(port, path);
    String body = client.send("GET", "?EIO=4&transport=polling", null).body();
    client.sid = body.replaceAll(".*\"sid\":\"([^\"]*)\".*", "$1");
    return client;
  }

  public String sid() {
    return sid;
  }

  private String session() {
    return "?EIO=4&transport=polling&sid=" + sid;
  }

  public HttpResponse<String> get() throws Exception {
    return send("GET", session(), null);
  }

  /// The packets of the next poll.
  public String poll() throws Exception {
    return get().body();
  }

  public CompletableFuture<HttpResponse<String>> getLater() {
    return HTTP.sendAsync(request("GET", session(), null), BodyHandlers.ofString());
  }

  public HttpResponse<String> post(String body) throws Exception {
    return send("POST", session(), body);
  }

  public HttpResponse<String> send(
      String method,
      String query,
      @org.jspecify.annotations.Nullable String body,
      String... headers)
      throws IOException, InterruptedException {
    return HTTP.send(request(method, query, body, headers), BodyHandlers.ofString());
  }

  private HttpRequest request(
      String method,
      String query,
      @org.jspecify.annotations.Nullable String body,
      String... headers) {
    HttpRequest.Builder builder =
        HttpRequest.newBuilder(URI.create(url + query))
            .timeout(Duration.ofSeconds(10))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    if (headers.length > 0) {
      builder.headers(headers);
    }
    return builder.build();
  }
}
