package live.nio.identity;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Deletes sessions that ended by time, once an hour.
@Singleton
class SessionCleanup {

  private static final Logger LOG = Logger.getLogger(SessionCleanup.class);

  private final Sessions sessions;

  SessionCleanup(Sessions sessions) {
    this.sessions = sessions;
  }

  @Scheduled(every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void clean() {
    int deleted = sessions.deleteExpired();
    if (deleted > 0) {
      LOG.infof("%d expired sessions deleted", deleted);
    }
  }
}
