package live.nio.chat;

import java.util.regex.Pattern;

/// Tells texts of pictures alone: emoji as [UTS #51](https://www.unicode.org/reports/tr51/)
/// composes them (skin tones, families joined by ZWJ, flags of countries and regions, keycaps) and
/// `:codes:`.
final class Emotes {

  private static final String REGIONAL = "[\\x{1F1E6}-\\x{1F1FF}]";
  private static final String FLAG = REGIONAL + REGIONAL;
  private static final String KEYCAP = "[0-9#*]\\x{FE0F}?\\x{20E3}";
  // Digits count as emoji in Unicode's tables, since keycaps are made of them.
  private static final String ONE =
      "(?![0-9#*]|"
          + REGIONAL
          + ")\\p{IsEmoji}(?:\\p{IsEmoji_Modifier}|\\x{FE0F}\\x{20E3}?|[\\x{E0020}-\\x{E007E}]++\\x{E007F})?+";
  private static final String EMOJI =
      "(?:" + FLAG + "|" + KEYCAP + "|" + ONE + "(?:\\x{200D}" + ONE + ")*+)";
  private static final String CODE = ":[A-Za-z0-9_+-]{1,32}:";

  private static final Pattern ALONE = Pattern.compile("(?:" + EMOJI + "|" + CODE + "|\\s)++");

  private Emotes() {}

  /// Whether there is nothing but emoji, codes and white space.
  static boolean alone(String text) {
    return ALONE.matcher(text).matches();
  }
}
