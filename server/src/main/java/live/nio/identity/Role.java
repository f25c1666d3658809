package live.nio.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What an account may do beyond its own things.
@Schema(
    name = "Role",
    enumeration = {"user", "moderator", "admin"})
public enum Role {
  @JsonProperty("user")
  USER,
  /// Keeps order in all rooms.
  @JsonProperty("moderator")
  MODERATOR,
  /// Runs the platform.
  @JsonProperty("admin")
  ADMIN;

  /// Whether it may moderate every room.
  boolean isStaff() {
    return this != USER;
  }

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Role ofColumn(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }
}
