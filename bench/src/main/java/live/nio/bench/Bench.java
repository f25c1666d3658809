package live.nio.bench;

import java.io.IOException;
import java.io.PrintStream;
import live.nio.bench.auth.AuthBench;
import live.nio.bench.fanout.FanoutBench;
import live.nio.bench.gifts.GiftBench;
import live.nio.bench.sfu.JoinBench;
import live.nio.bench.sfu.SfuBench;

/// Runs a benchmark by name; behind `./nio bench`.
public final class Bench {
  private Bench() {}

  static final String USAGE =
      """
      Usage: ./nio bench NAME [--runs N] [--seconds N] [--quick]

        fanout     Socket.IO broadcasts to a room: this server against Node's socket.io
        auth       logins and refreshes, and what the check of a token adds to a request
        gifts      gifts to one streamer and to many, against plain updates of two rows
        sfu        one live stream to many viewers: this SFU against Debian's Janus; Linux, root
        sfu-join   a crowd joins a live stream within seconds: the same two

        --runs N               measured runs of each side, taken in turn (5)
        --seconds N            measured time of a run (5)
        --load CLIENTSxRATE    only this load, for example 1000x100; "idle" measures memory alone;
                               of sfu and sfu-join the number of viewers
        --quick                one short run of each, to see that it works
      """;

  private interface Benchmark {
    void run() throws IOException, InterruptedException;
  }

  /// Exits with 2 when the arguments make no sense, with 1 when the benchmark could not be run.
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    Benchmark bench;
    try {
      CommandLine line = CommandLine.parse(args);
      switch (line.name()) {
        case "" -> {
          out.print(USAGE);
          return 0;
        }
        case "fanout" -> bench = new FanoutBench(line, out)::run;
        case "auth" -> bench = new AuthBench(line, out)::run;
        case "gifts" -> bench = new GiftBench(line, out)::run;
        case "sfu" -> bench = new SfuBench(line, out)::run;
        case "sfu-join" -> bench = new JoinBench(line, out)::run;
        default ->
            throw new IllegalArgumentException("There is no benchmark \"" + line.name() + "\".");
      }
    } catch (IllegalArgumentException e) {
      err.println(e.getMessage());
      err.print(USAGE);
      return 2;
    }
    try {
      bench.run();
      return 0;
    } catch (IOException e) {
      err.println(e.getMessage());
      return 1;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }
}
