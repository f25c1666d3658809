package live.nio.platform;

import io.quarkus.runtime.Quarkus;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Starts and stops the one process. The order is in the package's description.
@QuarkusMain
public final class NioMain {

  private static final Logger LOG = Logger.getLogger(NioMain.class);
  private static final long QUARKUS_STOP_SECONDS = 30;

  private NioMain() {}

  /// Runs until the process is told to stop. Exit code 1 means it could not start; the reason is on
  /// standard error.
  public static void main(String... args) {
    try {
      start(LaunchOptions.parse(args));
    } catch (StartupFailure e) {
      System.err.println("\n" + e.getMessage() + "\n");
      System.exit(1);
    }
  }

  private static void start(LaunchOptions options) {
    requireFree(options.port());
    requireMediaFree(options.mediaPort());
    DataFolder folder = DataFolder.open(options.data());
    EmbeddedPostgres embedded = null;
    DatabaseAddress database;
    if (options.databaseUrl().isPresent()) {
      database = DatabaseAddress.parse(options.databaseUrl().get());
      database.probe();
    } else {
      embedded = EmbeddedPostgres.start(folder);
      database = embedded.address();
    }
    CountDownLatch quarkusStopped = new CountDownLatch(1);
    stopDatabaseLast(quarkusStopped, embedded, folder);

    System.setProperty("quarkus.http.port", Integer.toString(options.port()));
    System.setProperty("nio.media.port", Integer.toString(options.mediaPort()));
    System.setProperty("nio.demo", Boolean.toString(options.demo()));
    System.setProperty("nio.data", folder.root().toString());
    System.setProperty("quarkus.datasource.jdbc.url", database.jdbcUrl());
    System.setProperty("quarkus.datasource.username", database.user());
    System.setProperty("quarkus.datasource.password", database.password());
    System.setProperty("quarkus.http.cors.origins", String.join(",", options.origins()));
    System.setProperty("quarkus.swagger-ui.enabled", Boolean.toString(options.development()));
    Quarkus.run(
        Application.class,
        (exitCode, failure) -> {
          quarkusStopped.countDown();
          if (failure != null) {
            LOG.error("The server could not start or failed", failure);
          }
          System.exit(exitCode);
        });
  }

  private static void requireFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      throw new StartupFailure(
          "Port %d cannot be used: %s.\nStop the program that listens there, or choose another one with --port (or PORT)."
              .formatted(port, e.getMessage()));
    }
  }

  /// Media sockets share their port among themselves, and would share it with another server's,
  /// each getting a part of the datagrams.
  private static void requireMediaFree(int port) {
    try (DatagramSocket socket = new DatagramSocket(null)) {
      socket.setReuseAddress(false);
      socket.bind(new InetSocketAddress(port));
    } catch (IOException e) {
      throw new StartupFailure(
          "Media port %d cannot be used: %s.\nStop the program that listens there, or choose another one with MEDIA_PORT."
              .formatted(port, e.getMessage()));
    }
  }

  /// JVM shutdown hooks run at the same time as Quarkus' own, so this one waits for Quarkus:
  /// sockets and pools must be closed while there still is a database.
  private static void stopDatabaseLast(
      CountDownLatch quarkusStopped, @Nullable EmbeddedPostgres embedded, DataFolder folder) {
    Runtime.getRuntime()
        .addShutdownHook(
            new Thread(
                () -> {
                  try {
                    if (!quarkusStopped.await(QUARKUS_STOP_SECONDS, TimeUnit.SECONDS)) {
                      System.err.println("The server did not stop in time; stopping the database.");
                    }
                  } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                  }
                  if (embedded != null) {
                    embedded.close();
                  }
                  folder.close();
                },
                "nio-stop"));
  }

  /// The life of the started server: print the banner, then wait.
  public static final class Application implements QuarkusApplication {

    private final Banner banner;
    private final Event<ServerReady> ready;
    private final PlatformConfig config;

    @Inject
    Application(Banner banner, Event<ServerReady> ready, PlatformConfig config) {
      this.banner = banner;
      this.ready = ready;
      this.config = config;
    }

    @Override
    public int run(String... args) {
      banner.print(System.out);
      ready.fire(new ServerReady(config.localUrl(), config.demo()));
      Quarkus.waitForExit();
      return 0;
    }
  }
}
