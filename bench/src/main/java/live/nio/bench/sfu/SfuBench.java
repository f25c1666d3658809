package live.nio.bench.sfu;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import live.nio.bench.CommandLine;
import live.nio.bench.Cpus;
import live.nio.bench.Spread;
import live.nio.publisher.feed.RepeatedFeed;
import live.nio.publisher.peer.MediaFeed;
import org.HdrHistogram.Histogram;

/// Forwards one stream to many viewers, by each server in turn, and prints what that costs.
public final class SfuBench {
  static final MediaFeed.Layer PICTURE = new MediaFeed.Layer(640, 360);
  static final int FRAMES_PER_SECOND = 30;
  private static final List<Integer> LOADS = List.of(100, 200);
  private static final int JOINS_PER_SECOND = 40;
  private static final int LATE_VIEWERS = 30;
  private static final int LATE_JOINS_PER_SECOND = 15;
  private static final double BUSY_GENERATOR = 0.85;
  private static final double BUSY_MACHINE = 0.10;
  private static final double QUIET_JIT_SHARE = 0.02;
  private static final double MIB = 1 << 20;

  private final PrintStream out;
  private final int runs;
  private final Duration measured;
  private final Duration warmUp;
  private final List<Integer> loads;
  private final Optional<Cpus.Pair> pinned;

  /// Nothing starts before [#run].
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public SfuBench(CommandLine line, PrintStream out) {
    this.out = out;
    runs = line.runs();
    measured = Duration.ofSeconds(line.seconds());
    warmUp = Duration.ofSeconds(line.quick() ? 3 : 8);
    loads = line.only().map(only -> List.of(viewers(only))).orElse(LOADS);
    pinned = Cpus.pair();
  }

  static int viewers(String text) {
    if (!text.matches("[1-9]\\d{0,3}")) {
      throw new IllegalArgumentException("A load is a number of viewers, not " + text + ".");
    }
    return Integer.parseInt(text);
  }

  /// Takes minutes.
  ///
  /// @throws IOException when a server cannot be started or fails, or we are not root
  public void run() throws IOException, InterruptedException {
    Contender.requireJanus();
    try (Network _ = Network.make()) {
      printHeading(out, pinned);
      out.printf(
          "  runs        %d of %d s each, in turn, each in a new process warmed up with the same"
              + " load (%d s or more)%n",
          runs, measured.toSeconds(), warmUp.toSeconds());
      RepeatedFeed feed =
          new RepeatedFeed(PICTURE, FRAMES_PER_SECOND, Crowd.BITRATE_BPS, Duration.ofSeconds(10));
      double ratio = 0;
      for (int viewers : loads) {
        ratio = compare(feed, viewers);
      }
      out.printf("%nratio ours/Janus CPU per packet: %s%n", Spread.number(ratio, 2));
    }
  }

  static void printHeading(PrintStream out, Optional<Cpus.Pair> pinned) {
    out.printf("One stream to many viewers: this SFU (NIO) against Janus 1.1.2 of Debian%n");
    out.printf("  machine     %s%n", Cpus.machine());
    out.printf(
        "  processors  %s%n",
        pinned
            .filter(cpus -> Cpus.pinSelf(cpus.generator()))
            .map(cpus ->
                "servers pinned to %d, generator to %d".formatted(cpus.server(), cpus.generator()))
            .orElse("nothing pinned: figures will scatter"));
    out.printf(
        "  servers     NIO: the SFU in a bare process, ZGC, 512 MB heap, one loop per processor;%n"
            + "              Janus: VideoRoom, ice_lite, once with event_loops=1, once as it"
            + " comes%n");
    out.printf(
        "  load        VP8 640x360 at 30 frames/s and %.1f Mbit/s, Opus; a frame's packets leave"
            + " at once;%n"
            + "              feedback alive: RR, NACK, PLI, transport-cc; a veth pair between%n",
        Crowd.BITRATE_BPS / 1e6);
    out.printf(
        "  load now    %.1f%n",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private double compare(RepeatedFeed feed, int viewers) throws IOException, InterruptedException {
    Map<Contender, List<Measurement>> all = new EnumMap<>(Contender.class);
    for (int run = 1; run <= runs; run++) {
      for (Contender contender : Contender.values()) {
        Measurement one = measure(contender, feed, viewers);
        all.computeIfAbsent(contender, _ -> new ArrayList<>()).add(one);
        System.err.printf(
            "%d viewers, run %d of %d, %s: %.2f µs a packet, %.0f packets/s, server %.0f %%,"
                + " generator %.0f %%, others %.0f %%, JIT %d ms%n",
            viewers,
            run,
            runs,
            contender.title(),
            one.cpuMicros(),
            one.packetsPerSecond(),
            one.serverShare() * 100,
            one.generatorShare() * 100,
            one.othersShare() * 100,
            one.work().jitMs());
      }
    }
    print(viewers, all);
    return median(all, Contender.NIO) / median(all, Contender.JANUS_TUNED);
  }

  private static double median(Map<Contender, List<Measurement>> all, Contender contender) {
    return spread(all, contender, Measurement::cpuMicros).median();
  }

  private static Spread spread(
      Map<Contender, List<Measurement>> all,
      Contender contender,
      ToDoubleFunction<Measurement> figure) {
    return Spread.of(
        all.getOrDefault(contender, List.of()).stream().map(figure::applyAsDouble).toList());
  }

  private Measurement measure(Contender contender, RepeatedFeed feed, int viewers)
      throws IOException, InterruptedException {
    try (ServerProcess server = contender.start(pinned);
        Signalling signalling = contender.signalling();
        Crowd crowd = new Crowd(signalling)) {
      crowd.publish(feed.copy());
      crowd.join(viewers, JOINS_PER_SECOND);
      crowd.awaitMedia(viewers);
      warmUp(signalling);

      Signalling.Work workBefore = signalling.work();
      Crowd.Tally before = crowd.tally();
      Duration allBefore = Cpus.usedByAll();
      Duration ownBefore = Cpus.used(ProcessHandle.current());
      Duration cpuBefore = server.cpu();
      long begin = System.nanoTime();
      crowd.beginWindow();
      Thread.sleep(measured);
      Histogram transit = crowd.endWindow();
      Duration cpu = server.cpu().minus(cpuBefore);
      double seconds = (System.nanoTime() - begin) / 1e9;
      Duration own = Cpus.used(ProcessHandle.current()).minus(ownBefore);
      Duration everybody = Cpus.usedByAll().minus(allBefore);
      Crowd.Tally after = crowd.tally();
      Signalling.Work work = signalling.work().minus(workBefore);
      double residentMb = server.resident() / MIB;

      long packets = Math.max(1, after.packets() - before.packets());
      // Those who come late find a warm server at work, as viewers do.
      crowd.join(LATE_VIEWERS, LATE_JOINS_PER_SECOND);
      crowd.awaitMedia(viewers + LATE_VIEWERS);
      List<Double> joins = crowd.joinTimes(LATE_VIEWERS);
      return new Measurement(
          seconds(cpu) * 1e6 / packets,
          packets / seconds,
          seconds(cpu) / seconds,
          seconds(own) / seconds,
          Math.max(0, seconds(everybody.minus(own).minus(cpu)) / seconds),
          transit.getValueAtPercentile(50) / 1e6,
          transit.getValueAtPercentile(99) / 1e6,
          transit.getValueAtPercentile(99.9) / 1e6,
          percentile(joins, 50),
          percentile(joins, 95),
          after.lost() - before.lost(),
          after.recovered() - before.recovered(),
          after.freezes() - before.freezes(),
          (double) work.allocatedBytes() / packets,
          residentMb,
          work);
    }
  }

  /// Until the time is over and the compiler has little left to do, twice in a row.
  private void warmUp(Signalling signalling) throws IOException, InterruptedException {
    long stepMs = 1_000;
    long longest = warmUp.toMillis() / stepMs * 3;
    long jitMs = signalling.work().jitMs();
    int quiet = 0;
    for (long step = 1; step <= longest; step++) {
      TimeUnit.MILLISECONDS.sleep(stepMs);
      long now = signalling.work().jitMs();
      quiet = now - jitMs < QUIET_JIT_SHARE * stepMs ? quiet + 1 : 0;
      jitMs = now;
      if (quiet >= 2 && step * stepMs >= warmUp.toMillis()) {
        return;
      }
    }
  }

  static double percentile(List<Double> sorted, int percent) {
    if (sorted.isEmpty()) {
      return Double.NaN;
    }
    int at = (int) Math.ceil(percent / 100.0 * sorted.size()) - 1;
    return sorted.get(Math.clamp(at, 0, sorted.size() - 1));
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private void print(int viewers, Map<Contender, List<Measurement>> all) {
    out.printf("%n1 → %d viewers%n%n  %-28s", viewers, "");
    for (Contender contender : Contender.values()) {
      out.printf("%-27s", contender.title());
    }
    out.println("NIO/Janus tuned");
    row("CPU µs per packet", 2, all, Measurement::cpuMicros);
    row("forwarded packets/s", 0, all, Measurement::packetsPerSecond);
    row("transit p50 ms", 2, all, Measurement::p50Ms);
    row("transit p99 ms", 2, all, Measurement::p99Ms);
    row("transit p99.9 ms", 2, all, Measurement::p999Ms);
    row("POST → first packet p50 ms", 0, all, Measurement::joinP50Ms);
    row("POST → first packet p95 ms", 0, all, Measurement::joinP95Ms);
    row("packets lost", 0, all, Measurement::lost);
    row("packets sent again", 0, all, Measurement::recovered);
    row("freezes", 0, all, Measurement::freezes);
    out.println();
    row("server CPU %", 0, all, m -> m.serverShare() * 100);
    row("generator CPU %", 0, all, m -> m.generatorShare() * 100);
    row("others' CPU %", 0, all, m -> m.othersShare() * 100);
    row("resident MB", 0, all, Measurement::residentMb);
    row("bytes allocated per packet", 1, all, Measurement::allocatedPerPacket);
    row("compiling, ms", 0, all, m -> m.work().jitMs());
    row("collections", 0, all, m -> m.work().collections());
    row("collecting, ms", 0, all, m -> m.work().collectionMs());
    if (any(all, m -> m.generatorShare() - BUSY_GENERATOR)) {
      out.println("  ! the generator was the bottleneck in at least one run");
    }
    if (any(all, m -> m.othersShare() - BUSY_MACHINE)) {
      out.println("  ! something else was busy on this machine: times say little, CPU is high");
    }
  }

  private void row(
      String name,
      int decimals,
      Map<Contender, List<Measurement>> all,
      ToDoubleFunction<Measurement> figure) {
    out.printf("  %-28s", name);
    for (Contender contender : Contender.values()) {
      out.printf("%-27s", spread(all, contender, figure).text(decimals));
    }
    double ratio =
        spread(all, Contender.NIO, figure).median()
            / spread(all, Contender.JANUS_TUNED, figure).median();
    out.println(Double.isFinite(ratio) ? Spread.number(ratio, 2) : "–");
  }

  private static boolean any(
      Map<Contender, List<Measurement>> all, ToDoubleFunction<Measurement> excess) {
    return all.values().stream().flatMap(List::stream).anyMatch(m -> excess.applyAsDouble(m) > 0);
  }
}
