package live.nio.banner;

import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import live.nio.banner.BannerStore.Counted;

/// Counts what was seen and clicked: in memory, written every five seconds and at a stop, so that a
/// page view costs no write. Any thread.
///
/// Only ids of banners that exist come here, which bounds the map.
@Singleton
class BannerCounts {

  private final BannerStore store;
  private final Object lock = new Object();
  private Map<UUID, Counted> counted = new HashMap<>();

  BannerCounts(BannerStore store) {
    this.store = store;
  }

  void seen(UUID id) {
    add(Map.of(id, new Counted(1, 0)));
  }

  void clicked(UUID id) {
    add(Map.of(id, new Counted(0, 1)));
  }

  private void add(Map<UUID, Counted> more) {
    synchronized (lock) {
      more.forEach((id, one) ->
          counted.merge(
              id,
              one,
              (a, b) -> new Counted(a.impressions() + b.impressions(), a.clicks() + b.clicks())));
    }
  }

  /// Writes down what was counted since the last time.
  @Scheduled(every = "5s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void write() {
    Map<UUID, Counted> taken;
    synchronized (lock) {
      if (counted.isEmpty()) {
        return;
      }
      taken = counted;
      counted = new HashMap<>();
    }
    try {
      store.count(taken);
    } catch (RuntimeException failure) {
      // Nothing of it was written; the next time takes it along.
      add(taken);
      throw failure;
    }
  }

  void stop(@Observes ShutdownEvent event) {
    write();
  }
}
