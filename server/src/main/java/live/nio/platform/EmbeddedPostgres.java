package live.nio.platform;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.compressors.xz.XZCompressorInputStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// A real PostgreSQL run as a child of the server, from binaries that come as a Maven artifact.
///
/// The cluster lies in [DataFolder#postgres()] and survives restarts. The database listens on a
/// free port of the loopback interface, asks for a generated password (SCRAM), and has no Unix
/// socket. It is started by `pg_ctl`, which gives it a session of its own: Ctrl-C in the terminal
/// reaches the server only, which stops the database last.
///
/// A database left over by a killed server is recognised by its `postmaster.pid`: since the caller
/// holds the folder's lock, nobody else can own it, so it is stopped before ours starts.
///
/// PostgreSQL refuses to run as root. As root on Linux it is started in a user namespace in which
/// root has no name (`unshare --user`); the files stay root's.
public final class EmbeddedPostgres implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(EmbeddedPostgres.class);

  private static final String USER = "nio";
  private static final String DATABASE = "postgres";
  private static final Duration COMMAND_TIMEOUT = Duration.ofMinutes(2);

  /// Settings given at every start, so that they also reach clusters made by an earlier version.
  private static final List<String> SETTINGS =
      List.of(
          "listen_addresses=127.0.0.1",
          "unix_socket_directories=",
          "max_connections=60",
          "shared_buffers=64MB",
          "timezone=UTC",
          "log_timezone=UTC",
          "password_encryption=scram-sha-256",
          "logging_collector=off");

  private final Path home;
  private final Path cluster;
  private final DatabaseAddress address;

  private EmbeddedPostgres(Path home, Path cluster, DatabaseAddress address) {
    this.home = home;
    this.cluster = cluster;
    this.address = address;
  }

  /// Starts the database of this folder, creating its cluster the first time. Blocks until it
  /// accepts connections.
  ///
  /// @throws StartupFailure when it cannot start; the message names the log to read
  public static EmbeddedPostgres start(DataFolder folder) {
    Path home = binaries();
    Path cluster = folder.postgres();
    String password = folder.secret("postgres.key");
    try {
      if (!Files.exists(cluster.resolve("PG_VERSION"))) {
        initialise(home, cluster, password);
      }
      checkVersion(home, cluster);
      stopLeftOver(home, cluster);
      int port = freePort();
      Path log = cluster.resolveSibling("postgres.log");
      List<String> options = new ArrayList<>();
      options.add("-p " + port);
      for (String setting : SETTINGS) {
        options.add("-c " + setting);
      }
      run(
          home,
          "start",
          List.of(
              "pg_ctl",
              "start",
              "--wait",
              "--silent",
              "--timeout=" + COMMAND_TIMEOUT.toSeconds(),
              "--pgdata=" + cluster,
              "--log=" + log,
              "--options=" + String.join(" ", options)));
      return new EmbeddedPostgres(
          home,
          cluster,
          new DatabaseAddress(
              "jdbc:postgresql://127.0.0.1:" + port + "/" + DATABASE, USER, password));
    } catch (IOException e) {
      throw failed("start", e.getMessage());
    }
  }

  /// How to reach it.
  public DatabaseAddress address() {
    return address;
  }

  /// Stops it: open transactions are rolled back, everything committed is on disk. Blocks until it
  /// is gone.
  @Override
  public void close() {
    stop(home, cluster);
  }

  private static void initialise(Path home, Path cluster, String password) throws IOException {
    LOG.info("Creating the database; this happens once");
    Path passwordFile = Files.createTempFile(cluster.getParent(), "pw", "");
    // initdb refuses a folder with anything in it, so a half-made one from a killed run goes first.
    deleteTree(cluster);
    try {
      Files.writeString(passwordFile, password);
      run(
          home,
          "be created",
          List.of(
              "initdb",
              "--pgdata=" + cluster,
              "--username=" + USER,
              "--auth=scram-sha-256",
              "--pwfile=" + passwordFile,
              "--encoding=UTF8",
              "--locale=C",
              "--no-instructions"));
    } finally {
      Files.deleteIfExists(passwordFile);
    }
  }

  private static void checkVersion(Path home, Path cluster) throws IOException {
    String found = Files.readString(cluster.resolve("PG_VERSION")).strip();
    String ours = Files.readString(home.resolve("MAJOR")).strip();
    if (!found.equals(ours)) {
      throw new StartupFailure(
          ("The database in %s was made by PostgreSQL %s, and this NIO brings %s.\n"
                  + "Dump it with the NIO version that made it and restore it here, or start with --data and another folder.")
              .formatted(cluster, found, ours));
    }
  }

  private static void stopLeftOver(Path home, Path cluster) throws IOException {
    Path pidFile = cluster.resolve("postmaster.pid");
    if (!Files.exists(pidFile)) {
      return;
    }
    List<String> lines = Files.readAllLines(pidFile);
    boolean alive =
        !lines.isEmpty()
            && ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                .flatMap(process -> process.info().command())
                .map(command -> Path.of(command).getFileName().toString().startsWith("postgres"))
                .orElse(false);
    if (alive) {
      LOG.info("Stopping the database left over by a server that was killed");
      stop(home, cluster);
    } else {
      // The pid may belong to an unrelated program by now, which would keep PostgreSQL from
      // starting.
      Files.delete(pidFile);
    }
  }

  private static void stop(Path home, Path cluster) {
    run(
        home,
        "stop",
        List.of(
            "pg_ctl",
            "stop",
            "--wait",
            "--silent",
            "--mode=fast",
            "--timeout=" + COMMAND_TIMEOUT.toSeconds(),
            "--pgdata=" + cluster));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// Runs a program of PostgreSQL. `what` completes the sentence "The embedded database could not
  /// …".
  private static void run(Path home, String what, List<String> command) {
    List<String> line = new ArrayList<>();
    if (isRootOnLinux()) {
      line.addAll(List.of("unshare", "--user"));
    }
    line.add(home.resolve("bin").resolve(command.getFirst()).toString());
    line.addAll(command.subList(1, command.size()));
    Path output = null;
    try {
      output = Files.createTempFile("nio-postgres", ".out");
      ProcessBuilder builder =
          new ProcessBuilder(line)
              .redirectErrorStream(true)
              // A file, not a pipe: the database inherits it and would keep a pipe open for ever.
              .redirectOutput(output.toFile())
              .redirectInput(ProcessBuilder.Redirect.from(nullDevice().toFile()));
      builder.environment().put("LC_ALL", "C");
      builder.environment().put("TZ", "UTC");
      Process process = builder.start();
      if (!process.waitFor(COMMAND_TIMEOUT.toSeconds() + 10, TimeUnit.SECONDS)) {
        process.destroyForcibly();
        throw failed(what, "it took longer than " + COMMAND_TIMEOUT.toSeconds() + " s");
      }
      if (process.exitValue() != 0) {
        throw failed(what, Files.readString(output).strip());
      }
    } catch (IOException e) {
      throw failed(what, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failed(what, "interrupted");
    } finally {
      deleteQuietly(output);
    }
  }

  private static void deleteQuietly(@Nullable Path file) {
    if (file != null) {
      try {
        Files.deleteIfExists(file);
      } catch (IOException e) {
        LOG.debugf("%s stays behind: %s", file, e.getMessage());
      }
    }
  }

  private static StartupFailure failed(String what, @Nullable String why) {
    String hint =
        isRootOnLinux()
            ? "\nNIO runs as root here, and PostgreSQL needs a user namespace then: start NIO as an ordinary user, or set DATABASE_URL."
            : "\nSee postgres.log in the data folder, or set DATABASE_URL to use a database of your own.";
    return new StartupFailure(
        "The embedded database could not %s: %s%s".formatted(what, why, hint));
  }

  private static boolean isRootOnLinux() {
    return "Linux".equals(System.getProperty("os.name"))
        && "root".equals(System.getProperty("user.name"));
  }

  private static Path nullDevice() {
    return Path.of("/dev/null");
  }

  // ---- binaries

  private static final String BINARIES_MAJOR = "18";
  private static final String BINARIES_VERSION = BINARIES_MAJOR + ".6";

  /// The unpacked binaries, shared by all servers of this user; unpacked once.
  private static Path binaries() {
    String platform = platform();
    String resource = "/postgres-" + platform + ".txz";
    Path target =
        Path.of(
            System.getProperty("user.home"),
            ".cache",
            "nio",
            "postgres-" + BINARIES_VERSION + "-" + platform);
    if (Files.exists(target.resolve("MAJOR"))) {
      return target;
    }
    try (InputStream archive = EmbeddedPostgres.class.getResourceAsStream(resource)) {
      if (archive == null) {
        throw new StartupFailure(
            "There is no embedded PostgreSQL for this system (%s). Install PostgreSQL and set DATABASE_URL."
                .formatted(platform));
      }
      LOG.info("Unpacking PostgreSQL; this happens once");
      Files.createDirectories(target.getParent());
      Path staging = Files.createTempDirectory(target.getParent(), "unpack");
      unpack(archive, staging);
      Files.writeString(staging.resolve("MAJOR"), BINARIES_MAJOR);
      try {
        Files.move(staging, target);
      } catch (IOException anotherServerWasFirst) {
        deleteTree(staging);
        if (!Files.exists(target.resolve("MAJOR"))) {
          throw anotherServerWasFirst;
        }
      }
      return target;
    } catch (IOException e) {
      throw failed("be unpacked", e.getMessage());
    }
  }

  /// The artifact's name for this machine, for example `linux-x86_64`.
  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
    String system = os.contains("mac") ? "darwin" : os.contains("linux") ? "linux" : os;
    String machine =
        switch (arch) {
          case "amd64", "x86_64" -> "x86_64";
          case "aarch64", "arm64" -> "arm_64";
          default -> arch;
        };
    return system + "-" + machine;
  }

  private static void unpack(InputStream archive, Path target) throws IOException {
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(new XZCompressorInputStream(new BufferedInputStream(archive)))) {
      TarArchiveEntry entry;
      while ((entry = tar.getNextEntry()) != null) {
        Path file = target.resolve(entry.getName()).normalize();
        if (!file.startsWith(target)) {
          throw new IOException("the archive leaves its folder: " + entry.getName());
        }
        if (entry.isDirectory()) {
          Files.createDirectories(file);
        } else if (entry.isSymbolicLink()) {
          Files.createDirectories(file.getParent());
          Files.createSymbolicLink(file, Path.of(entry.getLinkName()));
        } else {
          Files.createDirectories(file.getParent());
          Files.copy(tar, file);
          if ((entry.getMode() & 0100) != 0) {
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
          }
        }
      }
    }
  }

  private static void deleteTree(Path root) throws IOException {
    if (!Files.exists(root)) {
      return;
    }
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
