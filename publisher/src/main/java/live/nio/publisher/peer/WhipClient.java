package live.nio.publisher.peer;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/// The HTTP side of WHIP and WHEP, which are the same: an offer is posted, the answer comes back
/// with the address of a resource that is deleted in the end. Any thread; blocks.
public final class WhipClient implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(15);

  private final HttpClient http =
      HttpClient.newBuilder()
          .connectTimeout(PATIENCE)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /// What the server said to an offer.
  ///
  /// @param sdp the answer
  /// @param resource what to delete in the end, when the server told
  public record Accepted(String sdp, Optional<URI> resource) {}

  /// Posts an offer.
  ///
  /// @param token goes as `Authorization: Bearer`
  /// @throws IOException when the server cannot be reached or refuses
  public Accepted post(URI endpoint, Optional<String> token, String offer)
      throws IOException, InterruptedException {
    HttpResponse<String> response = send(endpoint, token, offer);
    if (response.statusCode() == 307 || response.statusCode() == 308) {
      // RFC 9725 §4.5: a redirect keeps method and body.
      URI other = response.headers().firstValue("Location").map(endpoint::resolve).orElse(endpoint);
      response = send(other, token, offer);
    }
    if (response.statusCode() != 201) {
      throw new IOException(
          "%s answers %d: %s".formatted(endpoint, response.statusCode(), response.body()));
    }
    URI base = response.uri();
    return new Accepted(
        response.body(), response.headers().firstValue("Location").map(base::resolve));
  }

  private HttpResponse<String> send(URI endpoint, Optional<String> token, String offer)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint)
            .timeout(PATIENCE)
            .header("Content-Type", "application/sdp")
            .POST(BodyPublishers.ofString(offer));
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  /// Deletes the resource of an accepted offer.
  public void delete(URI resource, Optional<String> token)
      throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(resource).timeout(PATIENCE).DELETE();
    token.ifPresent(t -> request.header("Authorization", "Bearer " + t));
    var _ = http.send(request.build(), BodyHandlers.discarding());
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
