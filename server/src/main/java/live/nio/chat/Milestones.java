package live.nio.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import live.nio.stream.LiveStream;
import live.nio.stream.Streams;
import live.nio.stream.ViewersCounted;

/// Tells a room what it has reached: 10, 50, 100, 500… viewers at once, 1,000, 10,000… coins, every
/// full hour. Each is told once a stream, also across restarts, and none below one that was told.
@Singleton
class Milestones {

  private static final Duration LATE = Duration.ofMinutes(2);
  private static final int REMEMBERED = 10_000;

  private record Key(UUID streamId, String what) {}

  private final ChatLog log;
  private final Streams streams;
  private final Clock clock;

  /// What was tried last, so that the database is not asked every second.
  private final Cache<Key, Long> reached = Caffeine.newBuilder().maximumSize(REMEMBERED).build();

  Milestones(ChatLog log, Streams streams, Clock clock) {
    this.log = log;
    this.streams = streams;
    this.clock = clock;
  }

  void viewers(@Observes ViewersCounted event) {
    reach(event.streamId(), "viewers", ofViewers(event.viewers()));
  }

  /// So many coins were given in a stream so far.
  void coins(UUID streamId, long total) {
    reach(streamId, "coins", ofCoins(total));
  }

  @Scheduled(every = "10s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void hours() {
    for (LiveStream stream : streams.atFullHour(LATE)) {
      reach(stream.id(), "hour", Duration.between(stream.startedAt(), clock.instant()).toHours());
    }
  }

  private void reach(UUID streamId, String what, long value) {
    Key key = new Key(streamId, what);
    Long before = reached.getIfPresent(key);
    if (value > (before == null ? 0 : before)) {
      log.milestone(streamId, what, value);
      reached.asMap().merge(key, value, Math::max);
    }
  }

  /// The highest of 10, 50, 100, 500, … that this many are; 0 for none.
  static long ofViewers(long viewers) {
    long reached = 0;
    for (long power = 10; power <= viewers; power *= 10) {
      reached = viewers >= 5 * power ? 5 * power : power;
    }
    return reached;
  }

  /// The highest of 1,000, 10,000, … that this many are; 0 for none.
  static long ofCoins(long coins) {
    long reached = 0;
    for (long next = 1_000; next <= coins; next *= 10) {
      reached = next;
    }
    return reached;
  }
}
