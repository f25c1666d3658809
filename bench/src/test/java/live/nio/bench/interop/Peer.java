package live.nio.bench.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.nio.publisher.PatternPublisher;
import live.nio.publisher.peer.PeerLoop;
import live.nio.publisher.peer.Player;
import live.nio.publisher.peer.WhipClient;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.RtpPacket;
import org.jspecify.annotations.Nullable;

/// Who publishes numbered pictures and sound by WHIP, or plays them by WHEP.
enum Peer {
  /// This project's own. As a viewer it decodes nothing, but knows which pictures are complete.
  NIO {
    @Override
    @Nullable String missing() {
      return null;
    }

    @Override
    AutoCloseable publish(URI endpoint) throws InterruptedException {
      CountDownLatch connected = new CountDownLatch(1);
      PatternPublisher publisher =
          new PatternPublisher(
              PatternPublisher.Options.of(endpoint, Optional.empty()),
              Clock.systemUTC(),
              _ -> connected.countDown());
      assertThat(connected.await(SECONDS, TimeUnit.SECONDS)).as("connected").isTrue();
      return publisher;
    }

    @Override
    AutoCloseable play(URI endpoint, Sightings seen) throws IOException, InterruptedException {
      PeerLoop loop = new PeerLoop("player");
      Player player =
          new Player(
              loop,
              new Player.Listener() {
                @Override
                public void received(long nowNanos, MediaKind kind, RtpPacket packet) {
                  if (kind == MediaKind.AUDIO) {
                    seen.sound();
                  } else if (packet.marker()) {
                    seen.picture();
                  }
                }
              });
      try (WhipClient http = new WhipClient()) {
        player.accept(http.post(endpoint, Optional.empty(), player.offer()).sdp());
      }
      return () -> {
        assertThat(player.statistics().keyFrames()).as("key frames").isPositive();
        assertThat(player.statistics().undecipherable()).as("undecipherable").isZero();
        player.close();
        loop.close();
      };
    }
  },

  LIBWEBRTC {
    @Override
    @Nullable String missing() {
      return Libwebrtc.missing();
    }

    @Override
    AutoCloseable publish(URI endpoint) throws IOException, InterruptedException {
      return Libwebrtc.publish(endpoint);
    }

    @Override
    AutoCloseable play(URI endpoint, Sightings seen) throws IOException, InterruptedException {
      return Libwebrtc.play(endpoint, seen);
    }
  },

  GSTREAMER {
    @Override
    @Nullable String missing() throws IOException, InterruptedException {
      return Gstreamer.missing();
    }

    @Override
    AutoCloseable publish(URI endpoint) throws IOException, InterruptedException {
      return Gstreamer.publish(endpoint);
    }

    @Override
    AutoCloseable play(URI endpoint, Sightings seen) throws IOException, InterruptedException {
      return Gstreamer.play(endpoint, seen);
    }
  };

  private static final int SECONDS = 30;

  /// Why it is not to be had here; null when it is.
  abstract @Nullable String missing() throws IOException, InterruptedException;

  /// Publishes until it is closed; connected when this returns.
  abstract AutoCloseable publish(URI endpoint) throws IOException, InterruptedException;

  /// Plays until it is closed.
  abstract AutoCloseable play(URI endpoint, Sightings seen)
      throws IOException, InterruptedException;

  /// Skips the test, with the reason, where this peer is not to be had.
  final void assumeInstalled() throws IOException, InterruptedException {
    String missing = missing();
    assumeTrue(missing == null, missing);
  }
}
