package live.nio.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What a `User-Agent` says of a device, in words for people. Empty where it says nothing.
///
/// @param name for example `Apple iPhone`, `Windows PC`
/// @param browser with its major version, for example `Chrome 140`
/// @param system for example `Android 16`
public record DeviceInfo(String name, Kind kind, String browser, String system) {

  /// The picture to draw.
  @Schema(
      name = "DeviceKind",
      enumeration = {"phone", "tablet", "desktop", "other"})
  public enum Kind {
    PHONE,
    TABLET,
    DESKTOP,
    OTHER;

    @JsonValue
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }
}
