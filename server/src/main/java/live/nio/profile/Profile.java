package live.nio.profile;

import java.time.Instant;
import java.util.UUID;
import live.nio.stream.StreamView;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A person as a page of their own shows them, to somebody.
///
/// @param isMe whether it is who asks; likewise the other two are about who asks
/// @param isBlocked whether who asks has blocked this person
/// @param live the stream that is live now
@Schema(name = "Profile")
record Profile(
    @Schema(required = true) UUID id,
    @Schema(required = true) String nickname,
    @Schema(required = true, nullable = true) @Nullable String avatarUrl,
    @Schema(required = true) String bio,
    @Schema(required = true) Instant createdAt,
    @Schema(required = true) int followers,
    @Schema(required = true) int following,
    @Schema(required = true) boolean isMe,
    @Schema(required = true) boolean isFollowing,
    @Schema(required = true) boolean isBlocked,
    @Schema(required = true, nullable = true) @Nullable StreamView live,
    @Schema(required = true) Totals totals) {

  /// All streams together.
  ///
  /// @param hoursLive with one decimal
  /// @param peakViewers the most that ever watched one
  @Schema(name = "ProfileTotals")
  record Totals(
      @Schema(required = true) int streams,
      @Schema(required = true) double hoursLive,
      @Schema(required = true) int peakViewers) {}
}
