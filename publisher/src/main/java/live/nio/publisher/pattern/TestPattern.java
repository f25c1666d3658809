package live.nio.publisher.pattern;

import java.time.LocalTime;
import java.time.ZonedDateTime;
import java.util.Arrays;
import live.nio.publisher.vp8.I420;

/// Draws the pictures of one size. The package tells what is where. Not thread-safe.
///
/// Two pictures of the same number and time are equal, sample for sample, on every machine.
public final class TestPattern {
  // Seven colour bars of 75 %, and black: luma, blue and red difference (BT.601).
  private static final int[][] BARS = {
    {180, 128, 128},
    {162, 44, 142},
    {131, 156, 44},
    {112, 72, 58},
    {84, 184, 198},
    {65, 100, 212},
    {35, 212, 114},
    {16, 128, 128}
  };
  private static final int STEPS = 256;
  private static final int[] SINE = sine();
  private static final int PERIOD_X = 240;
  private static final int PERIOD_Y = 170;

  private final int width;
  private final int height;
  private final I420 picture;
  private final I420 background;
  private final byte[] ring;

  /// Both sides even; at least 160x90, or the digits have no room.
  public TestPattern(int width, int height) {
    if (width < 160 || height < 90) {
      throw new IllegalArgumentException("no room for a clock in " + width + "x" + height);
    }
    this.width = width;
    this.height = height;
    picture = new I420(width, height);
    background = new I420(width, height);
    ring = new byte[square(2 * radius())];
    drawBars();
    drawRings();
  }

  /// Draws a picture. The same object every time.
  public I420 draw(int frameNumber, ZonedDateTime now) {
    System.arraycopy(background.y(), 0, picture.y(), 0, picture.y().length);
    System.arraycopy(background.u(), 0, picture.u(), 0, picture.u().length);
    System.arraycopy(background.v(), 0, picture.v(), 0, picture.v().length);
    drawDisc(frameNumber);
    drawText(clock(now.toLocalTime()), height / 2, height * 11 / 16);
    drawText("NIO #%08d".formatted(frameNumber), height * 11 / 16, height * 7 / 8);
    FrameNumberBlocks.draw(picture, frameNumber);
    return picture;
  }

  private static String clock(LocalTime time) {
    return "%02d:%02d:%02d.%03d"
        .formatted(time.getHour(), time.getMinute(), time.getSecond(), time.getNano() / 1_000_000);
  }

  private void drawText(String text, int top, int bottom) {
    int dot =
        Math.max(
            1,
            Math.min(width * 15 / 16 / Font.width(text), (bottom - top) * 7 / 8 / Font.height()));
    int left = (width - Font.width(text) * dot) / 2;
    Font.draw(picture, text, left, (top + bottom - Font.height() * dot) / 2, dot);
  }

  private void drawBars() {
    for (int row = 0; row < height / 2; row++) {
      for (int bar = 0; bar < BARS.length; bar++) {
        int from = bar * width / BARS.length;
        int to = (bar + 1) * width / BARS.length;
        Arrays.fill(background.y(), row * width + from, row * width + to, (byte) BARS[bar][0]);
        if (row % 2 == 0) {
          int chroma = row / 2 * (width / 2);
          int fromChroma = chroma + (from + 1) / 2;
          int toChroma = chroma + (to + 1) / 2;
          Arrays.fill(background.u(), fromChroma, toChroma, (byte) BARS[bar][1]);
          Arrays.fill(background.v(), fromChroma, toChroma, (byte) BARS[bar][2]);
        }
      }
    }
  }

  private int radius() {
    return height * 3 / 16;
  }

  /// The distance of each sample of the disc from its middle, in steps of the rings; negative
  /// outside.
  private void drawRings() {
    int radius = radius();
    for (int y = 0; y < 2 * radius; y++) {
      for (int x = 0; x < 2 * radius; x++) {
        int distance = square(2 * (x - radius) + 1) + square(2 * (y - radius) + 1);
        // Rings get narrower outwards, four waves in all.
        ring[y * 2 * radius + x] =
            (byte) (distance > square(2 * radius) ? -1 : distance * 127L / square(2 * radius));
      }
    }
  }

  /// Moves along a curve that returns after a while, and its rings move outwards.
  private void drawDisc(int frameNumber) {
    int radius = radius();
    int middleX = width / 2 + (width / 2 - radius) * sineOf(frameNumber, PERIOD_X) / 1024;
    int middleY = height / 4 + (height / 4 - radius) * sineOf(frameNumber, PERIOD_Y) / 1024;
    int left = Math.clamp(middleX - radius, 0, width - 2 * radius);
    int top = Math.clamp(middleY - radius, 0, height / 2 - 2 * radius);
    for (int y = 0; y < 2 * radius; y++) {
      for (int x = 0; x < 2 * radius; x++) {
        int distance = ring[y * 2 * radius + x];
        if (distance >= 0) {
          int to = (top + y) * width + left + x;
          picture.y()[to] =
              (byte) (126 + 100 * SINE[(distance * 8 - frameNumber * 9) & 255] / 1024);
          int chroma = (top + y) / 2 * (width / 2) + (left + x) / 2;
          picture.u()[chroma] = (byte) 128;
          picture.v()[chroma] = (byte) 128;
        }
      }
    }
  }

  private static int sineOf(int frameNumber, int period) {
    return SINE[frameNumber % period * STEPS / period];
  }

  /// One turn, -1024 to 1024.
  private static int[] sine() {
    int[] values = new int[STEPS];
    for (int i = 0; i < STEPS; i++) {
      values[i] = (int) StrictMath.round(1024 * StrictMath.sin(2 * Math.PI * i / STEPS));
    }
    return values;
  }

  private static int square(int value) {
    return value * value;
  }
}
