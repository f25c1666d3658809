package live.nio.bench.sfu;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import live.nio.publisher.feed.PatternFeed;
import live.nio.publisher.peer.MediaFeed;
import live.nio.publisher.peer.PeerLoop;
import live.nio.publisher.peer.Player;
import live.nio.publisher.peer.PlayerStatistics;
import live.nio.publisher.peer.Publisher;
import live.nio.publisher.peer.PublisherOptions;
import live.nio.publisher.peer.WhipClient;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.RtpPacket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Our publisher, our SFU and our players, over real sockets on the loopback interface.
class EndToEndTest {
  private static final int BITRATE_BPS = 800_000;
  private static final int FRAMES = 60;
  private static final int SECONDS = 30;

  private PeerLoop loop;
  private WhipClient http;
  private SfuServer server;
  private URI base;

  @BeforeEach
  void start() throws IOException {
    loop = new PeerLoop("peers");
    http = new WhipClient();
    server = SfuServer.start(InetAddress.getLoopbackAddress(), 0, 0, 2);
    base = URI.create("http://127.0.0.1:" + server.httpPort());
  }

  @AfterEach
  void end() {
    loop.close();
    http.close();
    server.close();
  }

  private Publisher publish(int layers) throws IOException, InterruptedException {
    MediaFeed feed =
        new PatternFeed(
            Clock.systemUTC(), PatternFeed.simulcast(640, 360, layers), 30, BITRATE_BPS);
    CountDownLatch connected = new CountDownLatch(1);
    Publisher publisher =
        new Publisher(
            loop,
            feed,
            PublisherOptions.of(BITRATE_BPS),
            new Publisher.Listener() {
              @Override
              public void connected() {
                connected.countDown();
              }
            });
    publisher.accept(
        http.post(base.resolve("/whip/test"), Optional.empty(), publisher.offer()).sdp());
    assertThat(connected.await(SECONDS, TimeUnit.SECONDS)).as("connected").isTrue();
    return publisher;
  }

  /// Counts frames by their last packets, and lets others wait for them.
  private static final class Audience implements Player.Listener {
    final CountDownLatch frames = new CountDownLatch(FRAMES);
    final CountDownLatch sounds = new CountDownLatch(FRAMES);
    final CountDownLatch over = new CountDownLatch(1);
    final AtomicReference<String> reason = new AtomicReference<>("");

    @Override
    public void received(long nowNanos, MediaKind kind, RtpPacket packet) {
      if (kind == MediaKind.AUDIO) {
        sounds.countDown();
      } else if (packet.marker()) {
        frames.countDown();
      }
    }

    @Override
    public void closed(String why) {
      reason.set(why);
      over.countDown();
    }
  }

  private Player play(Audience audience) throws IOException, InterruptedException {
    Player player = new Player(loop, audience);
    player.accept(http.post(base.resolve("/whep/test"), Optional.empty(), player.offer()).sdp());
    return player;
  }

  @Test
  void everyPictureAndSoundReachesEveryViewer() throws IOException, InterruptedException {
    Publisher publisher = publish(1);
    List<Audience> audiences = List.of(new Audience(), new Audience(), new Audience());
    List<Player> players = new ArrayList<>();
    for (Audience audience : audiences) {
      players.add(play(audience));
    }
    for (Audience audience : audiences) {
      assertThat(audience.frames.await(SECONDS, TimeUnit.SECONDS)).as("frames").isTrue();
      assertThat(audience.sounds.await(SECONDS, TimeUnit.SECONDS)).as("sounds").isTrue();
    }
    for (Player player : players) {
      PlayerStatistics statistics = player.statistics();
      assertThat(statistics.keyFrames()).isPositive();
      assertThat(statistics.lost()).isZero();
      assertThat(statistics.undecipherable()).isZero();
      assertThat(statistics.skips()).isZero();
      player.close();
    }
    publisher.close();
  }

  @Test
  void aViewerOfSimulcastSeesOneUnbrokenStream() throws IOException, InterruptedException {
    Publisher publisher = publish(3);
    Audience audience = new Audience();
    Player player = play(audience);
    assertThat(audience.frames.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    PlayerStatistics statistics = player.statistics();
    assertThat(statistics.keyFrames()).isPositive();
    assertThat(statistics.skips()).isZero();
    player.close();
    publisher.close();
  }

  @Test
  void aViewerIsToldWhenTheServerEndsItsLeg() throws IOException, InterruptedException {
    Publisher publisher = publish(1);
    Audience audience = new Audience();
    Player player = new Player(loop, audience);
    WhipClient.Accepted accepted =
        http.post(base.resolve("/whep/test"), Optional.empty(), player.offer());
    player.accept(accepted.sdp());
    assertThat(audience.frames.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    http.delete(accepted.resource().orElseThrow(), Optional.empty());
    assertThat(audience.over.await(SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(audience.reason.get()).contains("goodbye");
    publisher.close();
  }
}
