package live.nio.wallet;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import live.nio.platform.Background;
import live.nio.realtime.Realtime;
import org.jdbi.v3.core.Jdbi;

/// What people have, and telling them when it changes. Any thread.
@Singleton
public class Balances {

  private static final Duration PACE = Duration.ofMillis(500);

  private final Jdbi jdbi;
  private final Paced<UUID> told;

  @Inject
  Balances(Jdbi jdbi, Realtime realtime, Background background) {
    this(
        jdbi,
        work -> background.run("tell a balance", work),
        (id, balance) -> realtime.emitToAccount(id, "balance", balance));
  }

  /// @param executor where people are told
  /// @param tell what tells them
  Balances(Jdbi jdbi, Executor executor, BiConsumer<UUID, Balance> tell) {
    this.jdbi = jdbi;
    this.told = new Paced<>("balance", PACE, executor, id -> tell.accept(id, of(id)));
  }

  /// The balance of a person, whether they ever had a wallet or not.
  public Balance of(UUID accountId) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT coins, held, available, debt FROM wallet_balance(:id)")
            .bind("id", accountId)
            .map((row, _) ->
                new Balance(
                    row.getLong("coins"),
                    new Balance.Beans(row.getLong("held"), row.getLong("available")),
                    row.getLong("debt")))
            .one());
  }

  /// Tells every open page of an account what it has now, as the event `balance`; at most twice a
  /// second, and soon rather than at once. Called after the commit of what changed it.
  public void tell(UUID accountId) {
    told.ask(accountId);
  }

  void stop(@Observes ShutdownEvent event) {
    told.close();
  }
}
