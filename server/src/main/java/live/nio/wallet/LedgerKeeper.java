package live.nio.wallet;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.util.UUID;

/// What has to be done about the ledger as time passes.
@Singleton
class LedgerKeeper {

  private final Ledger ledger;
  private final Balances balances;
  private final LedgerChecks checks;

  LedgerKeeper(Ledger ledger, Balances balances, LedgerChecks checks) {
    this.ledger = ledger;
    this.balances = balances;
    this.checks = checks;
  }

  @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void rollUp() {
    ledger.rollUp();
  }

  /// Makes beans available that were held long enough.
  @Scheduled(every = "60s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void release() {
    for (UUID person : ledger.dueForRelease()) {
      if (ledger.settle(person) > 0) {
        balances.tell(person);
      }
    }
  }

  @Scheduled(every = "10m", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void check() {
    var _ = checks.run();
  }
}
