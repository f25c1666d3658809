package live.nio.bench.fanout;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import live.nio.bench.CommandLine;
import live.nio.bench.Cpus;
import live.nio.bench.Spread;

/// Runs both servers in turn on the same loads and prints what each costs.
public final class FanoutBench {
  private static final int PADDING_BYTES = 47;
  private static final double BUSY_GENERATOR = 0.85;
  private static final double BUSY_MACHINE = 0.10;
  private static final double QUIET_JIT_SHARE = 0.02;
  private static final double MEMORY_GOAL = 0.5;
  private static final Duration CONNECTING = Duration.ofSeconds(60);
  private static final Duration DRAINING = Duration.ofSeconds(10);
  private static final String IDLE = "idle";
  private static final int SETTLING_SECONDS = 20;
  private static final double MIB = 1 << 20;

  private final PrintStream out;
  private final int runs;
  private final Duration measured;
  private final Duration warmUp;
  private final int idleSockets;
  private final List<Load> loads;
  private final boolean idleToo;
  private final Optional<Cpus.Pair> pinned;
  private final List<String> verdicts = new ArrayList<>();

  /// Nothing starts before [#run].
  ///
  /// @throws IllegalArgumentException with a sentence for the user
  public FanoutBench(CommandLine line, PrintStream out) {
    this.out = out;
    runs = line.runs();
    measured = Duration.ofSeconds(line.seconds());
    warmUp = Duration.ofSeconds(line.quick() ? 2 : 8);
    idleSockets = line.quick() ? 500 : 5_000;
    String only = line.only().orElse("");
    loads = only.isEmpty() ? Load.ALL : only.equals(IDLE) ? List.of() : List.of(Load.of(only));
    idleToo = only.isEmpty() || only.equals(IDLE);
    pinned = Cpus.pair();
  }

  /// Takes minutes.
  ///
  /// @throws IOException when a server cannot be started or fails
  public void run() throws IOException, InterruptedException {
    Peer.install();
    printHeading();
    for (Load load : loads) {
      compare(load);
    }
    if (idleToo) {
      compareIdle();
    }
    out.println();
    verdicts.forEach(out::println);
  }

  private void printHeading() throws IOException {
    out.printf("Fan-out of Socket.IO: this server (NIO) against %s%n", Peer.versions());
    out.printf("  machine     %s%n", Cpus.machine());
    out.printf(
        "  processors  %s%n",
        pinned
            .filter(cpus -> Cpus.pinSelf(cpus.generator()))
            .map(cpus ->
                "servers pinned to %d, generator to %d".formatted(cpus.server(), cpus.generator()))
            .orElse("nothing pinned: figures will scatter"));
    out.printf(
        "  servers     NIO: default options, ZGC, 512 MB heap, NIO transport; Node:"
            + " NODE_ENV=production,%n"
            + "              compression off, session.request dropped, no native ws add-ons (they"
            + " only serve%n"
            + "              client-to-server frames)%n");
    out.printf(
        "  load        a timer in the server emits an event of about 100 bytes to one room;"
            + " loopback, WebSocket%n");
    out.printf(
        "  runs        %d of %d s each, in turn, each in a new process warmed up with the same load"
            + " (%d s or more)%n",
        runs, measured.toSeconds(), warmUp.toSeconds());
    out.printf(
        "  load now    %.1f%n",
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  // ---- fan-out

  private void compare(Load load) throws IOException, InterruptedException {
    Map<Peer, List<Measurement>> all = new EnumMap<>(Peer.class);
    for (int run = 1; run <= runs; run++) {
      for (Peer peer : Peer.values()) {
        Measurement one = measure(peer, load);
        all.computeIfAbsent(peer, p -> new ArrayList<>()).add(one);
        System.err.printf(
            "%s, run %d of %d, %s: %.2f µs, server %.0f %%, JIT %d ms, others %.0f %%%n",
            load.title(),
            run,
            runs,
            peer.title(),
            one.cpuMicros(),
            one.serverShare() * 100,
            one.work().jitMs(),
            one.othersShare() * 100);
      }
    }
    print(load, all.getOrDefault(Peer.NIO, List.of()), all.getOrDefault(Peer.NODE, List.of()));
  }

  private Measurement measure(Peer peer, Load load) throws IOException, InterruptedException {
    try (ServerProcess server = peer.start(pinned, false);
        Generator generator = new Generator()) {
      generator.connect(server.port(), load.clients(), CONNECTING);
      awaitMembers(server, load.clients());
      var _ = server.ask("start %d %d".formatted(load.interval().toNanos() / 1_000, PADDING_BYTES));
      warmUp(server);

      ServerProcess.Work workBefore = server.work();
      Duration allBefore = Cpus.usedByAll();
      Duration ownBefore = Cpus.used(ProcessHandle.current());
      generator.beginWindow();
      long begin = System.nanoTime();
      Duration cpuBefore = server.cpu();
      Thread.sleep(measured);
      Duration cpu = server.cpu().minus(cpuBefore);
      double seconds = (System.nanoTime() - begin) / 1e9;
      Window window = generator.endWindow();
      Duration own = Cpus.used(ProcessHandle.current()).minus(ownBefore);
      Duration everybody = Cpus.usedByAll().minus(allBefore);
      double residentMb = server.resident() / MIB;
      ServerProcess.Work work = server.work().minus(workBefore);

      long[] stopped = server.askNumbers("stop");
      Generator.Tally tally = drain(generator, stopped[0]);
      return new Measurement(
          seconds(cpu) * 1e6 / Math.max(1, window.deliveries),
          window.deliveries / seconds,
          seconds(cpu) / seconds,
          seconds(own) / seconds,
          Math.max(0, seconds(everybody.minus(own).minus(cpu)) / seconds),
          window.sinceEmit.getValueAtPercentile(50) / 1e3,
          window.sinceEmit.getValueAtPercentile(99) / 1e3,
          window.sinceDue.getValueAtPercentile(50) / 1e3,
          window.sinceDue.getValueAtPercentile(99) / 1e3,
          residentMb,
          (double) window.deliveries / Math.max(1, window.reads),
          stopped[0] * load.clients() - (tally.received() - tally.repeated()),
          tally.repeated(),
          tally.ended(),
          stopped[1] / 1e3,
          work);
    }
  }

  /// Until the time is over and the compiler has little left to do, twice in a row.
  private void warmUp(ServerProcess server) throws IOException, InterruptedException {
    long stepMs = 1_000;
    long longest = warmUp.toMillis() / stepMs * 3;
    long jitMs = server.work().jitMs();
    int quiet = 0;
    for (long step = 1; step <= longest; step++) {
      Thread.sleep(stepMs);
      long now = server.work().jitMs();
      quiet = now - jitMs < QUIET_JIT_SHARE * stepMs ? quiet + 1 : 0;
      jitMs = now;
      if (quiet >= 2 && step * stepMs >= warmUp.toMillis()) {
        return;
      }
    }
  }

  private static void awaitMembers(ServerProcess server, int count)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + CONNECTING.toNanos();
    while (server.askNumbers("members")[0] != count) {
      if (System.nanoTime() > deadline) {
        throw new IOException("The room does not get its " + count + " members.");
      }
      Thread.sleep(20);
    }
  }

  /// Waits until everybody has seen the last event, or nothing comes any more.
  private static Generator.Tally drain(Generator generator, long last) throws InterruptedException {
    long deadline = System.nanoTime() + DRAINING.toNanos();
    Generator.Tally tally = generator.tally();
    while (tally.slowest() <= last && System.nanoTime() < deadline) {
      Thread.sleep(50);
      tally = generator.tally();
    }
    return tally;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private void print(Load load, List<Measurement> ours, List<Measurement> theirs) {
    out.printf("%n%s%n%n", load.title());
    out.printf(
        "  %-24s%-31s%-31s%s%n", "", Peer.NIO.title(), Peer.NODE.title(), "ratio of medians");
    double cpu = row("CPU µs per delivery", 2, ours, theirs, Measurement::cpuMicros);
    row("deliveries/s", 0, ours, theirs, Measurement::deliveriesPerSecond);
    row("p50 ms since emit", 1, ours, theirs, Measurement::p50Ms);
    double p99 = row("p99 ms since emit", 1, ours, theirs, Measurement::p99Ms);
    row("p50 ms since due", 1, ours, theirs, Measurement::p50DueMs);
    double p99Due = row("p99 ms since due", 1, ours, theirs, Measurement::p99DueMs);
    row("resident MB", 0, ours, theirs, Measurement::residentMb);
    out.println();
    row("server CPU %", 0, ours, theirs, m -> m.serverShare() * 100);
    row("generator CPU %", 0, ours, theirs, m -> m.generatorShare() * 100);
    row("others' CPU %", 0, ours, theirs, m -> m.othersShare() * 100);
    row("behind schedule, ms", 1, ours, theirs, Measurement::behindMs);
    row("events per read", 1, ours, theirs, Measurement::packetsPerRead);
    row("compiling, ms", 0, ours, theirs, m -> m.work().jitMs());
    row("collections", 0, ours, theirs, m -> m.work().collections());
    row("collecting, ms", 0, ours, theirs, m -> m.work().collectionMs());
    row("lost", 0, ours, theirs, Measurement::lost);
    row("repeated", 0, ours, theirs, Measurement::repeated);
    row("connections ended", 0, ours, theirs, Measurement::ended);
    remark(ours, theirs);
    if (load.goal() > 0) {
      verdict(load.title() + ": CPU per delivery", cpu, load.goal());
      verdict(load.title() + ": p99 since emit", p99, 1);
      verdict(load.title() + ": p99 since due", p99Due, 1);
    }
  }

  /// Prints the medians, and returns their ratio.
  private double row(
      String name,
      int decimals,
      List<Measurement> ours,
      List<Measurement> theirs,
      ToDoubleFunction<Measurement> figure) {
    Spread left = Spread.of(ours.stream().map(figure::applyAsDouble).toList());
    Spread right = Spread.of(theirs.stream().map(figure::applyAsDouble).toList());
    double ratio = left.median() / right.median();
    out.printf(
        "  %-24s%-31s%-31s%s%n",
        name,
        left.text(decimals),
        right.text(decimals),
        Double.isFinite(ratio) ? Spread.number(ratio, 2) : "–");
    return ratio;
  }

  private void remark(List<Measurement> ours, List<Measurement> theirs) {
    if (any(ours, theirs, m -> m.generatorShare() - BUSY_GENERATOR)) {
      out.println(
          "  ! the generator was the bottleneck in at least one run: its latencies say little");
    }
    if (any(ours, theirs, m -> m.othersShare() - BUSY_MACHINE)) {
      out.println("  ! something else was busy on this machine: latencies say little, CPU is high");
    }
    if (any(ours, theirs, m -> m.lost() + m.repeated() + m.ended())) {
      out.println("  ! not everything arrived exactly once");
    }
  }

  private static boolean any(
      List<Measurement> ours, List<Measurement> theirs, ToDoubleFunction<Measurement> excess) {
    return ours.stream().anyMatch(m -> excess.applyAsDouble(m) > 0)
        || theirs.stream().anyMatch(m -> excess.applyAsDouble(m) > 0);
  }

  private void verdict(String what, double ratio, double goal) {
    verdicts.add(
        "goal  %-46s ≤ %.1f × Node   %.2f   %s"
            .formatted(what, goal, ratio, ratio <= goal ? "reached" : "missed"));
  }

  // ---- memory

  /// @param resident bytes per idle socket
  /// @param heap bytes of it in the garbage-collected heap
  private record Idle(double resident, double heap) {}

  private void compareIdle() throws IOException, InterruptedException {
    Map<Peer, List<Idle>> all = new EnumMap<>(Peer.class);
    for (int run = 1; run <= runs; run++) {
      for (Peer peer : Peer.values()) {
        Idle one = measureIdle(peer);
        all.computeIfAbsent(peer, p -> new ArrayList<>()).add(one);
        System.err.printf(
            "%d idle sockets, run %d of %d, %s: %.1f kB%n",
            idleSockets, run, runs, peer.title(), one.resident() / 1024);
      }
    }
    out.printf(
        "%n%s idle sockets, after garbage collection, free heap given back%n%n",
        Spread.number(idleSockets, 0));
    double ratio = idleRow("resident kB per socket", all, Idle::resident);
    idleRow("of it in the heap, kB", all, Idle::heap);
    verdict("memory per idle socket", ratio, MEMORY_GOAL);
  }

  private double idleRow(String name, Map<Peer, List<Idle>> all, ToDoubleFunction<Idle> bytes) {
    Map<Peer, Spread> spreads = new EnumMap<>(Peer.class);
    all.forEach((peer, list) ->
        spreads.put(
            peer, Spread.of(list.stream().map(i -> bytes.applyAsDouble(i) / 1024).toList())));
    Spread ours = spreads.getOrDefault(Peer.NIO, Spread.of(List.of(0.0)));
    Spread theirs = spreads.getOrDefault(Peer.NODE, Spread.of(List.of(0.0)));
    double ratio = ours.median() / theirs.median();
    out.printf(
        "  %-24s%-31s%-31s%s%n", name, ours.text(1), theirs.text(1), Spread.number(ratio, 2));
    return ratio;
  }

  private Idle measureIdle(Peer peer) throws IOException, InterruptedException {
    try (ServerProcess server = peer.start(pinned, true)) {
      // Classes, compiled code and the compiler's own memory come with the first clients, and stay
      // when they go: as many as will be measured pay for them.
      try (Generator first = new Generator()) {
        first.connect(server.port(), idleSockets, CONNECTING);
      }
      awaitMembers(server, 0);
      settle(server);
      long heapBefore = server.askNumbers("collect")[0];
      long residentBefore = server.resident();
      try (Generator generator = new Generator()) {
        generator.connect(server.port(), idleSockets, CONNECTING);
        awaitMembers(server, idleSockets);
        settle(server);
        long heap = server.askNumbers("collect")[0] - heapBefore;
        long resident = server.resident() - residentBefore;
        return new Idle((double) resident / idleSockets, (double) heap / idleSockets);
      }
    }
  }

  /// Collects until no more memory goes back to the system.
  private static void settle(ServerProcess server) throws IOException, InterruptedException {
    long least = Long.MAX_VALUE;
    int unchanged = 0;
    for (int second = 0; second < SETTLING_SECONDS && unchanged < 4; second++) {
      var _ = server.ask("collect");
      Thread.sleep(1_000);
      long resident = server.resident();
      unchanged = resident < least * 0.99 ? 0 : unchanged + 1;
      least = Math.min(least, resident);
    }
  }
}
