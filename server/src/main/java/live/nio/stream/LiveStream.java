package live.nio.stream;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `streams`.
///
/// @param tags in lower case, five at most
/// @param preview name of its stored picture, or null
/// @param endedAt null while it is live
/// @param endReason null while it is live
public record LiveStream(
    UUID id,
    UUID streamerId,
    String title,
    String description,
    Category category,
    List<String> tags,
    @Nullable String preview,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable EndReason endReason,
    int peakViewers,
    int messageCount) {

  public LiveStream {
    tags = List.copyOf(tags);
  }

  public boolean isLive() {
    return endedAt == null;
  }
}
