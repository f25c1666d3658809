package live.nio.platform;

import com.github.f4b6a3.uuid.UuidCreator;
import java.util.Optional;
import java.util.UUID;

/// Ids of everything stored: UUIDv7 ([RFC 9562
/// §5.7](https://www.rfc-editor.org/rfc/rfc9562#section-5.7)), so that they sort by age. Any
/// thread.
public final class Ids {

  private static final int TEXT_LENGTH = 36;

  private Ids() {}

  /// A new id.
  public static UUID next() {
    return UuidCreator.getTimeOrderedEpoch();
  }

  /// The id a client sent, or empty when it is none; ids are opaque to clients, so a wrong one is
  /// the same as an unknown one.
  public static Optional<UUID> parse(String text) {
    if (text.length() != TEXT_LENGTH) {
      return Optional.empty();
    }
    try {
      return Optional.of(UUID.fromString(text));
    } catch (IllegalArgumentException notAnId) {
      return Optional.empty();
    }
  }

  /// The id a client sent of something that must be there.
  ///
  /// @param what the thing, as the error names it
  /// @throws NotFound when it is no id
  public static UUID require(String text, String what) {
    return parse(text).orElseThrow(() -> new NotFound(what));
  }
}
