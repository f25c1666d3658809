package live.nio.stream;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.platform.Forbidden;
import live.nio.platform.Limit;
import live.nio.platform.PictureKind;
import live.nio.platform.Pictures;
import live.nio.platform.RateLimits;

/// What streams look like: a picture the streamer's page sends from time to time. The last one
/// stays with the stream when it is over. Virtual threads.
@Singleton
class StreamPreviews {

  /// Lists shown somewhere still name the picture before.
  private static final Duration REPLACED_KEPT = Duration.ofMinutes(10);

  private final Streams streams;
  private final StreamStore store;
  private final Pictures pictures;
  private final RateLimits limits;

  StreamPreviews(Streams streams, StreamStore store, Pictures pictures, RateLimits limits) {
    this.streams = streams;
    this.store = store;
    this.pictures = pictures;
    this.limits = limits;
  }

  /// Replaces the picture of a live stream.
  ///
  /// @return its address
  /// @throws live.nio.platform.DomainError `forbidden`, `stream_ended`, `too_many_requests`,
  ///   `unsupported_picture`, `too_large`
  String replace(Identity caller, UUID id, byte[] picture) {
    LiveStream stream = streams.requireLive(id);
    if (!stream.streamerId().equals(caller.accountId())) {
      throw new Forbidden("Only the streamer may show what the stream looks like.");
    }
    limits.take(Limit.STREAM_SCREENSHOT, caller.accountId().toString());
    String name = pictures.store(PictureKind.PREVIEWS, picture).name();
    if (!store.setPreview(id, name)) {
      pictures.delete(PictureKind.PREVIEWS, name);
      throw new StreamErrors.Over();
    }
    return PictureKind.PREVIEWS.url(name);
  }

  @Scheduled(every = "10m", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void sweep() {
    pictures.sweep(PictureKind.PREVIEWS, REPLACED_KEPT, store::previewsInUse);
  }
}
