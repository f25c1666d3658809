package live.nio.identity;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/// When sessions were last used, gathered in memory and written twice a minute, so that no request
/// has to write. Any thread.
@Singleton
class SessionActivity {

  /// What is used above this between two writes shows as active a moment later.
  private static final int MAX_SESSIONS = 100_000;

  private final Map<UUID, Instant> lastUsed = new ConcurrentHashMap<>();
  private final Sessions sessions;
  private final Clock clock;

  SessionActivity(Sessions sessions, Clock clock) {
    this.sessions = sessions;
    this.clock = clock;
  }

  void used(UUID sessionId) {
    if (lastUsed.size() < MAX_SESSIONS) {
      lastUsed.put(sessionId, clock.instant());
    }
  }

  @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void write() {
    Map<UUID, Instant> batch = new HashMap<>(lastUsed);
    if (!batch.isEmpty()) {
      sessions.touch(batch);
      batch.forEach(lastUsed::remove);
    }
  }

  void stop(@Observes @Priority(1) ShutdownEvent event) {
    write();
  }
}
