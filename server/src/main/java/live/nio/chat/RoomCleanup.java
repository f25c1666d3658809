package live.nio.chat;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import org.jboss.logging.Logger;

/// Deletes once an hour what was kept for a year: the audit, and deleted messages.
@Singleton
class RoomCleanup {

  private static final Logger LOG = Logger.getLogger(RoomCleanup.class);

  private final Audit audit;
  private final ChatStore store;
  private final Clock clock;

  RoomCleanup(Audit audit, ChatStore store, Clock clock) {
    this.audit = audit;
    this.store = store;
    this.clock = clock;
  }

  @Scheduled(every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void clean() {
    LOG.infof(
        "Deleted: %d entries of rooms' audits, %d messages deleted a year ago",
        audit.deleteOld(), store.purge(clock.instant().minus(Audit.KEPT)));
  }
}
