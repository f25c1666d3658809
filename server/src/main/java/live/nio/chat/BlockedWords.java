package live.nio.chat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The words a room does not want to read. A word is found
///
/// - as a whole word, unless it has `*` at an end, which stands for any letters there,
/// - whatever its case, marks, ё or е,
/// - with letters repeated: `bad` finds `baaad` (but `good` does not find `god`),
/// - with look-alike letters, digits and signs in place of its own: `bad` finds `b@d` and `ваd`.
///
/// Immutable; its time is bounded by the length of the text times the number of words.
final class BlockedWords {

  /// Most characters of a word, its `*` included.
  static final int MAX_LENGTH = 50;

  /// Most words of a room.
  static final int MAX_WORDS = 200;

  /// Signs that pass for letters.
  private static final String SIGNS = "@$!|(+×";

  private static final Pattern RUN = Pattern.compile("[\\p{L}\\p{N}" + Pattern.quote(SIGNS) + "]+");
  private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{N}]+");
  private static final Pattern SIGNS_AROUND =
      Pattern.compile("^[" + Pattern.quote(SIGNS) + "]+|[" + Pattern.quote(SIGNS) + "]+$");
  private static final Pattern WORD =
      Pattern.compile("\\*?[\\p{L}\\p{N}" + Pattern.quote(SIGNS) + "]+\\*?");

  /// One word as an automaton: bit n of a state says that its first n + 1 letters have been read,
  /// each at least once.
  private static final class Automaton {
    final boolean openStart;
    final boolean openEnd;
    final long last;

    /// Character → the letters of the word it passes for.
    final Map<Integer, Long> letters = new HashMap<>();

    Automaton(String word) {
      openStart = word.startsWith("*");
      openEnd = word.endsWith("*");
      int[] own = word.replace("*", "").codePoints().toArray();
      for (int i = 0; i < own.length; i++) {
        long bit = 1L << i;
        Glyphs.alike(own[i]).forEach(it -> letters.merge(it, bit, (a, b) -> a | b));
      }
      last = 1L << (own.length - 1);
    }

    boolean reads(int[] text) {
      long state = 0;
      for (int i = 0; i < text.length; i++) {
        long begun = i == 0 || openStart ? 1L : 0L;
        // Stay at a letter that repeats, or go on to the next one.
        state = (state | (state << 1) | begun) & letters.getOrDefault(text[i], 0L);
        if ((state & last) != 0 && openEnd) {
          return true;
        }
        if (state == 0 && !openStart) {
          return false;
        }
      }
      return (state & last) != 0;
    }
  }

  private final List<Automaton> automata;

  /// @param words each as [#normalise] gives it
  BlockedWords(List<String> words) {
    this.automata = words.stream().map(Glyphs::bare).map(Automaton::new).toList();
  }

  /// A word as it is kept, or an empty text when it is none: something to find, of letters, digits
  /// and the signs that pass for letters, `*` at its ends alone.
  static String normalise(String word) {
    String plain = Glyphs.plain(word).strip();
    boolean fits =
        plain.codePointCount(0, plain.length()) <= MAX_LENGTH
            && WORD.matcher(plain).matches()
            && LETTERS.matcher(plain).find();
    return fits ? plain : "";
  }

  /// Whether any of the words is in a text.
  boolean foundIn(String text) {
    if (automata.isEmpty()) {
      return false;
    }
    Matcher run = RUN.matcher(Glyphs.bare(text));
    while (run.find()) {
      // A sign beside a word may be a letter of it or punctuation.
      String whole = run.group();
      if (isBlocked(whole)) {
        return true;
      }
      String trimmed = SIGNS_AROUND.matcher(whole).replaceAll("");
      if (trimmed.length() < whole.length() && isBlocked(trimmed)) {
        return true;
      }
      Matcher part = LETTERS.matcher(whole);
      while (part.find()) {
        if (part.group().length() < trimmed.length() && isBlocked(part.group())) {
          return true;
        }
      }
    }
    return false;
  }

  private boolean isBlocked(String word) {
    if (word.isEmpty()) {
      return false;
    }
    int[] codePoints = word.codePoints().toArray();
    return automata.stream().anyMatch(automaton -> automaton.reads(codePoints));
  }
}
