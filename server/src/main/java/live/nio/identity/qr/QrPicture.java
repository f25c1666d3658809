package live.nio.identity.qr;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/// A QR code ([ISO/IEC 18004](https://www.iso.org/standard/83389.html)) as a PNG picture
/// ([W3C](https://www.w3.org/TR/png-3/)) of one bit a pixel, under 2 kB.
///
///     signature  IHDR(width, height, depth 1, greyscale)  IDAT(zlib: filter 0 and a row, …)  IEND
///
/// Error correction M: 15 % may be dirty. Around it are the four modules of white the standard asks
/// for, so that it is found on dark pages too.
final class QrPicture {

  private static final int QUIET_ZONE = 4;

  /// Sharp at 256 CSS pixels on screens of two pixels each.
  private static final int MIN_WIDTH = 512;

  private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1A, '\n'};
  private static final byte BIT_DEPTH = 1;
  private static final byte GREYSCALE = 0;

  private QrPicture() {}

  /// The picture of a text, as an address for `<img src>`.
  static String dataUrl(String text) {
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png(text));
  }

  static byte[] png(String text) {
    ByteMatrix modules = modules(text);
    int widthInModules = modules.getWidth() + 2 * QUIET_ZONE;
    int scale = Math.ceilDiv(MIN_WIDTH, widthInModules);
    int width = widthInModules * scale;
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(SIGNATURE);
    writeChunk(
        png,
        "IHDR",
        ByteBuffer.allocate(13)
            .putInt(width)
            .putInt(width)
            .put(BIT_DEPTH)
            .put(GREYSCALE)
            // Compression, filter and interlace methods: the standard's only or first ones.
            .put(new byte[3])
            .array());
    writeChunk(png, "IDAT", deflate(pixels(modules, width, scale)));
    writeChunk(png, "IEND", new byte[0]);
    return png.toByteArray();
  }

  private static ByteMatrix modules(String text) {
    try {
      return Encoder.encode(text, ErrorCorrectionLevel.M).getMatrix();
    } catch (WriterException tooLong) {
      throw new IllegalStateException("links are short", tooLong);
    }
  }

  private static byte[] pixels(ByteMatrix modules, int width, int scale) {
    int rowBytes = 1 + Math.ceilDiv(width, Byte.SIZE);
    byte[] pixels = new byte[rowBytes * width];
    for (int y = 0; y < width; y++) {
      for (int x = 0; x < width; x++) {
        if (!isDark(modules, x / scale - QUIET_ZONE, y / scale - QUIET_ZONE)) {
          pixels[y * rowBytes + 1 + x / Byte.SIZE] |= (byte) (0x80 >> x % Byte.SIZE);
        }
      }
    }
    return pixels;
  }

  private static boolean isDark(ByteMatrix modules, int x, int y) {
    return x >= 0
        && y >= 0
        && x < modules.getWidth()
        && y < modules.getHeight()
        && modules.get(x, y) == 1;
  }

  private static byte[] deflate(byte[] bytes) {
    Deflater deflater = new Deflater(Deflater.BEST_COMPRESSION);
    try {
      deflater.setInput(bytes);
      deflater.finish();
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      byte[] buffer = new byte[1_024];
      while (!deflater.finished()) {
        out.write(buffer, 0, deflater.deflate(buffer));
      }
      return out.toByteArray();
    } finally {
      deflater.end();
    }
  }

  private static void writeChunk(ByteArrayOutputStream png, String type, byte[] data) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt(data.length).array());
    png.writeBytes(name);
    png.writeBytes(data);
    png.writeBytes(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
