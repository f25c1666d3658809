package live.nio.notify;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.UUID;
import live.nio.identity.Person;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Something a person is told. Server → client on `/account` as `notification {notification}`, and
/// in lists.
///
/// @param person who did it
/// @param streamId for `stream_started`: what to watch; likewise its title
@Schema(name = "Notification")
record Notification(
    @Schema(required = true) UUID id,
    @Schema(required = true) Kind kind,
    @Schema(required = true) Person person,
    @Schema(required = true, nullable = true) @Nullable UUID streamId,
    @Schema(required = true, nullable = true) @Nullable String title,
    @Schema(required = true) Instant createdAt,
    @Schema(required = true, nullable = true) @Nullable Instant readAt) {

  /// What happened.
  @Schema(
      name = "NotificationKind",
      enumeration = {"stream_started", "new_follower"})
  public enum Kind {
    /// Somebody followed is live.
    STREAM_STARTED,
    NEW_FOLLOWER;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind ofWord(String word) {
      return Arrays.stream(values())
          .filter(kind -> kind.word().equals(word))
          .findFirst()
          .orElseThrow(() -> new IllegalArgumentException("unknown kind of notification"));
    }
  }
}
