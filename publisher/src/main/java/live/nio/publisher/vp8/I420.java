package live.nio.publisher.vp8;

import java.util.Arrays;

/// A picture of 8-bit samples: a plane of luma, two of chroma with half the width and height.
/// Mutable, so that a source can draw into the same one again and again.
public final class I420 {
  private final int width;
  private final int height;
  private final byte[] y;
  private final byte[] u;
  private final byte[] v;

  /// A black picture; both sides even and at least 16.
  public I420(int width, int height) {
    if (width < 16 || height < 16 || width % 2 != 0 || height % 2 != 0) {
      throw new IllegalArgumentException("no picture of " + width + "x" + height);
    }
    this.width = width;
    this.height = height;
    y = new byte[width * height];
    u = new byte[width * height / 4];
    v = new byte[width * height / 4];
    Arrays.fill(y, (byte) 16);
    Arrays.fill(u, (byte) 128);
    Arrays.fill(v, (byte) 128);
  }

  public int width() {
    return width;
  }

  public int height() {
    return height;
  }

  /// The luma plane itself, row after row without gaps.
  public byte[] y() {
    return y;
  }

  /// The plane of blue differences, rows of half the width.
  public byte[] u() {
    return u;
  }

  /// The plane of red differences, rows of half the width.
  public byte[] v() {
    return v;
  }
}
