package live.nio.publisher.vp8;

/// Predicts a square of samples from the row above and the column to the left of it, [RFC 6386
/// §12.2](https://www.rfc-editor.org/rfc/rfc6386#section-12.2) and §12.3.
///
/// Outside the picture the row above is 127, the column to the left 129, their corner 127 in the
/// first row and else 129.
final class Predictor {
  static final int DC = 0;
  static final int VERTICAL = 1;
  static final int HORIZONTAL = 2;
  static final int TRUE_MOTION = 3;
  static final int MODES = 4;

  private static final int OUTSIDE_ABOVE = 127;
  private static final int OUTSIDE_LEFT = 129;

  private final int size;
  private final int[] above;
  private final int[] left;
  private int corner;
  private int average;

  Predictor(int size) {
    this.size = size;
    above = new int[size];
    left = new int[size];
  }

  /// Reads the surroundings of the square at `at`.
  void look(byte[] plane, int at, int stride, boolean hasAbove, boolean hasLeft) {
    int sum = 0;
    for (int i = 0; i < size; i++) {
      above[i] = hasAbove ? plane[at - stride + i] & 0xff : OUTSIDE_ABOVE;
      left[i] = hasLeft ? plane[at + i * stride - 1] & 0xff : OUTSIDE_LEFT;
      sum += (hasAbove ? above[i] : 0) + (hasLeft ? left[i] : 0);
    }
    int count = (hasAbove ? size : 0) + (hasLeft ? size : 0);
    average = count == 0 ? 128 : (sum + count / 2) / count;
    corner =
        hasAbove && hasLeft
            ? plane[at - stride - 1] & 0xff
            : hasAbove ? OUTSIDE_LEFT : OUTSIDE_ABOVE;
  }

  private int sample(int mode, int row, int column) {
    return switch (mode) {
      case VERTICAL -> above[column];
      case HORIZONTAL -> left[row];
      case TRUE_MOTION -> Math.clamp(left[row] + above[column] - corner, 0, 255);
      default -> average;
    };
  }

  void predict(int mode, byte[] plane, int at, int stride) {
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        plane[at + row * stride + column] = (byte) sample(mode, row, column);
      }
    }
  }

  /// The sum of absolute differences between the prediction and the samples wanted.
  int cost(int mode, byte[] wanted, int at, int stride) {
    int cost = 0;
    for (int row = 0; row < size; row++) {
      for (int column = 0; column < size; column++) {
        cost += Math.abs((wanted[at + row * stride + column] & 0xff) - sample(mode, row, column));
      }
    }
    return cost;
  }

  static int difference(byte[] a, byte[] b, int at, int stride, int size) {
    int cost = 0;
    for (int row = 0; row < size; row++) {
      for (int i = at + row * stride; i < at + row * stride + size; i++) {
        cost += Math.abs((a[i] & 0xff) - (b[i] & 0xff));
      }
    }
    return cost;
  }
}
