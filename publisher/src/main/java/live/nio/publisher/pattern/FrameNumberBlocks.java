package live.nio.publisher.pattern;

import java.util.Arrays;
import java.util.OptionalInt;
import live.nio.publisher.vp8.I420;

/// A frame number as a row of 32 black and white blocks in the lowest eighth of a picture, so that a
/// program finds it in decoded samples of any size and quality.
///
///     block   0      1      2 ... 25                                  26 ... 31
///             white  black  number, highest bit first, white is 1     check, highest bit first
///
/// Block `i` reaches from `i` to `i + 1` thirty-seconds of the width. The check is the sum of the
/// number's six hexadecimal digits, each plus 1 and times its place (1 is the lowest), modulo 64; it
/// tells a row of blocks from whatever else may be there. To read it from RGB, take any one of the
/// colours for luma.
public final class FrameNumberBlocks {
  /// Numbers are counted modulo this.
  public static final int MODULUS = 1 << 24;

  private static final int BLOCKS = 32;
  private static final int NUMBER_BITS = 24;
  private static final int CHECK_BITS = 6;
  private static final byte WHITE = (byte) 235;
  private static final byte BLACK = 16;

  private FrameNumberBlocks() {}

  static void draw(I420 picture, int frameNumber) {
    int width = picture.width();
    int height = picture.height();
    int top = top(height);
    byte[] luma = picture.y();
    long bits = bits(frameNumber % MODULUS);
    for (int block = 0; block < BLOCKS; block++) {
      boolean white = (bits >> (BLOCKS - 1 - block) & 1) != 0;
      Arrays.fill(
          luma,
          top * width + block * width / BLOCKS,
          top * width + (block + 1) * width / BLOCKS,
          white ? WHITE : BLACK);
    }
    for (int row = top + 1; row < height; row++) {
      System.arraycopy(luma, top * width, luma, row * width, width);
    }
    // The row above belongs to the picture when the height cannot be halved twice.
    int chroma = (top + 1) / 2 * (width / 2);
    Arrays.fill(picture.u(), chroma, picture.u().length, (byte) 128);
    Arrays.fill(picture.v(), chroma, picture.v().length, (byte) 128);
  }

  /// Reads the number of a decoded picture; empty when there is none, or it cannot be told.
  public static OptionalInt read(I420 picture) {
    return read(picture.y(), picture.width(), picture.height(), picture.width());
  }

  /// Reads it from a plane of luma.
  ///
  /// @param stride from one row of samples to the next
  public static OptionalInt read(byte[] luma, int width, int height, int stride) {
    int white = level(luma, width, height, stride, 0);
    int black = level(luma, width, height, stride, 1);
    if (white - black < 64) {
      return OptionalInt.empty();
    }
    long bits = 0;
    for (int block = 0; block < BLOCKS; block++) {
      int level = level(luma, width, height, stride, block);
      bits = (bits << 1) | (level > (white + black) / 2 ? 1 : 0);
    }
    int number = (int) (bits >> CHECK_BITS) & (MODULUS - 1);
    return bits == bits(number) ? OptionalInt.of(number) : OptionalInt.empty();
  }

  private static long bits(int number) {
    return 1L << (BLOCKS - 1) | ((long) number << CHECK_BITS) | check(number);
  }

  private static int check(int number) {
    int sum = 0;
    for (int place = 1; place <= NUMBER_BITS / 4; place++) {
      sum += place * (((number >> ((place - 1) * 4)) & 0xf) + 1);
    }
    return sum % (1 << CHECK_BITS);
  }

  /// The mean luma of the middle of a block.
  private static int level(byte[] luma, int width, int height, int stride, int block) {
    int from = (4 * block + 1) * width / (4 * BLOCKS);
    int to = Math.max(from + 1, (4 * block + 3) * width / (4 * BLOCKS));
    int top = top(height);
    int upper = top + (height - top) / 4;
    int lower = Math.max(upper + 1, top + (height - top) * 3 / 4);
    int sum = 0;
    for (int row = upper; row < lower; row++) {
      for (int column = from; column < to; column++) {
        sum += luma[row * stride + column] & 0xff;
      }
    }
    return sum / ((lower - upper) * (to - from));
  }

  private static int top(int height) {
    return height * 7 / 8;
  }
}
