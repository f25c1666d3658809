package live.nio.platform;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What stored pictures are of; each kind has a folder, a largest upload and a shape of its own.
public enum PictureKind {
  /// Of people: square.
  AVATARS(5, 512, 512, true),
  /// Of streams: what they look like.
  PREVIEWS(2, 1_280, 720, false),
  /// Of banners.
  BANNERS(5, 2_400, 1_200, false);

  private final int maxMegabytes;
  private final int width;
  private final int height;
  private final boolean cropped;

  /// @param width of the stored picture at most, in pixels; likewise `height`
  /// @param cropped whether it is cut to that shape, rather than made to fit into it
  PictureKind(int maxMegabytes, int width, int height, boolean cropped) {
    this.maxMegabytes = maxMegabytes;
    this.width = width;
    this.height = height;
    this.cropped = cropped;
  }

  int maxMegabytes() {
    return maxMegabytes;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  boolean cropped() {
    return cropped;
  }

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
