package live.nio.wallet;

import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.wallet.GiftStore.Outcome;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.NullMarked;

/// What the server does for a gift once its request is read, opened to the benchmark: the same
/// [GiftBatches] over a pool of connections like the server's. Any thread may send.
@NullMarked
public final class BenchGifts implements AutoCloseable {

  /// Fewer than the server's twenty: the database takes sixty, and the peer's clients have one
  /// each.
  private static final int CONNECTIONS = 8;

  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /// What is sent.
  public static final int COINS = GiftType.ROSE.coins();

  private final AgroalDataSource pool;
  private final GiftBatches batches;

  /// Connects to the server's database.
  ///
  /// @throws SQLException when that fails
  public BenchGifts(String url, String user, String password) throws SQLException {
    this.pool =
        AgroalDataSource.from(
            new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(connections ->
                    connections
                        .maxSize(CONNECTIONS)
                        .acquisitionTimeout(PATIENCE)
                        .connectionFactoryConfiguration(connection ->
                            connection
                                .jdbcUrl(url)
                                .principal(new NamePrincipal(user))
                                .credential(new SimplePassword(password)))));
    this.batches =
        new GiftBatches(
            new GiftStore(Jdbi.create(pool)),
            Clock.tickMillis(ZoneOffset.UTC),
            new SimpleMeterRegistry());
  }

  /// Sends a rose.
  ///
  /// @throws IllegalStateException when it is refused
  public void send(UUID sender, UUID stream) {
    UUID id = Ids.next();
    Outcome outcome =
        batches.send(new GiftStore.Order(id, sender, stream, GiftType.ROSE, 1, id.toString()));
    if (!(outcome instanceof Outcome.Stored)) {
      throw new IllegalStateException("A gift was refused: " + outcome);
    }
  }

  @Override
  public void close() {
    batches.close();
    pool.close();
  }
}
