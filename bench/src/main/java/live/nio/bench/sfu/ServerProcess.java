package live.nio.bench.sfu;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import live.nio.bench.Cpus;

/// A server under measurement. It cannot outlive this process.
final class ServerProcess implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

  static {
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly)));
  }

  private final Process process;

  /// Starts a server and waits until its port takes connections.
  ///
  /// @throws IOException when it ends, or does not listen
  ServerProcess(String title, List<String> command, int port)
      throws IOException, InterruptedException {
    // Taskset and ip both replace themselves by what they start, so this is the server's own id.
    process =
        new ProcessBuilder(command)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.INHERIT)
            .start();
    RUNNING.add(process);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!listens(port)) {
      if (!process.isAlive() || System.nanoTime() - deadline > 0) {
        close();
        throw new IOException("The server of " + title + " does not start.");
      }
      Thread.sleep(50);
    }
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(Network.SERVER, port), 1_000);
      return true;
    } catch (IOException e) {
      return false;
    }
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
      var _ = process.waitFor(10, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    RUNNING.remove(process);
  }
}
