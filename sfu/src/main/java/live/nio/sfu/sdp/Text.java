package live.nio.sfu.sdp;

import java.util.ArrayList;
import java.util.List;

/// Words and numbers of SDP lines.
final class Text {
  private Text() {}

  /// The words between spaces; of more than `max`, the last has the rest. At least one, which is
  /// empty when there is none. Unlike a regular expression, cheap.
  static List<String> words(String text, int max) {
    List<String> words = new ArrayList<>(Math.min(max, 8));
    int at = 0;
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) <= ' ') {
      end--;
    }
    while (true) {
      while (at < end && text.charAt(at) <= ' ') {
        at++;
      }
      int space = words.size() == max - 1 ? -1 : text.indexOf(' ', at);
      if (space < 0 || space >= end) {
        words.add(text.substring(at, end));
        return words;
      }
      words.add(text.substring(at, space));
      at = space;
    }
  }

  /// The number, or -1 when the text is no plain decimal number between the bounds.
  static long number(String text, long min, long max) {
    if (text.isEmpty() || text.length() > 18) {
      return -1;
    }
    long value = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < '0' || c > '9') {
        return -1;
      }
      value = value * 10 + (c - '0');
    }
    return value < min || value > max ? -1 : value;
  }
}
