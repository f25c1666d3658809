package live.nio.chat;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What the server says in a chat.
@Schema(
    name = "SystemEvent",
    enumeration = {
      "joined",
      "gift",
      "followed",
      "timed_out",
      "banned",
      "unbanned",
      "rules_changed",
      "pinned",
      "milestone"
    })
public enum SystemEvent {
  /// Somebody came in. The only one that is not stored.
  JOINED,
  GIFT,
  FOLLOWED,
  TIMED_OUT,
  BANNED,
  UNBANNED,
  RULES_CHANGED,
  PINNED,
  MILESTONE;

  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static SystemEvent ofColumn(String column) {
    return valueOf(column.toUpperCase(Locale.ROOT));
  }
}
