package live.nio.banner;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `banners`.
///
/// @param startsAt null for at once
/// @param endsAt null for never
/// @param weight 1 to 100: how often it is chosen among those that are due
/// @param image name of its stored picture; null without one
record Banner(
    UUID id,
    String name,
    String alt,
    String link,
    Placement placement,
    @Nullable Instant startsAt,
    @Nullable Instant endsAt,
    int weight,
    boolean active,
    @Nullable Image image,
    long impressions,
    long clicks,
    Instant createdAt) {

  /// @param width in pixels
  /// @param height in pixels
  record Image(String name, int width, int height) {}

  boolean isDue(Instant now) {
    return active
        && image != null
        && (startsAt == null || !startsAt.isAfter(now))
        && (endsAt == null || endsAt.isAfter(now));
  }
}
