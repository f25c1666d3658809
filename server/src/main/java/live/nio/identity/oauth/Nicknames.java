package live.nio.identity.oauth;

import java.text.Normalizer;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Proposes nicknames (3 to 20 of `A–Z a–z 0–9 _`) for people whose provider told a name.
final class Nicknames {

  private static final int MIN = 3;
  private static final int MAX = 20;
  private static final String NOBODY = "user";
  private static final int SHORT_TRIES = 8;

  /// Russian by the rules of passports (ICAO 9303), shortened where those are unreadable, and a few
  /// neighbours.
  private static final Map<Character, String> LATIN =
      Map.ofEntries(
          Map.entry('а', "a"),
          Map.entry('б', "b"),
          Map.entry('в', "v"),
          Map.entry('г', "g"),
          Map.entry('д', "d"),
          Map.entry('е', "e"),
          Map.entry('ё', "e"),
          Map.entry('ж', "zh"),
          Map.entry('з', "z"),
          Map.entry('и', "i"),
          Map.entry('й', "y"),
          Map.entry('к', "k"),
          Map.entry('л', "l"),
          Map.entry('м', "m"),
          Map.entry('н', "n"),
          Map.entry('о', "o"),
          Map.entry('п', "p"),
          Map.entry('р', "r"),
          Map.entry('с', "s"),
          Map.entry('т', "t"),
          Map.entry('у', "u"),
          Map.entry('ф', "f"),
          Map.entry('х', "kh"),
          Map.entry('ц', "ts"),
          Map.entry('ч', "ch"),
          Map.entry('ш', "sh"),
          Map.entry('щ', "shch"),
          Map.entry('ъ', ""),
          Map.entry('ы', "y"),
          Map.entry('ь', ""),
          Map.entry('э', "e"),
          Map.entry('ю', "yu"),
          Map.entry('я', "ya"),
          Map.entry('і', "i"),
          Map.entry('ї', "yi"),
          Map.entry('є', "ye"),
          Map.entry('ґ', "g"),
          Map.entry('ў', "u"),
          Map.entry('ß', "ss"),
          Map.entry('ø', "o"),
          Map.entry('ł', "l"),
          Map.entry('đ', "d"),
          Map.entry('æ', "ae"),
          Map.entry('œ', "oe"));

  private Nicknames() {}

  /// The handle, the name or the name in the address, whichever makes a nickname first; then the
  /// same with numbers, without end.
  static Iterator<String> proposals(ForeignIdentity who, RandomGenerator random) {
    String best =
        Stream.of(
                Optional.ofNullable(who.username()),
                Optional.ofNullable(who.name()),
                Optional.ofNullable(who.email())
                    .map(email -> email.substring(0, email.indexOf('@'))))
            .flatMap(Optional::stream)
            .map(Nicknames::latin)
            .filter(name -> name.length() >= MIN)
            .findFirst()
            .orElse(NOBODY);
    return Stream.concat(
            Stream.of(best),
            IntStream.iterate(0, n -> n + 1)
                .mapToObj(n -> numbered(best, n < SHORT_TRIES ? 4 : 9, random)))
        .iterator();
  }

  private static String numbered(String name, int digits, RandomGenerator random) {
    long smallest = (long) Math.pow(10, digits - 1);
    String number = "_" + random.nextLong(smallest, smallest * 10);
    return trim(name, MAX - number.length()) + number;
  }

  /// What of a text can be in a nickname; may be empty.
  static String latin(String text) {
    StringBuilder out = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(point -> out.append(latin(point)));
    return trim(out.toString().replaceAll("_+", "_").replaceAll("^_", ""), MAX);
  }

  private static String latin(int point) {
    String letter = Character.toString(point);
    String known = known(letter);
    if (known != null) {
      return known;
    }
    if (Character.isWhitespace(point) || "._-".contains(letter)) {
      return "_";
    }
    // An accent is left out, its letter stays; what has no Latin letter is left out whole.
    return Normalizer.normalize(letter, Normalizer.Form.NFD).replaceAll("[^A-Za-z0-9]", "");
  }

  private static @Nullable String known(String letter) {
    String lower = letter.toLowerCase(Locale.ROOT);
    String latin = lower.length() == 1 ? LATIN.get(lower.charAt(0)) : null;
    return latin == null || latin.isEmpty() || lower.equals(letter)
        ? latin
        : latin.substring(0, 1).toUpperCase(Locale.ROOT) + latin.substring(1);
  }

  private static String trim(String name, int length) {
    String cut = name.length() <= length ? name : name.substring(0, length);
    return cut.endsWith("_") ? cut.substring(0, cut.length() - 1) : cut;
  }
}
