package live.nio.publisher.pattern;

import java.util.Arrays;
import live.nio.publisher.vp8.I420;

/// The few characters the pattern shows, five by seven dots each, drawn as squares of any size.
final class Font {
  private Font() {}

  private static final int WIDTH = 5;
  private static final int HEIGHT = 7;

  /// From the start of one character to the start of the next, in dots.
  static final int ADVANCE = WIDTH + 1;

  private static final String CHARACTERS = "0123456789:.#NIO";

  // A line of each character in turn, from top to bottom.
  private static final String[] DOTS = {
    ".###. ..#.. .###. ##### ...#. ##### ..##. ##### .###. .###. ..... ..... .#.#. #...# ##### .###.",
    "#...# .##.. #...# ...#. ..##. #.... .#... ....# #...# #...# ..#.. ..... .#.#. ##..# ..#.. #...#",
    "#..## ..#.. ....# ..#.. .#.#. ####. #.... ...#. #...# #...# ..#.. ..... ##### #.#.# ..#.. #...#",
    "#.#.# ..#.. ...#. ...#. #..#. ....# ####. ..#.. .###. .#### ..... ..... .#.#. #.#.# ..#.. #...#",
    "##..# ..#.. ..#.. ....# ##### ....# #...# .#... #...# ....# ..#.. ..... ##### #.#.# ..#.. #...#",
    "#...# ..#.. .#... #...# ...#. #...# #...# .#... #...# ...#. ..#.. ..#.. .#.#. #..## ..#.. #...#",
    ".###. .###. ##### .###. ...#. .###. .###. .#... .###. .##.. ..... ..#.. .#.#. #...# ##### .###."
  };

  /// Draws white text; what cannot be drawn is left out as a space.
  ///
  /// @param dot the side of a dot in samples
  static void draw(I420 picture, String text, int left, int top, int dot) {
    for (int i = 0; i < text.length(); i++) {
      int index = CHARACTERS.indexOf(text.charAt(i));
      if (index >= 0) {
        drawCharacter(picture, index * (WIDTH + 1), left + i * ADVANCE * dot, top, dot);
      }
    }
  }

  private static void drawCharacter(I420 picture, int at, int left, int top, int dot) {
    for (int row = 0; row < HEIGHT * dot; row++) {
      String dots = DOTS[row / dot];
      int start = (top + row) * picture.width() + left;
      for (int column = 0; column < WIDTH; column++) {
        if (dots.charAt(at + column) == '#') {
          int from = start + column * dot;
          Arrays.fill(picture.y(), from, from + dot, (byte) 235);
        }
      }
    }
  }

  /// How wide a text is, in dots.
  static int width(String text) {
    return text.length() * ADVANCE - 1;
  }

  static int height() {
    return HEIGHT;
  }
}
