package live.nio.chat;

import java.util.ArrayList;
import java.util.List;
import live.nio.platform.FieldError;
import live.nio.platform.InvalidInput;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The rules of a room, for viewers.
///
/// @param slowModeSeconds between two messages of one person; 0 for no slow mode
/// @param followersOnlyMinutes how long somebody must have followed the streamer before writing;
///   null for everybody may
/// @param emotesOnly only emoji and `:codes:`
@Schema(name = "RoomRules")
record Rules(
    @Schema(required = true) int slowModeSeconds,
    @Schema(required = true, nullable = true) @Nullable Integer followersOnlyMinutes,
    @Schema(required = true) boolean emotesOnly,
    @Schema(required = true) boolean linksAllowed) {

  /// Of a room nobody has made rules for.
  static final Rules NONE = new Rules(0, null, false, true);

  private static final int MIN_SLOW = 3;
  private static final int MAX_SLOW = 120;
  private static final int MAX_FOLLOWING = 129_600;

  /// Checks what a client sent.
  ///
  /// @throws InvalidInput with every value that is not possible
  Rules checked() {
    List<FieldError> errors = new ArrayList<>();
    if (slowModeSeconds != 0 && (slowModeSeconds < MIN_SLOW || slowModeSeconds > MAX_SLOW)) {
      errors.add(
          new FieldError(
              "slowModeSeconds",
              "size",
              "0 for no slow mode, or 3 to 120 seconds",
              (long) MIN_SLOW,
              (long) MAX_SLOW));
    }
    if (followersOnlyMinutes != null
        && (followersOnlyMinutes < 0 || followersOnlyMinutes > MAX_FOLLOWING)) {
      errors.add(
          new FieldError(
              "followersOnlyMinutes", "size", "0 to 129,600 minutes", 0L, (long) MAX_FOLLOWING));
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
    return this;
  }
}
