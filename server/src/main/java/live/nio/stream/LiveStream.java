package live.nio.stream;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `streams`.
///
/// @param endedAt null while it is live
/// @param endReason null while it is live
public record LiveStream(
    UUID id,
    UUID streamerId,
    String title,
    String description,
    Category category,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable EndReason endReason,
    int peakViewers,
    int messageCount) {

  public boolean isLive() {
    return endedAt == null;
  }
}
