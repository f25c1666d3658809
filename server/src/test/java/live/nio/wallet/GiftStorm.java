package live.nio.wallet;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import live.nio.platform.Ids;
import live.nio.wallet.GiftStore.Outcome;
import org.jdbi.v3.core.Jdbi;

/// A process of its own that sends gifts as fast as it can, until it is killed or its database is:
/// every key it is about to use and every gift that was acknowledged is a line of a file. Beans are
/// rolled up meanwhile.
final class GiftStorm {

  static final int THREADS = 8;
  static final GiftType TYPE = GiftType.ROSE;

  /// What it writes before a gift is sent, and once it is acknowledged; the key follows.
  static final String TRY = "try ";

  static final String SENT = "sent ";

  /// Variable with the database's password.
  static final String PASSWORD = "STORM_PASSWORD";

  private GiftStorm() {}

  /// Storms until it is killed.
  ///
  /// @param args JDBC URL, user, stream, streamer, folder of the files, then one sender a thread
  public static void main(String[] args) throws InterruptedException {
    UUID stream = UUID.fromString(args[2]);
    UUID streamer = UUID.fromString(args[3]);
    Path folder = Path.of(args[4]);
    GiftBatches gifts =
        new GiftBatches(
            new GiftStore(Jdbi.create(pool(args))), Clock.systemUTC(), new SimpleMeterRegistry());
    ExecutorService threads = Executors.newFixedThreadPool(THREADS + 1);
    for (int i = 0; i < THREADS; i++) {
      UUID sender = UUID.fromString(args[5 + i]);
      threads.execute(() -> send(gifts, stream, sender, folder.resolve(sender.toString())));
    }
    threads.execute(() -> rollUp(connect(args), streamer));
    threads.shutdown();
    if (!threads.awaitTermination(2, TimeUnit.MINUTES)) {
      throw new IllegalStateException("nobody stopped the storm");
    }
  }

  /// One connection, kept open.
  private static Jdbi connect(String[] args) {
    return Jdbi.create(
        Jdbi.create(args[0], args[1], System.getenv(PASSWORD)).open().getConnection());
  }

  /// Connections as the server keeps them.
  private static DataSource pool(String[] args) {
    try {
      return AgroalDataSource.from(
          new AgroalDataSourceConfigurationSupplier()
              .connectionPoolConfiguration(connections ->
                  connections
                      .maxSize(THREADS)
                      .acquisitionTimeout(Duration.ofSeconds(5))
                      .connectionFactoryConfiguration(connection ->
                          connection
                              .jdbcUrl(args[0])
                              .principal(new NamePrincipal(args[1]))
                              .credential(new SimplePassword(System.getenv(PASSWORD))))));
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void send(GiftBatches gifts, UUID stream, UUID sender, Path file) {
    try (BufferedWriter lines =
        Files.newBufferedWriter(
            file, StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      while (true) {
        String key = Ids.next().toString();
        write(lines, TRY + key);
        Outcome outcome = gifts.send(new GiftStore.Order(Ids.next(), sender, stream, TYPE, 1, key));
        if (!(outcome instanceof Outcome.Stored)) {
          throw new IllegalStateException("refused: " + outcome);
        }
        write(lines, SENT + key);
      }
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void write(BufferedWriter lines, String line) throws IOException {
    lines.write(line + "\n");
    // To the operating system, which survives this process.
    lines.flush();
  }

  private static void rollUp(Jdbi jdbi, UUID streamer) {
    Wallets wallets = new Wallets(jdbi, Clock.systemUTC());
    while (true) {
      wallets.ledger.settle(streamer);
      wallets.ledger.rollUp();
    }
  }
}
