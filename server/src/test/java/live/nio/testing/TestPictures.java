package live.nio.testing;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;

/// Pictures as people send them, and as attackers do.
public final class TestPictures {

  private TestPictures() {}

  /// Left half red, right half blue.
  public static byte[] redAndBlue(String format, int width, int height) {
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(Color.RED);
    graphics.fillRect(0, 0, width / 2, height);
    graphics.setColor(Color.BLUE);
    graphics.fillRect(width / 2, 0, width - width / 2, height);
    graphics.dispose();
    return encode(image, format);
  }

  /// A PNG one can see through everywhere.
  public static byte[] transparent() {
    return encode(new BufferedImage(8, 8, BufferedImage.TYPE_INT_ARGB), "png");
  }

  private static byte[] encode(BufferedImage image, String format) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      if (!ImageIO.write(image, format, out)) {
        throw new IllegalArgumentException("no writer of " + format);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static BufferedImage decode(byte[] bytes) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Puts an Exif segment with this orientation and a camera's name into a JPEG.
  public static byte[] withExif(byte[] jpeg, int orientation, String camera) {
    byte[] name = (camera + "\0").getBytes(StandardCharsets.US_ASCII);
    int ifd = 8;
    int values = ifd + 2 + 2 * 12 + 4;
    ByteBuffer tiff = ByteBuffer.allocate(values + name.length).order(ByteOrder.LITTLE_ENDIAN);
    tiff.put((byte) 'I').put((byte) 'I').putShort((short) 42).putInt(ifd).putShort((short) 2);
    tiff.putShort((short) 0x0110).putShort((short) 2).putInt(name.length).putInt(values);
    tiff.putShort((short) 0x0112).putShort((short) 3).putInt(1).putInt(orientation);
    tiff.putInt(0).put(name);
    ByteBuffer out = ByteBuffer.allocate(jpeg.length + 10 + tiff.capacity());
    out.put(jpeg, 0, 2).putShort((short) 0xffe1).putShort((short) (8 + tiff.capacity()));
    out.put(new byte[] {'E', 'x', 'i', 'f', 0, 0}).put(tiff.array());
    out.put(jpeg, 2, jpeg.length - 2);
    return out.array();
  }

  /// A PNG of a few kilobytes that says it is this large, and holds that many white pixels.
  public static byte[] bomb(int width, int height) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
      chunk(
          out,
          "IHDR",
          ByteBuffer.allocate(13)
              .putInt(width)
              .putInt(height)
              .put(new byte[] {1, 0, 0, 0, 0})
              .array());
      Deflater deflater = new Deflater(9);
      deflater.setInput(new byte[(width / 8 + 1) * Math.min(height, 2_000)]);
      deflater.finish();
      byte[] packed = new byte[100_000];
      int length = deflater.deflate(packed);
      deflater.end();
      chunk(out, "IDAT", java.util.Arrays.copyOf(packed, length));
      chunk(out, "IEND", new byte[0]);
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void chunk(ByteArrayOutputStream out, String type, byte[] content)
      throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    out.write(ByteBuffer.allocate(4).putInt(content.length).array());
    out.write(name);
    out.write(content);
    out.write(ByteBuffer.allocate(4).putInt((int) crc.getValue()).array());
  }
}
