package live.nio.chat;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What somebody is in a room, the highest that applies.
@Schema(
    name = "RoomRole",
    enumeration = {"streamer", "staff", "moderator", "viewer"})
public enum RoomRole {
  /// Whose room it is.
  STREAMER,
  /// A moderator of the platform, or an administrator.
  STAFF,
  /// Named by the streamer.
  MODERATOR,
  VIEWER;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
