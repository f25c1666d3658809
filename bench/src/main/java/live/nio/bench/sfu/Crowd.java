package live.nio.bench.sfu;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import live.nio.publisher.feed.RepeatedFeed;
import live.nio.publisher.peer.PacketStamp;
import live.nio.publisher.peer.PeerLoop;
import live.nio.publisher.peer.Player;
import live.nio.publisher.peer.PlayerStatistics;
import live.nio.publisher.peer.Publisher;
import live.nio.publisher.peer.PublisherOptions;
import live.nio.publisher.peer.PublisherStatistics;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.RtpPacket;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/// The generator: a publisher and its viewers.
///
/// Most viewers share a thread. A few of them, spread over the order in which all join, have
/// another one together with the publisher, so that their packets are read when they come and not
/// when hundreds of others have been read: they measure the transit.
final class Crowd implements AutoCloseable {
  static final int BITRATE_BPS = 1_400_000;
  private static final int PROBE_EVERY = 25;
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final long LONGEST_NANOS = TimeUnit.SECONDS.toNanos(60);

  private final Signalling signalling;
  private final PeerLoop crowd = new PeerLoop("crowd");
  private final PeerLoop probes = new PeerLoop("probes");
  private final List<Seat> seats = Collections.synchronizedList(new ArrayList<>());
  private final List<String> failures = Collections.synchronizedList(new ArrayList<>());
  private @Nullable Publisher publisher;
  private volatile @Nullable Histogram transit;

  /// A viewer.
  ///
  /// @param postedNanos when it began to ask for the stream
  record Seat(Player player, Signalling.Leave leave, long postedNanos) {}

  /// What all viewers have received since they joined.
  record Tally(long packets, long lost, long recovered, long frames, long freezes) {}

  Crowd(Signalling signalling) {
    this.signalling = signalling;
  }

  /// Publishes, and returns when media flows to the server.
  void publish(RepeatedFeed feed) throws IOException, InterruptedException {
    CountDownLatch connected = new CountDownLatch(1);
    Publisher.Listener listener =
        new Publisher.Listener() {
          @Override
          public void connected() {
            connected.countDown();
          }

          @Override
          public void closed(String reason) {
            failures.add("the publisher: " + reason);
          }
        };
    Publisher made =
        new Publisher(probes, feed, PublisherOptions.of(BITRATE_BPS).withStamps(), listener);
    publisher = made;
    signalling.publish(made);
    if (!connected.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IOException("The publisher does not get connected. " + failures);
    }
  }

  PublisherStatistics published() {
    Publisher made = publisher;
    if (made == null) {
      throw new IllegalStateException("nothing is published");
    }
    return made.statistics();
  }

  /// Joins viewers at an even pace, and returns when the last has been sent on its way.
  void join(int count, int perSecond) throws InterruptedException {
    CountDownLatch asked = new CountDownLatch(count);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + TimeUnit.SECONDS.toNanos(i) / perSecond;
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      boolean probe = i % PROBE_EVERY == PROBE_EVERY / 2;
      var _ =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  var _ = sit(probe);
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  asked.countDown();
                }
              });
    }
    asked.await();
  }

  /// Lets one viewer join.
  ///
  /// @return null when the server refused; [#failures] tells why
  @Nullable Seat sit(boolean probe) throws InterruptedException {
    Player player = new Player(probe ? probes : crowd, new Eyes(probe));
    long posted = System.nanoTime();
    try {
      Seat seat = new Seat(player, signalling.view(player), posted);
      seats.add(seat);
      return seat;
    } catch (IOException | IllegalArgumentException e) {
      failures.add("a viewer: " + e.getMessage());
      return null;
    }
  }

  /// Waits until everybody has seen media.
  void awaitMedia(int count) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (seats.size() < count || !seats.stream().allMatch(Crowd::hasMedia)) {
      if (System.nanoTime() > deadline) {
        throw new IOException(
            "%d of %d viewers get media. %s"
                .formatted(
                    seats.stream().filter(Crowd::hasMedia).count(),
                    count,
                    failures.stream().limit(3).toList()));
      }
      Thread.sleep(50);
    }
  }

  private static boolean hasMedia(Seat seat) {
    return seat.player().statistics().firstMediaNanos() != 0;
  }

  /// Milliseconds from asking to the first media packet, of the last so many to join, sorted.
  List<Double> joinTimes(int last) {
    List<Seat> all = List.copyOf(seats);
    return all.subList(Math.max(0, all.size() - last), all.size()).stream()
        .map(seat -> (seat.player().statistics().firstMediaNanos() - seat.postedNanos()) / 1e6)
        .sorted()
        .toList();
  }

  Tally tally() {
    long packets = 0;
    long lost = 0;
    long recovered = 0;
    long frames = 0;
    long freezes = 0;
    for (Seat seat : List.copyOf(seats)) {
      PlayerStatistics s = seat.player().statistics();
      packets += s.packets();
      lost += s.lost();
      recovered += s.recovered();
      frames += s.frames();
      freezes += s.freezes();
    }
    return new Tally(packets, lost, recovered, frames, freezes);
  }

  List<String> failures() {
    return List.copyOf(failures);
  }

  void beginWindow() {
    transit = new Histogram(LONGEST_NANOS, 3);
  }

  /// Nanoseconds from the publisher's send call to the viewer's read.
  Histogram endWindow() {
    Histogram measured = transit;
    transit = null;
    if (measured == null) {
      throw new IllegalStateException("no window has begun");
    }
    return measured;
  }

  @Override
  public void close() {
    Publisher made = publisher;
    if (made != null) {
      made.close();
    }
    crowd.close();
    probes.close();
  }

  private final class Eyes implements Player.Listener {
    private final boolean probe;

    Eyes(boolean probe) {
      this.probe = probe;
    }

    @Override
    public void received(long nowNanos, MediaKind kind, RtpPacket packet) {
      Histogram window = transit;
      if (probe && window != null) {
        OptionalLong sent =
            PacketStamp.read(packet.buffer(), packet.payloadOffset(), packet.payloadLength());
        if (sent.isPresent()) {
          window.recordValue(Math.clamp(nowNanos - sent.getAsLong(), 0, LONGEST_NANOS));
        }
      }
    }

    @Override
    public void closed(String reason) {
      failures.add("a viewer: " + reason);
    }
  }
}
