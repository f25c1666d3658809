package live.nio.bench.fanout;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import live.nio.bench.Cpus;

/// The two that are compared, and how each is started.
enum Peer {
  NIO("NIO"),
  NODE("Node socket.io");

  private final String title;

  Peer(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// Starts its server.
  ///
  /// @param pinned where each may run
  /// @param idle whether memory will be measured, so that what is free must be given back soon
  ServerProcess start(Optional<Cpus.Pair> pinned, boolean idle)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    pinned.ifPresent(
        cpus -> command.addAll(List.of("taskset", "-c", Integer.toString(cpus.server()))));
    command.addAll(
        switch (this) {
          case NIO -> java(idle);
          case NODE ->
              List.of("node", "--expose-gc", nodeFolder().resolve("fanout-server.mjs").toString());
        });
    return new ServerProcess(this, new ProcessBuilder(command));
  }

  /// The collector, heap and flags of `./nio run`.
  private static List<String> java(boolean idle) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseZGC",
            "-XX:+UseCompactObjectHeaders",
            "-Xmx512m",
            "--enable-native-access=ALL-UNNAMED"));
    // Says nothing about Netty's use of Unsafe, and changes nothing else.
    command.add("--sun-misc-unsafe-memory-access=allow");
    if (idle) {
      // Free heap goes back to the system after a second instead of five minutes.
      command.add("-XX:ZUncommitDelay=1");
    }
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(FanoutServer.class.getName());
    return command;
  }

  /// Installs Node's packages unless they are the locked ones already.
  static void install() throws IOException, InterruptedException {
    Path folder = nodeFolder();
    Path wanted = folder.resolve("package-lock.json");
    Path installed = folder.resolve("node_modules/.package-lock.json");
    if (Files.exists(installed)
        && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(wanted)) > 0) {
      return;
    }
    Process npm =
        new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--loglevel=error")
            .directory(folder.toFile())
            .redirectOutput(Redirect.INHERIT)
            .redirectError(Redirect.INHERIT)
            .start();
    if (npm.waitFor() != 0) {
      throw new IOException("npm ci failed in bench/src/main/node.");
    }
  }

  /// Versions, for the heading.
  static String versions() throws IOException {
    Path manifest = nodeFolder().resolve("node_modules/socket.io/package.json");
    String version =
        Files.readAllLines(manifest).stream()
            .filter(line -> line.contains("\"version\""))
            .findFirst()
            .map(line -> line.replaceAll("[^0-9.]", ""))
            .orElse("?");
    Process node = new ProcessBuilder("node", "--version").start();
    try (var answer = node.inputReader()) {
      return "socket.io %s on Node %s".formatted(version, answer.readLine());
    }
  }

  /// `bench/src/main/node`, as seen from `bench/target/classes`.
  private static Path nodeFolder() throws IOException {
    try {
      Path classes =
          Path.of(Peer.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      return classes.resolve("../../src/main/node").normalize();
    } catch (URISyntaxException e) {
      throw new IOException(e);
    }
  }
}
