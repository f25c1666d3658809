package live.nio.bench.sfu;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import live.nio.bench.CommandLine;
import live.nio.bench.Cpus;
import live.nio.bench.Spread;
import live.nio.publisher.feed.RepeatedFeed;
import live.nio.publisher.peer.PlayerStatistics;

/// A crowd joins one stream: a thousand viewers in ten seconds, each of whom stays for one.
public final class JoinBench {
  private static final int VIEWERS = 1_000;
  private static final int PER_SECOND = 100;
  private static final Duration STAY = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int WARM_UP = 150;
  private static final int WARM_UP_PER_SECOND = 50;
  private static final int MOST_WARM_UPS = 10;
  private static final double QUIET_JIT_SHARE = 0.1;
  private static final List<Contender> CONTENDERS = List.of(Contender.NIO, Contender.JANUS_TUNED);

  private final PrintStream out;
  private final int viewers;
  private final Optional<Cpus.Pair> pinned;

  /// Nothing starts before [#run].
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public JoinBench(CommandLine line, PrintStream out) {
    this.out = out;
    viewers = line.only().map(SfuBench::viewers).orElse(line.quick() ? 200 : VIEWERS);
    pinned = Cpus.pair();
  }

  /// What one crowd met with.
  private record Result(
      List<Double> firstPacketMs,
      List<Double> firstPictureMs,
      int asked,
      double keyFrameRequestsPerSecond,
      double cpuMsPerJoin,
      double serverShare,
      double generatorShare,
      List<String> failures) {}

  /// Takes a minute.
  ///
  /// @throws IOException when a server cannot be started or fails, or we are not root
  public void run() throws IOException, InterruptedException {
    Contender.requireJanus();
    try (Network _ = Network.make()) {
      SfuBench.printHeading(out, pinned);
      out.printf(
          "  crowd       %d viewers, %d a second, each stays %d s; before them others, until the"
              + " compiler is quiet%n%n",
          viewers, PER_SECOND, STAY.toSeconds());
      RepeatedFeed feed =
          new RepeatedFeed(
              SfuBench.PICTURE,
              SfuBench.FRAMES_PER_SECOND,
              Crowd.BITRATE_BPS,
              Duration.ofSeconds(10));
      List<Result> results = new ArrayList<>();
      for (Contender contender : CONTENDERS) {
        results.add(measure(contender, feed));
      }
      print(results);
    }
  }

  private Result measure(Contender contender, RepeatedFeed feed)
      throws IOException, InterruptedException {
    try (ServerProcess server = contender.start(pinned);
        Signalling signalling = contender.signalling();
        Crowd crowd = new Crowd(signalling)) {
      crowd.publish(feed.copy());
      warmUp(crowd, signalling);
      long requests = crowd.published().keyFrameRequests();
      Duration cpuBefore = server.cpu();
      Duration ownBefore = Cpus.used(ProcessHandle.current());
      long begin = System.nanoTime();
      List<PlayerAndTime> visits = visit(crowd, viewers, PER_SECOND);
      double seconds = (System.nanoTime() - begin) / 1e9;
      double cpuMs = server.cpu().minus(cpuBefore).toNanos() / 1e6;
      double ownMs = Cpus.used(ProcessHandle.current()).minus(ownBefore).toNanos() / 1e6;
      List<Double> packets = new ArrayList<>();
      List<Double> pictures = new ArrayList<>();
      for (PlayerAndTime visit : visits) {
        PlayerStatistics s = visit.statistics();
        if (s.firstMediaNanos() != 0) {
          packets.add((s.firstMediaNanos() - visit.postedNanos()) / 1e6);
        }
        if (s.firstFrameNanos() != 0) {
          pictures.add((s.firstFrameNanos() - visit.postedNanos()) / 1e6);
        }
      }
      Collections.sort(packets);
      Collections.sort(pictures);
      return new Result(
          packets,
          pictures,
          viewers,
          (crowd.published().keyFrameRequests() - requests) / seconds,
          cpuMs / viewers,
          cpuMs / seconds / 1_000,
          ownMs / seconds / 1_000,
          crowd.failures());
    }
  }

  /// Smaller crowds, until the compiler has little left to do.
  private static void warmUp(Crowd crowd, Signalling signalling)
      throws IOException, InterruptedException {
    for (int batch = 0; batch < MOST_WARM_UPS; batch++) {
      long jitMs = signalling.work().jitMs();
      long begin = System.nanoTime();
      var _ = visit(crowd, WARM_UP, WARM_UP_PER_SECOND);
      double ms = (System.nanoTime() - begin) / 1e6;
      if (batch > 0 && signalling.work().jitMs() - jitMs < QUIET_JIT_SHARE * ms) {
        return;
      }
    }
  }

  private record PlayerAndTime(PlayerStatistics statistics, long postedNanos) {}

  private static List<PlayerAndTime> visit(Crowd crowd, int count, int perSecond)
      throws InterruptedException {
    List<PlayerAndTime> visits = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch gone = new CountDownLatch(count);
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = start + TimeUnit.SECONDS.toNanos(i) / perSecond;
      for (long now = System.nanoTime(); now < due; now = System.nanoTime()) {
        LockSupport.parkNanos(due - now);
      }
      var _ =
          Thread.ofVirtual()
              .start(() -> {
                try {
                  Crowd.Seat seat = crowd.sit(false);
                  if (seat == null) {
                    return;
                  }
                  visits.add(stay(seat));
                } catch (IOException e) {
                  // It has been watched; that the server does not take the goodbye costs nothing.
                  System.err.println(e.getMessage());
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                } finally {
                  gone.countDown();
                }
              });
    }
    gone.await();
    return visits;
  }

  private static PlayerAndTime stay(Crowd.Seat seat) throws IOException, InterruptedException {
    Thread.sleep(STAY);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    PlayerStatistics statistics = seat.player().statistics();
    while (statistics.firstFrameNanos() == 0 && System.nanoTime() < deadline) {
      Thread.sleep(100);
      statistics = seat.player().statistics();
    }
    seat.player().close();
    seat.leave().leave();
    return new PlayerAndTime(statistics, seat.postedNanos());
  }

  private void print(List<Result> results) {
    out.printf("  %-34s", "");
    CONTENDERS.forEach(contender -> out.printf("%-22s", contender.title()));
    out.println();
    row("joined, %", 2, results, r -> 100.0 * r.firstPacketMs().size() / r.asked());
    row("POST → first packet p50 ms", 0, results, r -> at(r.firstPacketMs(), 50));
    row("POST → first packet p95 ms", 0, results, r -> at(r.firstPacketMs(), 95));
    row("POST → first packet p99 ms", 0, results, r -> at(r.firstPacketMs(), 99));
    row("POST → first picture p50 ms", 0, results, r -> at(r.firstPictureMs(), 50));
    row("POST → first picture p95 ms", 0, results, r -> at(r.firstPictureMs(), 95));
    row("key frames asked of publisher, /s", 2, results, Result::keyFrameRequestsPerSecond);
    row("server CPU ms per visit", 2, results, Result::cpuMsPerJoin);
    row("server CPU %", 0, results, r -> r.serverShare() * 100);
    row("generator CPU %", 0, results, r -> r.generatorShare() * 100);
    results.stream()
        .flatMap(result -> result.failures().stream())
        .distinct()
        .limit(5)
        .forEach(failure -> out.println("  ! " + failure));
  }

  private static double at(List<Double> sorted, int percent) {
    return SfuBench.percentile(sorted, percent);
  }

  private void row(
      String name,
      int decimals,
      List<Result> results,
      java.util.function.ToDoubleFunction<Result> figure) {
    out.printf("  %-34s", name);
    results.forEach(
        result -> out.printf("%-22s", Spread.number(figure.applyAsDouble(result), decimals)));
    out.println();
  }
}
