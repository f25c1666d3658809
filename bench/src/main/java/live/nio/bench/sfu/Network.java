package live.nio.bench.sfu;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A network namespace for the server, joined to ours by a veth pair. It is gone when closed.
final class Network implements AutoCloseable {
  static final InetAddress SERVER = InetAddress.ofLiteral("10.77.77.2");
  private static final String OURS = "10.77.77.1";
  private static final String NAMESPACE = "nio-bench";
  private static final String NEAR = "niobench0";
  private static final String FAR = "niobench1";

  private Network() {}

  /// Makes it; what an earlier run left behind is removed first.
  ///
  /// @throws IOException with a sentence for the user
  static Network make() throws IOException, InterruptedException {
    if (!System.getProperty("os.name").equals("Linux")) {
      throw new IOException("This benchmark needs Linux: it makes a network namespace.");
    }
    if (!Files.isExecutable(Path.of("/usr/sbin/ip")) && !Files.isExecutable(Path.of("/sbin/ip"))) {
      throw new IOException("This benchmark needs the command ip (Debian's package iproute2).");
    }
    var _ = ip(List.of("netns", "del", NAMESPACE));
    if (!ip(List.of("netns", "add", NAMESPACE)).isEmpty()) {
      throw new IOException(
          "This benchmark makes a network namespace and a veth pair, which takes root: "
              + ip(List.of("netns", "add", NAMESPACE)));
    }
    Network network = new Network();
    try {
      need("link", "add", NEAR, "type", "veth", "peer", "name", FAR, "netns", NAMESPACE);
      need("addr", "add", OURS + "/24", "dev", NEAR);
      need("link", "set", NEAR, "up");
      need("-n", NAMESPACE, "addr", "add", SERVER.getHostAddress() + "/24", "dev", FAR);
      need("-n", NAMESPACE, "link", "set", FAR, "up");
      need("-n", NAMESPACE, "link", "set", "lo", "up");
    } catch (IOException e) {
      network.close();
      throw e;
    }
    return network;
  }

  /// A command, run inside.
  static List<String> inside(List<String> command) {
    List<String> all = new ArrayList<>(List.of("ip", "netns", "exec", NAMESPACE));
    all.addAll(command);
    return all;
  }

  private static void need(String... arguments) throws IOException, InterruptedException {
    String complaint = ip(List.of(arguments));
    if (!complaint.isEmpty()) {
      throw new IOException("ip " + String.join(" ", arguments) + ": " + complaint);
    }
  }

  /// What it complains about; empty when all went well.
  private static String ip(List<String> arguments) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("ip"));
    command.addAll(arguments);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output;
    try (var reader = process.inputReader()) {
      output = String.join(" ", reader.lines().toList());
    }
    if (!process.waitFor(10, TimeUnit.SECONDS)) {
      process.destroyForcibly();
      return "does not come to an end";
    }
    return process.exitValue() == 0 ? "" : output.isEmpty() ? "failed" : output;
  }

  /// Removes the namespace, and the pair with it.
  @Override
  public void close() {
    try {
      var _ = ip(List.of("netns", "del", NAMESPACE));
      var _ = ip(List.of("link", "del", NEAR));
    } catch (IOException e) {
      // The next run removes it.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
