package live.nio.identity.qr;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Ends codes nobody went on with, and deletes those long over.
@Singleton
class QrCleanup {

  private static final Logger LOG = Logger.getLogger(QrCleanup.class);

  private final QrLogins logins;

  QrCleanup(QrLogins logins) {
    this.logins = logins;
  }

  // Every call looks at the time itself; this is for the browsers that are told by a socket.
  @Scheduled(every = "10s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void expire() {
    logins.expire();
  }

  @Scheduled(every = "10m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void clean() {
    LOG.debugf("Deleted: %d old QR codes", logins.deleteOld());
  }
}
