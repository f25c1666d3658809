package live.nio.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// What the operating system says about processors, and who may use which.
public final class Cpus {
  private Cpus() {}

  /// Two different processors, one for the server, one for the generator.
  public record Pair(int server, int generator) {}

  /// Two processors this process may use; empty where there is but one, or no `taskset`.
  public static Optional<Pair> pair() {
    List<Integer> allowed = allowed();
    if (allowed.size() < 2 || !exitsWell("taskset", "--version")) {
      return Optional.empty();
    }
    // The first and the last are the least likely to be two threads of one core.
    return Optional.of(new Pair(allowed.getFirst(), allowed.getLast()));
  }

  private static List<Integer> allowed() {
    try (var lines = Files.lines(Path.of("/proc/self/status"))) {
      return lines
          .filter(line -> line.startsWith("Cpus_allowed_list:"))
          .findFirst()
          .map(line -> numbers(line.substring(line.indexOf(':') + 1).strip()))
          .orElse(List.of());
    } catch (IOException e) {
      return List.of();
    }
  }

  /// Reads `0-3,8,10-11`.
  static List<Integer> numbers(String list) {
    List<Integer> all = new ArrayList<>();
    for (String range : list.split(",", -1)) {
      int dash = range.indexOf('-');
      int from = Integer.parseInt(dash < 0 ? range : range.substring(0, dash));
      int to = dash < 0 ? from : Integer.parseInt(range.substring(dash + 1));
      for (int cpu = from; cpu <= to; cpu++) {
        all.add(cpu);
      }
    }
    return all;
  }

  /// Keeps all threads of this process, present and future, on one processor.
  public static boolean pinSelf(int cpu) {
    String pid = Long.toString(ProcessHandle.current().pid());
    return exitsWell("taskset", "-a", "-p", "-c", Integer.toString(cpu), pid);
  }

  /// User and system time a process has used, all threads together.
  public static Duration used(ProcessHandle process) {
    // On Linux this reads /proc/PID/stat: utime + stime.
    return process.info().totalCpuDuration().orElse(Duration.ZERO);
  }

  /// Time all processors together have spent working, for whomever; zero where unknown.
  public static Duration usedByAll() {
    try (var lines = Files.lines(Path.of("/proc/stat"))) {
      // cpu user nice system idle iowait irq softirq steal …, in hundredths of a second
      String[] fields = lines.findFirst().orElse("").split(" +", -1);
      long ticks = 0;
      for (int i : new int[] {1, 2, 3, 6, 7, 8}) {
        ticks += Long.parseLong(fields[i]);
      }
      return Duration.ofMillis(ticks * 10);
    } catch (IOException | IndexOutOfBoundsException | NumberFormatException e) {
      return Duration.ZERO;
    }
  }

  /// Resident memory of a process in bytes.
  public static long resident(ProcessHandle process) throws IOException {
    Path status = Path.of("/proc/" + process.pid() + "/status");
    if (Files.exists(status)) {
      try (var lines = Files.lines(status)) {
        return lines
            .filter(line -> line.startsWith("VmRSS:"))
            .findFirst()
            .map(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
            .orElse(0L);
      }
    }
    Process ps = new ProcessBuilder("ps", "-o", "rss=", "-p", "" + process.pid()).start();
    try (var answer = ps.inputReader()) {
      return Long.parseLong(answer.readLine().strip()) * 1024;
    }
  }

  /// The machine in one line.
  public static String machine() {
    String model = System.getProperty("os.arch");
    try (var lines = Files.lines(Path.of("/proc/cpuinfo"))) {
      model =
          lines
              .filter(line -> line.startsWith("model name"))
              .findFirst()
              .map(line -> line.substring(line.indexOf(':') + 1).strip())
              .orElse(model);
    } catch (IOException e) {
      // Not Linux: the architecture must do.
    }
    return "%s, %d processors, %s %s, JDK %s"
        .formatted(
            model,
            Runtime.getRuntime().availableProcessors(),
            System.getProperty("os.name"),
            System.getProperty("os.version"),
            Runtime.version());
  }

  private static boolean exitsWell(String... command) {
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectOutput(Redirect.DISCARD)
              .redirectError(Redirect.DISCARD)
              .start();
      return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }
}
