package live.nio.identity;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What an account may do beyond its own things.
@Schema(
    name = "Role",
    enumeration = {"user", "admin"})
public enum Role {
  @JsonProperty("user")
  USER,
  /// Runs the platform.
  @JsonProperty("admin")
  ADMIN;

  String column() {
    return this == ADMIN ? "admin" : "user";
  }

  static Role ofColumn(String column) {
    return "admin".equals(column) ? ADMIN : USER;
  }
}
