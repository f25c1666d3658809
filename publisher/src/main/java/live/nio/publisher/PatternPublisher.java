package live.nio.publisher;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import live.nio.publisher.feed.PatternFeed;
import live.nio.publisher.peer.MediaFeed;
import live.nio.publisher.peer.PeerLoop;
import live.nio.publisher.peer.Publisher;
import live.nio.publisher.peer.PublisherOptions;
import live.nio.publisher.peer.PublisherStatistics;
import live.nio.publisher.peer.WhipClient;
import org.jspecify.annotations.Nullable;

/// Publishes the test pattern over WHIP until it is closed; connects again when the connection ends
/// or the server is not there.
public final class PatternPublisher implements AutoCloseable {
  private static final Duration BETWEEN_ATTEMPTS = Duration.ofSeconds(2);

  /// What is published where.
  ///
  /// @param endpoint of WHIP
  /// @param token a stream key, or what else the server wants as a bearer token
  /// @param layers sizes of the picture, smallest first
  /// @param bitrateBps of all sizes together
  public record Options(
      URI endpoint,
      Optional<String> token,
      List<MediaFeed.Layer> layers,
      int framesPerSecond,
      int bitrateBps) {
    public Options {
      layers = List.copyOf(layers);
    }

    /// 640x360 at 30 frames a second and 1.4 Mbit/s.
    public static Options of(URI endpoint, Optional<String> token) {
      return new Options(endpoint, token, List.of(new MediaFeed.Layer(640, 360)), 30, 1_400_000);
    }
  }

  private final Options options;
  private final Clock clock;
  private final Consumer<String> log;
  private final PeerLoop loop = new PeerLoop("publisher");
  private final WhipClient http = new WhipClient();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Thread thread;
  private volatile @Nullable Publisher publisher;
  private volatile @Nullable String lastFailure;

  /// Begins at once, on threads of its own.
  ///
  /// @param clock what the picture shows
  /// @param log is told when the connection begins and ends, and why; of failures in a row that are
  ///   the same, once
  public PatternPublisher(Options options, Clock clock, Consumer<String> log) {
    this.options = options;
    this.clock = clock;
    this.log = log;
    thread = Thread.ofVirtual().name("pattern-publisher").start(this::run);
  }

  private void run() {
    try {
      do {
        try {
          publish();
        } catch (IOException | IllegalArgumentException e) {
          // Of a refused connection there is only the name of the exception.
          String failure = e.getMessage() == null ? e.toString() : e.getMessage();
          if (!failure.equals(lastFailure)) {
            log.accept("Cannot publish, trying again: " + failure);
            lastFailure = failure;
          }
        }
      } while (!closed.await(BETWEEN_ATTEMPTS.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void publish() throws IOException, InterruptedException {
    CountDownLatch ended = new CountDownLatch(1);
    MediaFeed feed =
        new PatternFeed(clock, options.layers(), options.framesPerSecond(), options.bitrateBps());
    Publisher.Listener listener =
        new Publisher.Listener() {
          @Override
          public void connected() {
            lastFailure = "";
            log.accept("Publishing to " + options.endpoint());
          }

          @Override
          public void closed(String reason) {
            log.accept("No longer publishing: " + reason);
            ended.countDown();
          }
        };
    try (Publisher current =
        new Publisher(loop, feed, PublisherOptions.of(options.bitrateBps()), listener)) {
      WhipClient.Accepted accepted =
          http.post(options.endpoint(), options.token(), current.offer());
      current.accept(accepted.sdp());
      publisher = current;
      try {
        while (!ended.await(100, TimeUnit.MILLISECONDS) && closed.getCount() > 0) {
          // Whichever comes first ends it.
        }
      } finally {
        publisher = null;
        if (ended.getCount() > 0 && accepted.resource().isPresent()) {
          http.delete(accepted.resource().get(), options.token());
        }
      }
    }
  }

  /// Of the present connection; empty while there is none.
  public Optional<PublisherStatistics> statistics() {
    return Optional.ofNullable(publisher).map(Publisher::statistics);
  }

  /// Ends the stream and says so to the server.
  @Override
  public void close() {
    closed.countDown();
    try {
      var _ = thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    loop.close();
    http.close();
  }
}
