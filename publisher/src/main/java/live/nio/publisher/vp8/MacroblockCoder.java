package live.nio.publisher.vp8;

import java.util.Arrays;

/// Predicts, transforms, quantizes and writes macroblocks, and rebuilds them as a decoder will.
///
/// Works on the decoded picture in place: until a macroblock is coded, what stands there is the
/// last frame.
final class MacroblockCoder {
  // Whether the neighbour's block had coefficients: four of luma, two each of both chromas, one of
  // the transformed DCs.
  private static final int U = 4;
  private static final int V = 6;
  private static final int Y2 = 8;
  private static final int CONTEXTS = 9;

  private final int stride;
  private final Vp8Encoder.Planes source;
  private final Vp8Encoder.Planes shown;
  private final BoolEncoder out = new BoolEncoder();
  private final int[] above;
  private final int[] left = new int[CONTEXTS];
  private final Predictor luma = new Predictor(16);
  private final Predictor blue = new Predictor(8);
  private final Predictor red = new Predictor(8);
  private final int[] coefficients = new int[25 * 16];
  private final int[] levels = new int[16];

  private int quantizer;
  private int lumaMode;
  private int chromaMode;

  MacroblockCoder(int columns, int stride, Vp8Encoder.Planes source, Vp8Encoder.Planes shown) {
    this.stride = stride;
    this.source = source;
    this.shown = shown;
    above = new int[columns * CONTEXTS];
  }

  void begin(int index) {
    quantizer = index;
    Arrays.fill(above, 0);
    out.reset();
  }

  void beginRow() {
    Arrays.fill(left, 0);
  }

  BoolEncoder finish() {
    out.finish();
    return out;
  }

  int lumaMode() {
    return lumaMode;
  }

  int chromaMode() {
    return chromaMode;
  }

  /// Leaves a macroblock as it stands in the last frame.
  void skip(int column) {
    Arrays.fill(above, column * CONTEXTS, (column + 1) * CONTEXTS, 0);
    Arrays.fill(left, 0);
  }

  /// Codes a macroblock.
  ///
  /// @param mayRepeat whether the last frame may serve as prediction
  /// @return whether it does; otherwise [#lumaMode] and [#chromaMode] tell how it was predicted
  boolean code(int column, int row, boolean mayRepeat) {
    int atLuma = (row * stride + column) * 16;
    int atChroma = (row * (stride / 2) + column) * 8;
    int half = stride / 2;
    luma.look(shown.y, atLuma, stride, row > 0, column > 0);
    blue.look(shown.u, atChroma, half, row > 0, column > 0);
    red.look(shown.v, atChroma, half, row > 0, column > 0);
    int lumaCost = Integer.MAX_VALUE;
    int chromaCost = Integer.MAX_VALUE;
    for (int mode = 0; mode < Predictor.MODES; mode++) {
      int cost = luma.cost(mode, source.y, atLuma, stride);
      if (cost < lumaCost) {
        lumaCost = cost;
        lumaMode = mode;
      }
      cost = blue.cost(mode, source.u, atChroma, half) + red.cost(mode, source.v, atChroma, half);
      if (cost < chromaCost) {
        chromaCost = cost;
        chromaMode = mode;
      }
    }
    boolean repeats =
        mayRepeat
            && Predictor.difference(source.y, shown.y, atLuma, stride, 16)
                    + Predictor.difference(source.u, shown.u, atChroma, half, 8)
                    + Predictor.difference(source.v, shown.v, atChroma, half, 8)
                < lumaCost + chromaCost;
    if (!repeats) {
      luma.predict(lumaMode, shown.y, atLuma, stride);
      blue.predict(chromaMode, shown.u, atChroma, half);
      red.predict(chromaMode, shown.v, atChroma, half);
    }
    codeLuma(column, atLuma);
    codeChroma(column, U, source.u, shown.u, atChroma);
    codeChroma(column, V, source.v, shown.v, atChroma);
    return repeats;
  }

  private void codeLuma(int column, int at) {
    int dcs = 16 * 16;
    for (int block = 0; block < 16; block++) {
      int to = block * 16;
      residual(source.y, shown.y, lumaOffset(at, block), stride, to);
      Transform.forwardDct(coefficients, to);
      coefficients[dcs + block] = coefficients[to];
      coefficients[to] = 0;
    }
    Transform.forwardWalsh(coefficients, dcs);
    write(dcs, Vp8Tables.Y2, column, Y2, Y2, Vp8Tables.y2Dc(quantizer), Vp8Tables.y2Ac(quantizer));
    Transform.inverseWalsh(coefficients, dcs);
    int dcStep = Vp8Tables.yDc(quantizer);
    int acStep = Vp8Tables.yAc(quantizer);
    for (int block = 0; block < 16; block++) {
      int to = block * 16;
      write(to, Vp8Tables.Y_WITHOUT_DC, column, block % 4, block / 4, dcStep, acStep);
      coefficients[to] = coefficients[dcs + block];
      Transform.addInverseDct(coefficients, to, shown.y, lumaOffset(at, block), stride);
    }
  }

  private int lumaOffset(int at, int block) {
    return at + (block / 4) * 4 * stride + (block % 4) * 4;
  }

  private void codeChroma(int column, int context, byte[] wanted, byte[] plane, int at) {
    int half = stride / 2;
    int dcStep = Vp8Tables.uvDc(quantizer);
    int acStep = Vp8Tables.uvAc(quantizer);
    for (int block = 0; block < 4; block++) {
      int x = block % 2;
      int y = block / 2;
      int offset = at + y * 4 * half + x * 4;
      residual(wanted, plane, offset, half, 0);
      Transform.forwardDct(coefficients, 0);
      write(0, Vp8Tables.CHROMA, column, context + x, context + y, dcStep, acStep);
      Transform.addInverseDct(coefficients, 0, plane, offset, half);
    }
  }

  private void residual(byte[] wanted, byte[] predicted, int at, int step, int to) {
    for (int row = 0; row < 4; row++) {
      for (int column = 0; column < 4; column++) {
        int i = at + row * step + column;
        coefficients[to + row * 4 + column] = (wanted[i] & 0xff) - (predicted[i] & 0xff);
      }
    }
  }

  /// Quantizes a block, writes its levels, and puts in their place what a decoder makes of them.
  private void write(
      int from, int kind, int column, int contextAbove, int contextLeft, int dcStep, int acStep) {
    int first = kind == Vp8Tables.Y_WITHOUT_DC ? 1 : 0;
    int last = -1;
    for (int n = first; n < 16; n++) {
      int at = from + Vp8Tables.ZIGZAG[n];
      int step = n == 0 ? dcStep : acStep;
      int value = coefficients[at];
      int level = (Math.abs(value) + step * 3 / 8) / step;
      if (level > 0) {
        level = Math.min(level, 2047);
        last = n;
        levels[n] = value < 0 ? -level : level;
      } else {
        levels[n] = 0;
      }
      coefficients[at] = levels[n] * step;
    }
    int upper = column * CONTEXTS + contextAbove;
    Tokens.write(out, kind, first, above[upper] + left[contextLeft], levels, last);
    int any = last >= first ? 1 : 0;
    above[upper] = any;
    left[contextLeft] = any;
  }
}
