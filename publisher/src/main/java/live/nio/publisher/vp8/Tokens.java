package live.nio.publisher.vp8;

/// Writes the quantized coefficients of a block, [RFC 6386
/// §13](https://www.rfc-editor.org/rfc/rfc6386#section-13).
final class Tokens {
  private Tokens() {}

  /// @param kind of block
  /// @param first 1 when the DC is coded elsewhere
  /// @param neighbours how many of the blocks above and to the left have coefficients
  /// @param levels in the order of the zigzag
  /// @param last where the last level that is not zero stands, less than `first` when all are
  static void write(BoolEncoder out, int kind, int first, int neighbours, int[] levels, int last) {
    int[] odds = Vp8Tables.COEFFICIENTS;
    int context = neighbours;
    boolean mayEnd = true;
    for (int n = first; n < 16; n++) {
      int p = ((kind * 8 + Vp8Tables.BANDS[n]) * 3 + context) * Vp8Tables.NODES;
      if (mayEnd) {
        out.write(odds[p], n <= last);
        if (n > last) {
          return;
        }
      }
      int level = levels[n];
      int size = Math.abs(level);
      out.write(odds[p + 1], size > 0);
      if (size == 0) {
        context = 0;
        mayEnd = false;
        continue;
      }
      out.write(odds[p + 2], size > 1);
      if (size > 1) {
        writeLarge(out, odds, p, size);
      }
      out.write(128, level < 0);
      context = size == 1 ? 1 : 2;
      mayEnd = true;
    }
  }

  private static void writeLarge(BoolEncoder out, int[] odds, int p, int size) {
    out.write(odds[p + 3], size > 4);
    if (size <= 4) {
      out.write(odds[p + 4], size > 2);
      if (size > 2) {
        out.write(odds[p + 5], size > 3);
      }
      return;
    }
    out.write(odds[p + 6], size > 10);
    if (size <= 10) {
      out.write(odds[p + 7], size > 6);
      writeExtra(out, size > 6 ? 1 : 0, size);
      return;
    }
    out.write(odds[p + 8], size > 34);
    if (size <= 34) {
      out.write(odds[p + 9], size > 18);
      writeExtra(out, size > 18 ? 3 : 2, size);
    } else {
      out.write(odds[p + 10], size > 66);
      writeExtra(out, size > 66 ? 5 : 4, size);
    }
  }

  private static void writeExtra(BoolEncoder out, int category, int size) {
    int[] odds = Vp8Tables.EXTRA_BITS[category];
    int extra = size - Vp8Tables.CATEGORY_BASE[category];
    for (int i = 0; i < odds.length; i++) {
      out.write(odds[i], (extra >> (odds.length - 1 - i) & 1) != 0);
    }
  }
}
