package live.nio.publisher.vp8;

/// The two transforms of 4x4 numbers, forwards as we like and backwards as decoders must, [RFC 6386
/// §14](https://www.rfc-editor.org/rfc/rfc6386#section-14). Coefficients stand row by row.
final class Transform {
  private Transform() {}

  // sqrt(2) cos(pi/8) and sqrt(2) sin(pi/8), in 1/4096.
  private static final int FORWARD_COS = 5352;
  private static final int FORWARD_SIN = 2217;

  // The decoder's constants: sqrt(2) cos(pi/8) - 1 and sqrt(2) sin(pi/8), in 1/65536.
  private static final int COS_LESS_ONE = 20091;
  private static final int SIN = 35468;

  /// The discrete cosine transform of a residual, in place.
  static void forwardDct(int[] block, int at) {
    for (int i = at; i < at + 16; i += 4) {
      int outer = (block[i] + block[i + 3]) << 3;
      int inner = (block[i + 1] + block[i + 2]) << 3;
      int innerDifference = (block[i + 1] - block[i + 2]) << 3;
      int outerDifference = (block[i] - block[i + 3]) << 3;
      block[i] = outer + inner;
      block[i + 1] = rotate(outerDifference, innerDifference);
      block[i + 2] = outer - inner;
      block[i + 3] = rotate(-innerDifference, outerDifference);
    }
    for (int i = at; i < at + 4; i++) {
      int outer = block[i] + block[i + 12];
      int inner = block[i + 4] + block[i + 8];
      int innerDifference = block[i + 4] - block[i + 8];
      int outerDifference = block[i] - block[i + 12];
      block[i] = (outer + inner + 8) >> 4;
      block[i + 4] = (rotate(outerDifference, innerDifference) + 8) >> 4;
      block[i + 8] = (outer - inner + 8) >> 4;
      block[i + 12] = (rotate(-innerDifference, outerDifference) + 8) >> 4;
    }
  }

  private static int rotate(int byCos, int bySin) {
    return (byCos * FORWARD_COS + bySin * FORWARD_SIN + 2048) >> 12;
  }

  /// Adds the inverse transform to a prediction, each sample clamped to 0–255. What the block held
  /// is lost.
  static void addInverseDct(int[] block, int at, byte[] plane, int offset, int stride) {
    for (int i = at; i < at + 4; i++) {
      int first = block[i];
      int second = block[i + 4];
      int third = block[i + 8];
      int fourth = block[i + 12];
      int a = first + third;
      int b = first - third;
      int c = ((second * SIN) >> 16) - fourth - ((fourth * COS_LESS_ONE) >> 16);
      int d = second + ((second * COS_LESS_ONE) >> 16) + ((fourth * SIN) >> 16);
      block[i] = a + d;
      block[i + 4] = b + c;
      block[i + 8] = b - c;
      block[i + 12] = a - d;
    }
    for (int row = 0; row < 4; row++) {
      int first = block[at + row * 4];
      int second = block[at + row * 4 + 1];
      int third = block[at + row * 4 + 2];
      int fourth = block[at + row * 4 + 3];
      int a = first + third + 4;
      int b = first - third + 4;
      int c = ((second * SIN) >> 16) - fourth - ((fourth * COS_LESS_ONE) >> 16);
      int d = second + ((second * COS_LESS_ONE) >> 16) + ((fourth * SIN) >> 16);
      int to = offset + row * stride;
      plane[to] = clamp((plane[to] & 0xff) + ((a + d) >> 3));
      plane[to + 1] = clamp((plane[to + 1] & 0xff) + ((b + c) >> 3));
      plane[to + 2] = clamp((plane[to + 2] & 0xff) + ((b - c) >> 3));
      plane[to + 3] = clamp((plane[to + 3] & 0xff) + ((a - d) >> 3));
    }
  }

  static byte clamp(int value) {
    return (byte) (value < 0 ? 0 : Math.min(value, 255));
  }

  /// The Walsh-Hadamard transform of a macroblock's sixteen DCs, in place.
  static void forwardWalsh(int[] block, int at) {
    walsh(block, at, 1, 4, 0, 0);
    walsh(block, at, 4, 1, 1, 1);
  }

  /// Its inverse, in place.
  static void inverseWalsh(int[] block, int at) {
    walsh(block, at, 4, 1, 0, 0);
    walsh(block, at, 1, 4, 3, 3);
  }

  /// Four times the same four-point transform along `step`, then rounded and shifted.
  private static void walsh(int[] block, int at, int step, int next, int rounding, int shift) {
    for (int line = 0; line < 4; line++) {
      int i = at + line * next;
      int a = block[i] + block[i + 3 * step];
      int b = block[i + step] + block[i + 2 * step];
      int c = block[i + step] - block[i + 2 * step];
      int d = block[i] - block[i + 3 * step];
      block[i] = (a + b + rounding) >> shift;
      block[i + step] = (c + d + rounding) >> shift;
      block[i + 2 * step] = (a - b + rounding) >> shift;
      block[i + 3 * step] = (d - c + rounding) >> shift;
    }
  }
}
