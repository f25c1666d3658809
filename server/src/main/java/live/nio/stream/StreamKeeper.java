package live.nio.stream;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.interceptor.Interceptor;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/// What has to be done about streams as time passes.
@Singleton
class StreamKeeper {

  private static final Logger LOG = Logger.getLogger(StreamKeeper.class);

  /// Streamers send a heartbeat every 10 s; a shorter grace would end streams between two of them.
  private static final Duration SHORTEST_GRACE = Duration.ofSeconds(15);

  private final Streams streams;
  private final LiveRooms rooms;
  private final Duration grace;
  private final Event<ViewersCounted> counted;

  StreamKeeper(
      Streams streams, LiveRooms rooms, StreamSettings settings, Event<ViewersCounted> counted) {
    this.streams = streams;
    this.rooms = rooms;
    this.counted = counted;
    this.grace = grace(settings.grace());
  }

  private static Duration grace(Duration wanted) {
    if (wanted.compareTo(SHORTEST_GRACE) < 0) {
      LOG.warnf("STREAM_GRACE is too short; %s s are used", SHORTEST_GRACE.toSeconds());
      return SHORTEST_GRACE;
    }
    return wanted;
  }

  /// Before the scheduler starts: the reaper would end every stream that was cut off longer ago
  /// than the grace, without giving its streamer the time to come back.
  void started(@Observes @Priority(Interceptor.Priority.PLATFORM_BEFORE - 1) StartupEvent event) {
    streams.resetPresence();
  }

  /// The reaper: ends streams whose streamer has vanished.
  @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void endLost() {
    streams.endLost(grace);
  }

  /// A program such as OBS sends no heartbeats; its media is its sign of life.
  @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void keepPublished() {
    rooms.publishedByPrograms().forEach(streams::seenIfLive);
  }

  /// Announces and records viewer counts, at most once a second.
  @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void sweepRooms() {
    Map<UUID, Integer> counts = rooms.sweep();
    streams.recordViewers(counts);
    counts.forEach((streamId, viewers) -> counted.fire(new ViewersCounted(streamId, viewers)));
  }
}
