package live.nio.stream;

import io.quarkus.runtime.StartupEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;

/// What has to be done about streams as time passes.
@Singleton
class StreamKeeper {

  private final Streams streams;
  private final LiveRooms rooms;
  private final StreamSettings settings;

  StreamKeeper(Streams streams, LiveRooms rooms, StreamSettings settings) {
    this.streams = streams;
    this.rooms = rooms;
    this.settings = settings;
  }

  void started(@Observes StartupEvent event) {
    streams.resetPresence();
  }

  /// The reaper: ends streams whose streamer has vanished.
  @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void endLost() {
    streams.endLost(settings.grace());
  }

  /// Announces and records viewer counts, at most once a second.
  @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void sweepRooms() {
    streams.recordViewers(rooms.sweep());
  }
}
