package live.nio.platform;

import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// How we ask other servers: a whole answer of bounded size within [#TIMEOUT], from the address
/// asked and from nowhere it redirects to. Blocks its caller, a virtual thread.
@Singleton
public class OutgoingHttp {

  /// The longest a question and its whole answer may take.
  public static final Duration TIMEOUT = Duration.ofSeconds(10);

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(CONNECT_TIMEOUT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .version(HttpClient.Version.HTTP_1_1)
          .build();

  /// Asks and reads the answer, whatever its status.
  ///
  /// @param maxBytes longest body that is read
  /// @throws IOException when there is no such answer; its message holds nothing of what was asked
  public HttpResponse<byte[]> send(HttpRequest request, int maxBytes) throws IOException {
    // The client's own time limit ends with the headers; this one is for the whole of it, so that
    // an answer that drips cannot hold its reader.
    CompletableFuture<HttpResponse<byte[]>> answer =
        client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofByteArray(), maxBytes));
    try {
      return answer.get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new IOException("it took too long");
    } catch (ExecutionException e) {
      // Its class says enough; its message may hold the address asked, with a code in it.
      throw new IOException(
          e.getCause() == null ? "unknown" : e.getCause().getClass().getSimpleName());
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new IOException("interrupted");
    }
  }

  /// Gives up what is under way.
  @PreDestroy
  public void close() {
    client.shutdownNow();
  }
}
