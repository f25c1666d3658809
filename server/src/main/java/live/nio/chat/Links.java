package live.nio.chat;

import com.google.common.net.InternetDomainName;
import java.net.IDN;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds addresses in texts, also those that hide: with characters nobody sees between their
/// letters, with other dots than the full stop, a dot in words, or blanks around it, or with
/// Cyrillic letters in a Latin ending. What ends like a domain of the [Public Suffix
/// List](https://publicsuffix.org) is an address; a full stop between two words is none, unless the
/// second word is such an ending.
final class Links {

  private static final Pattern OTHER_DOTS = Pattern.compile("[。｡․‧∙•·⋅]");
  private static final Pattern DOT_IN_BRACKETS =
      Pattern.compile("\\s*[(\\[{<]\\s*(?:dot|d0t|точка|тчк|\\.)\\s*[)\\]}>]\\s*");
  private static final Pattern DOT_IN_WORDS =
      Pattern.compile("(?<=[\\p{L}\\p{N}])\\s+(?:dot|d0t|точка)\\s+(?=\\p{L})");
  private static final Pattern DOT_APART =
      Pattern.compile("(?<=[\\p{L}\\p{N}])\\s+\\.\\s*(?=\\p{L})");

  private static final Pattern SCHEME = Pattern.compile("[a-z][a-z0-9+.-]{1,20}:\\s?//\\s?\\S");
  private static final Pattern WWW = Pattern.compile("(?<![\\p{L}\\p{N}])www\\d?\\.[\\p{L}\\p{N}]");
  private static final Pattern NETWORK_ADDRESS =
      Pattern.compile("(?<![\\d.])\\d{1,3}(?:\\.\\d{1,3}){3}(?::\\d|/)");
  private static final Pattern DOTTED =
      Pattern.compile("[\\p{L}\\p{N}-]++(?:\\.[\\p{L}\\p{N}-]++)++([/:?#])?");

  /// Endings that are words too: people forget the blank after a full stop. They count when
  /// something follows that only an address has.
  private static final Set<String> WORDS =
      Set.of(
          "am", "as", "at", "be", "by", "do", "in", "is", "it", "me", "my", "no", "so", "to", "us");

  private Links() {}

  /// Whether there is an address in a text.
  static boolean foundIn(String text) {
    String plain = OTHER_DOTS.matcher(Glyphs.plain(text)).replaceAll(".");
    plain = DOT_IN_BRACKETS.matcher(plain).replaceAll(".");
    plain = DOT_IN_WORDS.matcher(plain).replaceAll(".");
    plain = DOT_APART.matcher(plain).replaceAll(".");
    return SCHEME.matcher(plain).find()
        || WWW.matcher(plain).find()
        || NETWORK_ADDRESS.matcher(plain).find()
        || hasDomain(plain);
  }

  private static boolean hasDomain(String text) {
    Matcher dotted = DOTTED.matcher(text);
    while (dotted.find()) {
      boolean goesOn = dotted.group(1) != null;
      String[] labels = dotted.group().replaceAll("[/:?#]$", "").split("\\.", -1);
      for (int i = 1; i < labels.length; i++) {
        boolean path = goesOn && i == labels.length - 1;
        if (isEnding(labels[i], labels[i - 1]) && (path || !WORDS.contains(labels[i]))) {
          return true;
        }
      }
    }
    return false;
  }

  private static boolean isEnding(String label, String before) {
    if (label.codePoints().noneMatch(Character::isLetter)) {
      return false;
    }
    String latin = Glyphs.latin(label);
    boolean disguised =
        !latin.equals(label) && (hasLatin(label) || hasLatin(before)) && isTopLevel(latin);
    return disguised || isTopLevel(label);
  }

  private static boolean hasLatin(String label) {
    return label.chars().anyMatch(c -> c >= 'a' && c <= 'z');
  }

  private static boolean isTopLevel(String label) {
    try {
      // Two names in front, since some endings are given out below their second level only.
      return InternetDomainName.from("a.b." + IDN.toASCII(label)).hasRegistrySuffix();
    } catch (IllegalArgumentException noName) {
      return false;
    }
  }
}
