package live.nio.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What stored pictures are of; each kind has a folder of its own.
public enum PictureKind {
  /// Of people: square.
  AVATARS,
  /// Of streams: what they look like.
  PREVIEWS,
  /// Of banners.
  BANNERS;

  /// The word in addresses, and the folder's name.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The path of a stored picture on this server.
  ///
  /// @param name as it was given when stored
  public String url(String name) {
    return "/api/files/" + word() + "/" + name;
  }

  static Optional<PictureKind> ofWord(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
