package live.nio.identity;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import org.jboss.logging.Logger;

/// Deletes once an hour what is over: sessions that ended by time, old history, notices, links and
/// devices.
@Singleton
class SessionCleanup {

  private static final Logger LOG = Logger.getLogger(SessionCleanup.class);

  private final Sessions sessions;
  private final LoginAttempts attempts;
  private final Notices notices;
  private final MailLinks links;
  private final KnownDevices devices;

  SessionCleanup(
      Sessions sessions,
      LoginAttempts attempts,
      Notices notices,
      MailLinks links,
      KnownDevices devices) {
    this.sessions = sessions;
    this.attempts = attempts;
    this.notices = notices;
    this.links = links;
    this.devices = devices;
  }

  @Scheduled(every = "1h", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void clean() {
    LOG.infof(
        "Deleted: %d expired sessions, %d old login attempts, %d notices, %d links, %d devices",
        sessions.deleteExpired(),
        attempts.deleteOld(),
        notices.deleteOld(),
        links.deleteExpired(),
        devices.deleteForgotten());
  }
}
