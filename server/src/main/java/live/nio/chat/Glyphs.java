package live.nio.chat;

import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// What characters look like to people, so that rules about texts see what people see.
final class Glyphs {

  /// Characters without a picture of their own: zero-width ones, variation selectors, fillers.
  private static final Pattern INVISIBLE =
      Pattern.compile(
          "[\\p{Cf}\\x{FE00}-\\x{FE0F}\\x{E0100}-\\x{E01EF}\\x{034F}\\x{115F}\\x{1160}\\x{17B4}\\x{17B5}\\x{3164}\\x{FFA0}]");

  /// Marks above and below letters; й is a letter of its own, ё is written е by half the people.
  private static final Pattern MARKS =
      Pattern.compile("(?<!\\u0438)\\p{Mn}+|(?<=\\u0438)[\\p{Mn}&&[^\\u0306]]+");

  /// Cyrillic and Latin letters, digits and signs of one look, or used for one another.
  private static final List<String> ALIKE =
      List.of(
          "aа@4", "bвь8", "bб6", "cс(", "eеє3", "зz3", "hн", "iі1!|l", "iи", "kк", "mм", "nп", "nи",
          "oо0", "pр", "gд9", "rг", "sѕ5$", "tт7+", "uи", "uу", "wш", "xх×", "yу", "yй", "ч4", "dд",
          "fф", "jй", "lл", "vв");

  private static final Map<Integer, Set<Integer>> LOOK_ALIKES = lookAlikes();

  private static final String CYRILLIC = "авекмнорстухіѕј";
  private static final String LATIN = "abekmhopctyxisj";

  private Glyphs() {}

  private static Map<Integer, Set<Integer>> lookAlikes() {
    Map<Integer, Set<Integer>> alike = new HashMap<>();
    for (String group : ALIKE) {
      List<Integer> members = group.codePoints().boxed().toList();
      for (int member : members) {
        alike.computeIfAbsent(member, _ -> new HashSet<>()).addAll(members);
      }
    }
    return Map.copyOf(alike);
  }

  /// Whether there is anything to see.
  static boolean isBlank(String text) {
    return INVISIBLE.matcher(text).replaceAll("").isBlank();
  }

  /// Lower case, in the plainest spelling of its characters (full width, ligatures and the like
  /// undone), without what nobody sees.
  static String plain(String text) {
    return INVISIBLE
        .matcher(Normalizer.normalize(text, Form.NFKC))
        .replaceAll("")
        .toLowerCase(Locale.ROOT);
  }

  /// As [#plain], without marks above and below letters too.
  static String bare(String text) {
    String apart = Normalizer.normalize(plain(text), Form.NFD);
    return Normalizer.normalize(MARKS.matcher(apart).replaceAll(""), Form.NFC);
  }

  /// The characters that pass for this one, itself included.
  static Set<Integer> alike(int codePoint) {
    return LOOK_ALIKES.getOrDefault(codePoint, Set.of(codePoint));
  }

  /// With the Latin letters its Cyrillic ones look like.
  static String latin(String text) {
    StringBuilder latin = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      int at = CYRILLIC.indexOf(text.charAt(i));
      latin.append(at < 0 ? text.charAt(i) : LATIN.charAt(at));
    }
    return latin.toString();
  }
}
