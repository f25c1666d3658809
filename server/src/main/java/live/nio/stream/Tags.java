package live.nio.stream;

import java.text.Normalizer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import live.nio.platform.InvalidInput;

/// What streamers say their streams are about.
final class Tags {

  static final int MAX = 5;

  private static final Pattern TAG = Pattern.compile("[\\p{L}\\p{N}-]{2,24}");

  private Tags() {}

  /// `["#Джаз", "live-Music", "джаз"]` → `["джаз", "live-music"]`: lower case, without the `#`
  /// people write in front, each once.
  ///
  /// @throws InvalidInput for more than five, or one that is no tag
  static List<String> normalise(List<String> tags) {
    Set<String> normal = new LinkedHashSet<>();
    for (String tag : tags) {
      normal.add(normalise(tag));
    }
    if (normal.size() > MAX) {
      throw new InvalidInput("tags", "size", "choose five tags at most");
    }
    return List.copyOf(normal);
  }

  /// @throws InvalidInput when it is no tag
  static String normalise(String tag) {
    String text = Normalizer.normalize(tag, Normalizer.Form.NFC).strip();
    String normal = (text.startsWith("#") ? text.substring(1) : text).toLowerCase(Locale.ROOT);
    if (!TAG.matcher(normal).matches()) {
      throw new InvalidInput("tags", "pattern", "a tag has 2 to 24 letters, digits or hyphens");
    }
    return normal;
  }
}
