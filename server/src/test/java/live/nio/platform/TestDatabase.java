package live.nio.platform;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.flywaydb.core.Flyway;
import org.jdbi.v3.core.Jdbi;

/// One real, embedded PostgreSQL for all tests of a JVM, started at the first use and stopped with
/// the JVM.
public final class TestDatabase implements QuarkusTestResourceLifecycleManager {

  private static final class Holder {
    static final Running RUNNING = Running.start();
  }

  private record Running(Path data, DatabaseAddress address) {
    static Running start() {
      try {
        Path data = Files.createTempDirectory("nio-test");
        DataFolder folder = DataFolder.open(data);
        EmbeddedPostgres postgres = EmbeddedPostgres.start(folder);
        Runtime.getRuntime().addShutdownHook(new Thread(postgres::close));
        return new Running(data, postgres.address());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// Settings that lead Quarkus to the database.
  @Override
  public Map<String, String> start() {
    Running running = Holder.RUNNING;
    Map<String, String> settings = new HashMap<>();
    settings.put("quarkus.datasource.jdbc.url", running.address().jdbcUrl());
    settings.put("quarkus.datasource.username", running.address().user());
    settings.put("quarkus.datasource.password", running.address().password());
    settings.put("nio.data", running.data().toString());
    return settings;
  }

  /// A connection for tests without Quarkus; migrations have run.
  public static Jdbi jdbi() {
    return migrated(Holder.RUNNING.address());
  }

  /// As [#jdbi], of another database.
  public static Jdbi migrated(DatabaseAddress address) {
    Flyway.configure()
        .dataSource(address.jdbcUrl(), address.user(), address.password())
        .locations(
            "classpath:live/nio/identity/db",
            "classpath:live/nio/stream/db",
            "classpath:live/nio/chat/db",
            "classpath:live/nio/mail/db",
            "classpath:live/nio/profile/db",
            "classpath:live/nio/notify/db",
            "classpath:live/nio/banner/db",
            "classpath:live/nio/wallet/db",
            "classpath:live/nio/payment/db")
        .load()
        .migrate();
    return Jdbi.create(address.jdbcUrl(), address.user(), address.password());
  }

  /// Secrets that need no data folder.
  public static Secrets secrets() {
    return new Secrets("a secret for tests, long enough to be taken");
  }

  @Override
  public void stop() {
    // The JVM's shutdown hook does it: Quarkus may start again for another test class.
  }
}
