package live.nio.stream;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Why a stream is over.
@Schema(
    name = "EndReason",
    enumeration = {"ended_by_streamer", "streamer_lost", "ended_by_admin"})
public enum EndReason {
  ENDED_BY_STREAMER,
  STREAMER_LOST,
  ENDED_BY_ADMIN;

  /// The word on the wire and in the database.
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static EndReason ofColumn(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
