package live.nio.publisher.vp8;

import java.util.Arrays;

/// Codes pictures of one size, one after another, at about a target bitrate. Not thread-safe.
///
/// The first frame is a key frame, later ones only when asked for. The quantizer follows the
/// bitrate; when a picture stands still, what was coded coarsely is refined with the bits left
/// over.
public final class Vp8Encoder {
  private static final int FINEST = 4;
  private static final int COARSEST = 127;
  private static final int KEY_FRAME_BUDGETS = 6;
  // The share of each frame's bits that pays for a key frame, so that none is left out for it.
  private static final double KEY_FRAME_REPAYMENT = 0.05;
  private static final int ATTEMPTS = 3;
  private static final int WORTH_REFINING = 6;
  private static final int HEADER_BITS = 200;

  private final int width;
  private final int height;
  private final int framesPerSecond;
  private final int columns;
  private final int rows;
  private final int stride;
  private final Planes source;
  private final Planes earlier;
  private final Planes shown;
  private final Planes reference;
  private final boolean[] changed;
  private final boolean[] interPredicted;
  private final int[] codedAt;
  private final int[] codedAtBefore;
  private final BoolEncoder modes = new BoolEncoder();
  private final MacroblockCoder coder;
  private final RateControl keyFrames = new RateControl(900);
  private final RateControl interFrames = new RateControl(600);

  private int bitrateBps;
  private boolean started;
  private double debtBits;
  private double owedByKeyFrame;
  private int refineFrom;

  /// Both sides even, at most 1280x720 when it shall keep up with 30 frames a second.
  public Vp8Encoder(int width, int height, int framesPerSecond, int bitrateBps) {
    if (width > 4096 || height > 4096 || framesPerSecond < 1) {
      throw new IllegalArgumentException(width + "x" + height + " at " + framesPerSecond);
    }
    this.width = width;
    this.height = height;
    this.framesPerSecond = framesPerSecond;
    columns = (width + 15) / 16;
    rows = (height + 15) / 16;
    stride = columns * 16;
    source = new Planes(stride, rows * 16);
    earlier = new Planes(stride, rows * 16);
    shown = new Planes(stride, rows * 16);
    reference = new Planes(stride, rows * 16);
    changed = new boolean[columns * rows];
    interPredicted = new boolean[columns * rows];
    codedAt = new int[columns * rows];
    codedAtBefore = new int[columns * rows];
    coder = new MacroblockCoder(columns, stride, source, shown);
    bitrate(bitrateBps);
  }

  /// Changes the target from the next frame on.
  public void bitrate(int bps) {
    bitrateBps = Math.max(10_000, bps);
  }

  /// Codes the next picture. It may be drawn over afterwards.
  public EncodedFrame encode(I420 picture, boolean wantKeyFrame) {
    if (picture.width() != width || picture.height() != height) {
      throw new IllegalArgumentException(
          "a picture of %dx%d".formatted(picture.width(), picture.height()));
    }
    boolean keyFrame = wantKeyFrame || !started;
    source.take(picture);
    int toCode = markChanged(keyFrame);
    double perFrame = (double) bitrateBps / framesPerSecond;
    double budget =
        keyFrame
            ? perFrame * KEY_FRAME_BUDGETS
            : Math.clamp(perFrame - debtBits * 0.1, perFrame * 0.5, perFrame * 1.5);
    RateControl control = keyFrame ? keyFrames : interFrames;
    int quantizer = control.quantizer(budget, toCode);
    if (!keyFrame && quantizer == FINEST) {
      toCode += refine(control.affordable(budget, FINEST) - toCode);
    }
    reference.copyFrom(shown);
    System.arraycopy(codedAt, 0, codedAtBefore, 0, codedAt.length);
    byte[] data = encode(keyFrame, quantizer, toCode);
    control.learn(data.length * 8, toCode, quantizer);
    for (int attempt = 1;
        attempt < ATTEMPTS && data.length * 8 > 1.5 * budget && quantizer < COARSEST;
        attempt++) {
      quantizer = Math.max(quantizer + 4, control.quantizer(budget, toCode));
      quantizer = Math.min(quantizer, COARSEST);
      shown.copyFrom(reference);
      System.arraycopy(codedAtBefore, 0, codedAt, 0, codedAt.length);
      data = encode(keyFrame, quantizer, toCode);
      control.learn(data.length * 8, toCode, quantizer);
    }
    started = true;
    earlier.copyFrom(source);
    if (keyFrame) {
      owedByKeyFrame = Math.max(owedByKeyFrame, debtBits + data.length * 8);
    }
    settle(data.length * 8);
    return new EncodedFrame(data, keyFrame, quantizer, toCode);
  }

  /// Whether so many bits were spent beyond the target, even at the coarsest quantizer, that the
  /// next picture is better left out.
  public boolean isBehind() {
    return debtBits > 4.0 * bitrateBps / framesPerSecond && debtBits > owedByKeyFrame;
  }

  /// Passes over a picture: its share of the bitrate pays for what was spent.
  public void leaveOut() {
    settle(0);
  }

  private void settle(int bits) {
    double perFrame = (double) bitrateBps / framesPerSecond;
    debtBits = Math.clamp(debtBits + bits - perFrame, -perFrame, bitrateBps);
    owedByKeyFrame = Math.max(0, owedByKeyFrame - perFrame * KEY_FRAME_REPAYMENT);
  }

  /// What a decoder shows after the last frame.
  public I420 reconstruction() {
    I420 picture = new I420(width, height);
    shown.give(picture);
    return picture;
  }

  private int markChanged(boolean all) {
    int count = 0;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < columns; column++) {
        boolean different = all || source.differs(earlier, column, row);
        changed[row * columns + column] = different;
        count += different ? 1 : 0;
      }
    }
    return count;
  }

  /// Marks up to so many macroblocks that stand still and were coded coarsely, in turn.
  private int refine(int affordable) {
    int marked = 0;
    for (int i = 0; i < changed.length && marked < affordable; i++) {
      refineFrom = (refineFrom + 1) % changed.length;
      if (!changed[refineFrom] && codedAt[refineFrom] > FINEST + WORTH_REFINING) {
        changed[refineFrom] = true;
        marked++;
      }
    }
    return marked;
  }

  private byte[] encode(boolean keyFrame, int quantizer, int toCode) {
    modes.reset();
    coder.begin(quantizer);
    int all = columns * rows;
    int skipProbability = probability(toCode, all);
    writeHeader(keyFrame, quantizer, skipProbability);
    // Which of the changed ones can be predicted from the last frame is not known yet.
    int intraProbability = probability(toCode, all);
    if (!keyFrame) {
      modes.literal(intraProbability, 8);
      modes.literal(255, 8); // Always the last frame, never the golden one.
      modes.literal(128, 8);
      modes.flag(false); // Probabilities of luma and chroma modes stay as they are.
      modes.flag(false);
      for (int update : Vp8Tables.MOTION_UPDATE) {
        modes.write(update, false);
      }
    }
    for (int row = 0; row < rows; row++) {
      coder.beginRow();
      for (int column = 0; column < columns; column++) {
        int at = row * columns + column;
        if (changed[at]) {
          codedAt[at] = quantizer;
          interPredicted[at] = coder.code(column, row, !keyFrame);
          modes.write(skipProbability, false);
        } else {
          coder.skip(column);
          interPredicted[at] = true;
          modes.write(skipProbability, true);
        }
        if (keyFrame) {
          writeKeyFrameModes();
        } else {
          modes.write(intraProbability, interPredicted[at]);
          if (interPredicted[at]) {
            modes.write(255, false);
            modes.write(Vp8Tables.ZERO_VECTOR[interNeighbours(column, row)], false);
          } else {
            writeInterFrameModes();
          }
        }
      }
    }
    modes.finish();
    return assemble(keyFrame);
  }

  private static int probability(int part, int all) {
    return Math.clamp(Math.round(255f * part / all), 1, 255);
  }

  /// [§9.3](https://www.rfc-editor.org/rfc/rfc6386#section-9.3) to §9.11.
  private void writeHeader(boolean keyFrame, int quantizer, int skipProbability) {
    if (keyFrame) {
      modes.flag(false); // Colour space YUV.
      modes.flag(false); // Samples must be clamped.
    }
    modes.flag(false); // No segments.
    modes.flag(false); // Normal loop filter,
    modes.literal(0, 6); // of no strength
    modes.literal(0, 3);
    modes.flag(false); // and without adjustments.
    modes.literal(0, 2); // One partition of coefficients.
    modes.literal(quantizer, 7);
    for (int difference = 0; difference < 5; difference++) {
      modes.flag(false);
    }
    if (!keyFrame) {
      modes.flag(false); // The golden frame stays,
      modes.flag(false); // the alternative one too,
      modes.literal(0, 2);
      modes.literal(0, 2);
      modes.flag(false); // with their signs.
      modes.flag(false);
    }
    modes.flag(true); // Probabilities hold on for later frames.
    if (!keyFrame) {
      modes.flag(true); // This frame is the next one's last.
    }
    for (int update : Vp8Tables.COEFFICIENT_UPDATE) {
      modes.write(update, false);
    }
    modes.flag(true); // Macroblocks can be skipped.
    modes.literal(skipProbability, 8);
  }

  /// [§11.2](https://www.rfc-editor.org/rfc/rfc6386#section-11.2); a key frame has modes and
  /// probabilities of its own.
  private void writeKeyFrameModes() {
    modes.write(145, true); // Not predicted in 4x4 blocks.
    boolean straight = coder.lumaMode() <= Predictor.VERTICAL;
    modes.write(156, !straight);
    if (straight) {
      modes.write(163, coder.lumaMode() == Predictor.VERTICAL);
    } else {
      modes.write(128, coder.lumaMode() == Predictor.TRUE_MOTION);
    }
    writeChromaMode(142, 114, 183);
  }

  /// [§16.2](https://www.rfc-editor.org/rfc/rfc6386#section-16.2).
  private void writeInterFrameModes() {
    modes.write(112, coder.lumaMode() != Predictor.DC);
    if (coder.lumaMode() != Predictor.DC) {
      boolean trueMotion = coder.lumaMode() == Predictor.TRUE_MOTION;
      modes.write(86, trueMotion);
      if (trueMotion) {
        modes.write(37, false);
      } else {
        modes.write(140, coder.lumaMode() == Predictor.HORIZONTAL);
      }
    }
    writeChromaMode(162, 101, 204);
  }

  private void writeChromaMode(int notDc, int notVertical, int notHorizontal) {
    int mode = coder.chromaMode();
    modes.write(notDc, mode != Predictor.DC);
    if (mode != Predictor.DC) {
      modes.write(notVertical, mode != Predictor.VERTICAL);
      if (mode != Predictor.VERTICAL) {
        modes.write(notHorizontal, mode != Predictor.HORIZONTAL);
      }
    }
  }

  private int interNeighbours(int column, int row) {
    int at = row * columns + column;
    int weight = 0;
    if (row > 0 && interPredicted[at - columns]) {
      weight += 2;
    }
    if (column > 0 && interPredicted[at - 1]) {
      weight += 2;
    }
    if (row > 0 && column > 0 && interPredicted[at - columns - 1]) {
      weight += 1;
    }
    return weight;
  }

  /// The frame tag, [§9.1](https://www.rfc-editor.org/rfc/rfc6386#section-9.1), and both
  /// partitions.
  private byte[] assemble(boolean keyFrame) {
    BoolEncoder coefficients = coder.finish();
    int head = keyFrame ? 10 : 3;
    byte[] data = new byte[head + modes.length() + coefficients.length()];
    int tag = (keyFrame ? 0 : 1) | 1 << 4 | modes.length() << 5;
    data[0] = (byte) tag;
    data[1] = (byte) (tag >> 8);
    data[2] = (byte) (tag >> 16);
    if (keyFrame) {
      data[3] = (byte) 0x9d;
      data[4] = 0x01;
      data[5] = 0x2a;
      data[6] = (byte) width;
      data[7] = (byte) (width >> 8);
      data[8] = (byte) height;
      data[9] = (byte) (height >> 8);
    }
    modes.copyTo(data, head);
    coefficients.copyTo(data, head + modes.length());
    return data;
  }

  /// How many bits a macroblock costs at which quantizer, learnt from frames already coded.
  private static final class RateControl {
    private double bitsTimesStep;

    RateControl(double bitsTimesStep) {
      // Bits of a macroblock at a step of 16, times that.
      this.bitsTimesStep = bitsTimesStep * 16;
    }

    int quantizer(double budget, int macroblocks) {
      for (int index = FINEST; index < COARSEST; index++) {
        if (expected(macroblocks, index) <= budget) {
          return index;
        }
      }
      return COARSEST;
    }

    int affordable(double budget, int quantizer) {
      return (int) ((budget - HEADER_BITS) / (bitsTimesStep / Vp8Tables.yAc(quantizer)));
    }

    private double expected(int macroblocks, int quantizer) {
      return HEADER_BITS + macroblocks * bitsTimesStep / Vp8Tables.yAc(quantizer);
    }

    void learn(int bits, int macroblocks, int quantizer) {
      if (macroblocks > 0) {
        double seen =
            Math.max(0, bits - HEADER_BITS) * (double) Vp8Tables.yAc(quantizer) / macroblocks;
        bitsTimesStep += (seen - bitsTimesStep) * 0.5;
      }
    }
  }

  /// Three planes padded to whole macroblocks.
  static final class Planes {
    final int stride;
    final int height;
    final byte[] y;
    final byte[] u;
    final byte[] v;

    Planes(int stride, int height) {
      this.stride = stride;
      this.height = height;
      y = new byte[stride * height];
      u = new byte[stride * height / 4];
      v = new byte[stride * height / 4];
    }

    void copyFrom(Planes other) {
      System.arraycopy(other.y, 0, y, 0, y.length);
      System.arraycopy(other.u, 0, u, 0, u.length);
      System.arraycopy(other.v, 0, v, 0, v.length);
    }

    /// Copies a picture and repeats its last column and row into the padding.
    void take(I420 picture) {
      take(picture.y(), picture.width(), picture.height(), y, stride, height);
      take(picture.u(), picture.width() / 2, picture.height() / 2, u, stride / 2, height / 2);
      take(picture.v(), picture.width() / 2, picture.height() / 2, v, stride / 2, height / 2);
    }

    private static void take(byte[] from, int width, int rows, byte[] to, int stride, int height) {
      for (int row = 0; row < height; row++) {
        int at = row * stride;
        int last = Math.min(row, rows - 1) * width;
        System.arraycopy(from, last, to, at, width);
        Arrays.fill(to, at + width, at + stride, from[last + width - 1]);
      }
    }

    void give(I420 picture) {
      give(y, stride, picture.y(), picture.width(), picture.height());
      give(u, stride / 2, picture.u(), picture.width() / 2, picture.height() / 2);
      give(v, stride / 2, picture.v(), picture.width() / 2, picture.height() / 2);
    }

    private static void give(byte[] from, int stride, byte[] to, int width, int rows) {
      for (int row = 0; row < rows; row++) {
        System.arraycopy(from, row * stride, to, row * width, width);
      }
    }

    boolean differs(Planes other, int column, int row) {
      return differs(y, other.y, (row * stride + column) * 16, stride, 16)
          || differs(u, other.u, (row * stride / 2 + column) * 8, stride / 2, 8)
          || differs(v, other.v, (row * stride / 2 + column) * 8, stride / 2, 8);
    }

    private static boolean differs(byte[] a, byte[] b, int from, int stride, int size) {
      for (int row = 0; row < size; row++) {
        int at = from + row * stride;
        if (!Arrays.equals(a, at, at + size, b, at, at + size)) {
          return true;
        }
      }
      return false;
    }
  }
}
