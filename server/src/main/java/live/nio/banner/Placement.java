package live.nio.banner;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Where a banner is shown.
@Schema(
    name = "BannerPlacement",
    enumeration = {"room", "home"})
public enum Placement {
  /// Below the picture of a stream.
  ROOM,
  /// Among the streams of the first page.
  HOME;

  /// The word on the wire and in the database.
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  @JsonCreator
  static Placement ofWord(String word) {
    return Arrays.stream(values())
        .filter(placement -> placement.word().equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("unknown placement"));
  }
}
