package live.nio.bench.sfu;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Arrays;
import java.util.Optional;
import live.nio.publisher.peer.Player;
import live.nio.publisher.peer.Publisher;
import live.nio.publisher.peer.WhipClient;

/// WHIP and WHEP of [SfuServer].
final class WhipSignalling implements Signalling {
  private final URI server;
  private final WhipClient http = new WhipClient();
  private final HttpClient plain = HttpClient.newHttpClient();

  WhipSignalling(int port) {
    server = URI.create("http://" + Network.SERVER.getHostAddress() + ":" + port);
  }

  @Override
  public void publish(Publisher publisher) throws IOException, InterruptedException {
    publisher.accept(
        http.post(server.resolve("/whip/bench"), Optional.empty(), publisher.offer()).sdp());
  }

  @Override
  public Leave view(Player player) throws IOException, InterruptedException {
    WhipClient.Accepted accepted =
        http.post(server.resolve("/whep/bench"), Optional.empty(), player.offer());
    player.accept(accepted.sdp());
    return () -> {
      if (accepted.resource().isPresent()) {
        http.delete(accepted.resource().get(), Optional.empty());
      }
    };
  }

  @Override
  public Work work() throws IOException, InterruptedException {
    String line =
        plain
            .send(HttpRequest.newBuilder(server.resolve("/work")).build(), BodyHandlers.ofString())
            .body();
    long[] n = Arrays.stream(line.split(" ", -1)).mapToLong(Long::parseLong).toArray();
    return new Work(n[0], n[1], n[2], n[3]);
  }

  @Override
  public void close() {
    http.close();
    plain.shutdownNow();
  }
}
