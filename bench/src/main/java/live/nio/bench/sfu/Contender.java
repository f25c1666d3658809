package live.nio.bench.sfu;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import live.nio.bench.Cpus;

/// The servers that are compared, and how each is started.
enum Contender {
  NIO("NIO"),
  JANUS_TUNED("Janus event_loops=1"),
  JANUS("Janus default");

  static final int WHIP_PORT = 8080;
  static final int JANUS_PORT = 8188;

  private final String title;

  Contender(String title) {
    this.title = title;
  }

  String title() {
    return title;
  }

  /// Starts its server, in the namespace, and waits until it answers.
  ServerProcess start(Optional<Cpus.Pair> pinned) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    pinned.ifPresent(
        cpus -> command.addAll(List.of("taskset", "-c", Integer.toString(cpus.server()))));
    int loops = pinned.isPresent() ? 1 : Runtime.getRuntime().availableProcessors();
    command.addAll(Network.inside(this == NIO ? java(loops) : janus()));
    return new ServerProcess(title, command, this == NIO ? WHIP_PORT : JANUS_PORT);
  }

  Signalling signalling() throws IOException, InterruptedException {
    return this == NIO ? new WhipSignalling(WHIP_PORT) : new JanusSignalling(JANUS_PORT);
  }

  /// The collector, heap and flags of `./nio run`.
  private static List<String> java(int loops) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-XX:+UseZGC",
        "-XX:+UseCompactObjectHeaders",
        "-Xmx512m",
        "--enable-native-access=ALL-UNNAMED",
        "-cp",
        System.getProperty("java.class.path"),
        SfuServer.class.getName(),
        Network.SERVER.getHostAddress(),
        Integer.toString(WHIP_PORT),
        "0",
        Integer.toString(loops));
  }

  private List<String> janus() throws IOException {
    Path modules = JanusFiles.modules();
    Path folder = JanusFiles.configuration(modules, this == JANUS_TUNED, JANUS_PORT);
    return List.of(JanusFiles.BINARY, "-F", folder.toString(), "-d", "2");
  }

  /// Whether Janus is there to compare with.
  ///
  /// @throws IOException with a sentence for the user when it is not
  static void requireJanus() throws IOException {
    if (!Files.isExecutable(Path.of(JanusFiles.BINARY))) {
      throw new IOException(
          "This benchmark compares with Janus, which is not installed: apt-get install janus");
    }
  }
}
