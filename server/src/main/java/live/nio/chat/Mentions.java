package live.nio.chat;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds `@nickname` in texts.
final class Mentions {

  /// More are not looked at.
  static final int MAX = 10;

  private static final Pattern MENTION =
      Pattern.compile("(?<![\\p{L}\\p{N}_@.])@([A-Za-z0-9_]{3,20})(?![\\p{L}\\p{N}_])");

  private Mentions() {}

  /// The nicknames named, in lower case, the first ones.
  static Set<String> in(String text) {
    Set<String> nicknames = new LinkedHashSet<>();
    Matcher mention = MENTION.matcher(text);
    while (nicknames.size() < MAX && mention.find()) {
      nicknames.add(mention.group(1).toLowerCase(Locale.ROOT));
    }
    return nicknames;
  }
}
