package live.nio.bench.fanout;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.lang.ProcessBuilder.Redirect;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import live.nio.bench.Cpus;

/// A server under measurement: its process, and the talk with it in lines.
///
/// It cannot outlive this process: it is killed at the end, however that comes, and otherwise ends
/// with its standard input.
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Peer peer;
  private final Process process;
  private final Writer commands;
  private final BlockingQueue<String> answers = new LinkedBlockingQueue<>();
  private final int port;

  /// What a server has done since it started; zero where unknown.
  record Work(long jitMs, long collections, long collectionMs, long packets, long writes) {
    Work minus(Work earlier) {
      return new Work(
          jitMs - earlier.jitMs,
          collections - earlier.collections,
          collectionMs - earlier.collectionMs,
          packets - earlier.packets,
          writes - earlier.writes);
    }
  }

  /// Starts a server and waits until it listens.
  ServerProcess(Peer peer, ProcessBuilder builder) throws IOException, InterruptedException {
    this.peer = peer;
    builder.environment().putAll(Map.of("NODE_ENV", "production"));
    process = builder.redirectError(Redirect.INHERIT).start();
    RUNNING.add(process);
    commands = process.outputWriter();
    BufferedReader lines = process.inputReader();
    var _ =
        Thread.ofPlatform()
            .name("answers")
            .daemon()
            .start(() -> {
              try {
                lines.lines().forEach(answers::add);
              } catch (UncheckedIOException e) {
                // The process has ended; whoever waits for an answer will find out.
              }
            });
    port = Integer.parseInt(answer());
  }

  int port() {
    return port;
  }

  /// Sends a command and returns its answer.
  String ask(String command) throws IOException, InterruptedException {
    commands.write(command + "\n");
    commands.flush();
    return answer();
  }

  private String answer() throws IOException, InterruptedException {
    String answer = answers.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    if (answer == null) {
      throw new IOException("The server of " + peer.title() + " does not answer.");
    }
    return answer;
  }

  long[] askNumbers(String command) throws IOException, InterruptedException {
    return Arrays.stream(ask(command).split(" ", -1)).mapToLong(Long::parseLong).toArray();
  }

  Work work() throws IOException, InterruptedException {
    long[] n = askNumbers("work");
    return new Work(n[0], n[1], n[2], n[3], n[4]);
  }

  Duration cpu() {
    return Cpus.used(process.toHandle());
  }

  long resident() throws IOException {
    return Cpus.resident(process.toHandle());
  }

  @Override
  public void close() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    RUNNING.remove(process);
  }
}
