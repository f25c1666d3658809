package live.nio.bench;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The platform as `./nio run` starts it, on an empty data folder that is removed afterwards.
public final class PlatformProcess implements AutoCloseable {

  private static final Duration START = Duration.ofMinutes(2);
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final Path APP = Path.of("server/target/quarkus-app/quarkus-run.jar");

  private final Process process;
  private final ProcessHandle database;
  private final Path folder;
  private final int port;

  private PlatformProcess(Process process, ProcessHandle database, Path folder, int port) {
    this.process = process;
    this.database = database;
    this.folder = folder;
    this.port = port;
  }

  /// Starts it and waits until it answers.
  public static PlatformProcess start() throws IOException, InterruptedException {
    if (!Files.exists(APP)) {
      throw new IOException("The server is not built: ./nio build");
    }
    Path folder = Files.createTempDirectory("nio-bench");
    int port = freePort();
    ProcessBuilder builder =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseZGC",
                "-XX:+UseCompactObjectHeaders",
                "-Xmx512m",
                "--enable-native-access=ALL-UNNAMED",
                "-jar",
                APP.toString(),
                "--port",
                Integer.toString(port),
                "--data",
                folder.resolve("data").toString())
            .redirectErrorStream(true)
            .redirectOutput(Redirect.to(folder.resolve("log").toFile()));
    // Limits are not what is measured here.
    builder
        .environment()
        .putAll(Map.of("RATE_LIMIT_FACTOR", "10000", "MEDIA_PORT", "0", "STUN_URLS", ""));
    Process process = builder.start();
    awaitHealth(process, port, folder);
    Path pidFile = folder.resolve("data/postgres/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(pidFile).getFirst());
    ProcessHandle database =
        ProcessHandle.of(pid).orElseThrow(() -> new IOException("The database does not run."));
    return new PlatformProcess(process, database, folder, port);
  }

  private static void awaitHealth(Process process, int port, Path folder)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + START.toNanos();
    try (HttpClient http = HttpClient.newHttpClient()) {
      HttpRequest health =
          HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/api/health")).build();
      while (process.isAlive() && System.nanoTime() < deadline) {
        try {
          if (http.send(health, BodyHandlers.discarding()).statusCode() == 200) {
            return;
          }
        } catch (IOException notYet) {
          // It is still starting.
        }
        Thread.sleep(PAUSE);
      }
    }
    process.destroyForcibly();
    throw new IOException("The server did not start:\n" + Files.readString(folder.resolve("log")));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  /// Where a path of it is.
  public URI uri(String path) {
    return URI.create("http://127.0.0.1:" + port + path);
  }

  /// Processor time of the server itself.
  public Duration serverCpu() {
    return Cpus.used(process.toHandle());
  }

  /// Processor time of its database's processes that still run.
  public Duration databaseCpu() {
    return Stream.concat(Stream.of(database), database.children())
        .map(Cpus::used)
        .reduce(Duration.ZERO, Duration::plus);
  }

  /// Resident bytes of the server.
  public long resident() throws IOException {
    return Cpus.resident(process.toHandle());
  }

  /// How to reach its database by JDBC, as whom, and with which password.
  public Database database() throws IOException {
    Path data = folder.resolve("data");
    // The fourth line of the file is the port.
    String port = Files.readAllLines(data.resolve("postgres/postmaster.pid")).get(3).strip();
    return new Database(
        "jdbc:postgresql://127.0.0.1:" + port + "/postgres",
        "nio",
        Files.readString(data.resolve("keys/postgres.key")).strip());
  }

  /// A database and the key to it.
  public record Database(String url, String user, String password) {}

  @Override
  public void close() throws IOException {
    process.destroy();
    try {
      if (!process.waitFor(30, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      process.destroyForcibly();
    }
    List<Path> files;
    try (Stream<Path> all = Files.walk(folder)) {
      files = all.sorted(Comparator.reverseOrder()).toList();
    }
    for (Path file : files) {
      Files.deleteIfExists(file);
    }
  }
}
