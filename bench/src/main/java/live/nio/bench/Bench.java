package live.nio.bench;

import java.io.IOException;
import java.io.PrintStream;
import live.nio.bench.fanout.FanoutBench;

/// Runs a benchmark by name; behind `./nio bench`.
public final class Bench {
  private Bench() {}

  static final String USAGE =
      """
      Usage: ./nio bench NAME [--runs N] [--seconds N] [--quick]

        fanout     Socket.IO broadcasts to a room: this server against Node's socket.io

        --runs N               measured runs of each side, taken in turn (5)
        --seconds N            measured time of a run (5)
        --load CLIENTSxRATE    only this load, for example 1000x100; "idle" measures memory alone
        --quick                one short run of each, to see that it works
      """;

  /// Exits with 2 when the arguments make no sense, with 1 when the benchmark could not be run.
  public static void main(String[] args) {
    System.exit(run(args, System.out, System.err));
  }

  static int run(String[] args, PrintStream out, PrintStream err) {
    FanoutBench bench;
    try {
      CommandLine line = CommandLine.parse(args);
      if (line.name().isEmpty()) {
        out.print(USAGE);
        return 0;
      }
      if (!line.name().equals("fanout")) {
        throw new IllegalArgumentException("There is no benchmark \"" + line.name() + "\".");
      }
      bench = new FanoutBench(line, out);
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
