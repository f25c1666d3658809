package live.nio.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;

/// Sessions whose access tokens may still be unexpired although the session has ended, so that a
/// token can be refused without asking the database.
///
/// An entry is needed only as long as an access token lives. The set is filled from the database at
/// start. Any thread.
@Singleton
class EndedSessions {

  private final Cache<UUID, Boolean> ended =
      Caffeine.newBuilder().expireAfterWrite(AccessTokens.LIFETIME.plusMinutes(1)).build();
  private final Clock clock;

  EndedSessions(Clock clock) {
    this.clock = clock;
  }

  void fill(@Observes StartupEvent event, Sessions sessions) {
    sessions
        .endedSince(clock.instant().minus(AccessTokens.LIFETIME))
        .forEach((id, _) -> ended.put(id, true));
  }

  // Before anybody else hears of it: a socket that is closed reconnects at once, and must be
  // refused then.
  void add(@Observes @jakarta.annotation.Priority(1) SessionEnded event) {
    ended.put(event.sessionId(), true);
  }

  boolean contains(UUID sessionId) {
    return ended.getIfPresent(sessionId) != null;
  }
}
