package live.nio.platform;

import com.drew.imaging.jpeg.JpegMetadataReader;
import com.drew.imaging.jpeg.JpegProcessingException;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifReader;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.AffineTransform;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Turns bytes somebody sent into clean pixels of a kind's shape, and those into a JPEG. Any
/// thread; keeps the processor busy for some tenths of a second.
///
/// ```
/// magic bytes ─▶ reader ─▶ width × height ─▶ pixels, every n-th ─▶ upright, to the shape ─▶ JPEG
///      └ unsupported          └ too large       └ damaged: unsupported
/// ```
///
/// The dimensions are read before any pixel, and of a large picture only every n-th pixel is kept,
/// so that memory follows from the result rather than from what a header says. Nothing but pixels
/// survives: no metadata, no second file hidden behind or inside the first.
final class PictureReader {

  private static final Logger LOG = Logger.getLogger(PictureReader.class);

  private static final int MAX_MEGAPIXELS = 40;
  private static final int MAX_SIDE = 20_000;
  private static final float QUALITY = 0.85f;

  private enum Format {
    JPEG(0xff, 0xd8, 0xff),
    PNG(0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'),
    GIF('G', 'I', 'F', '8');

    @SuppressWarnings("ImmutableEnumChecker")
    private final int[] magic;

    Format(int... magic) {
      this.magic = magic;
    }

    static @Nullable Format of(byte[] bytes) {
      for (Format format : values()) {
        if (format.begins(bytes)) {
          return format;
        }
      }
      return null;
    }

    private boolean begins(byte[] bytes) {
      if (bytes.length < magic.length) {
        return false;
      }
      for (int i = 0; i < magic.length; i++) {
        if ((bytes[i] & 0xff) != magic[i]) {
          return false;
        }
      }
      return true;
    }
  }

  private PictureReader() {}

  /// @throws DomainError `unsupported_picture`, `too_large`
  static BufferedImage read(PictureKind kind, byte[] bytes) {
    Format format = Format.of(bytes);
    if (format == null) {
      throw new PictureErrors.Unsupported();
    }
    try {
      BufferedImage pixels = decode(kind, format, bytes);
      return shape(kind, pixels, orientation(format, bytes));
    } catch (DomainError refusal) {
      throw refusal;
    } catch (IOException | RuntimeException damaged) {
      // Decoders throw anything at malformed input: index, argument, colour profile.
      LOG.debugf("A %s could not be read: %s", format, damaged.getClass().getName());
      throw new PictureErrors.Unsupported();
    }
  }

  // ---- reading

  private static BufferedImage decode(PictureKind kind, Format format, byte[] bytes)
      throws IOException {
    ImageReader reader =
        ImageIO.getImageReadersByFormatName(format.name().toLowerCase(Locale.ROOT)).next();
    try (ImageInputStream input =
        new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes))) {
      List<String> warnings = new ArrayList<>();
      reader.addIIOReadWarningListener((_, warning) -> warnings.add(warning));
      reader.setInput(input, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (width > MAX_SIDE
          || height > MAX_SIDE
          || (long) width * height > MAX_MEGAPIXELS * 1_000_000L) {
        throw new PictureErrors.TooManyPixels(MAX_MEGAPIXELS);
      }
      ImageReadParam parameters = reader.getDefaultReadParam();
      // Twice the size wanted at least: the rest is averaged, not left out.
      int step = Math.max(1, (int) (1 / (2 * scale(kind, width, height))));
      parameters.setSourceSubsampling(step, step, 0, 0);
      BufferedImage pixels = reader.read(0, parameters);
      // The JPEG reader paints grey what is missing, and only warns.
      if (warnings.stream().anyMatch(PictureReader::tellsOfAMissingPart)) {
        throw new PictureErrors.Unsupported();
      }
      return pixels;
    } finally {
      reader.dispose();
    }
  }

  private static boolean tellsOfAMissingPart(String warning) {
    String lower = warning.toLowerCase(Locale.ROOT);
    return lower.contains("truncated") || lower.contains("premature");
  }

  /// How phones were held: a number of 1 to 8 ([Exif 2.32, tag
  /// 0x0112](https://www.cipa.jp/std/documents/e/DC-X008-Translation-2019-E.pdf)).
  private static int orientation(Format format, byte[] bytes) throws IOException {
    if (format != Format.JPEG) {
      return 1;
    }
    try {
      ExifIFD0Directory exif =
          JpegMetadataReader.readMetadata(
                  new ByteArrayInputStream(bytes), List.of(new ExifReader()))
              .getFirstDirectoryOfType(ExifIFD0Directory.class);
      Integer orientation =
          exif == null ? null : exif.getInteger(ExifDirectoryBase.TAG_ORIENTATION);
      return orientation == null || orientation < 1 || orientation > 8 ? 1 : orientation;
    } catch (JpegProcessingException unreadable) {
      return 1;
    }
  }

  // ---- drawing

  /// By how much a picture shrinks on its way to a kind's shape; never above 1.
  private static double scale(PictureKind kind, int width, int height) {
    double horizontal = (double) kind.width() / width;
    double vertical = (double) kind.height() / height;
    return Math.min(
        1, kind.cropped() ? Math.max(horizontal, vertical) : Math.min(horizontal, vertical));
  }

  private static BufferedImage shape(PictureKind kind, BufferedImage pixels, int orientation) {
    int w = pixels.getWidth();
    int h = pixels.getHeight();
    boolean turned = orientation >= 5;
    BufferedImage upright = canvas(turned ? h : w, turned ? w : h);
    draw(upright, pixels, upright(orientation, w, h));
    BufferedImage halved = upright;
    // One step from far above would leave out pixels.
    while (scale(kind, halved.getWidth(), halved.getHeight()) <= 0.5) {
      halved = resized(halved, 0.5);
    }
    BufferedImage sized = resized(halved, scale(kind, halved.getWidth(), halved.getHeight()));
    if (!kind.cropped()) {
      return sized;
    }
    int side = Math.min(sized.getWidth(), sized.getHeight());
    BufferedImage square = canvas(side, side);
    draw(
        square,
        sized,
        AffineTransform.getTranslateInstance(
            (side - sized.getWidth()) / 2.0, (side - sized.getHeight()) / 2.0));
    return square;
  }

  private static AffineTransform upright(int orientation, int w, int h) {
    return switch (orientation) {
      case 2 -> new AffineTransform(-1, 0, 0, 1, w, 0);
      case 3 -> new AffineTransform(-1, 0, 0, -1, w, h);
      case 4 -> new AffineTransform(1, 0, 0, -1, 0, h);
      case 5 -> new AffineTransform(0, 1, 1, 0, 0, 0);
      case 6 -> new AffineTransform(0, 1, -1, 0, h, 0);
      case 7 -> new AffineTransform(0, -1, -1, 0, h, w);
      case 8 -> new AffineTransform(0, -1, 1, 0, 0, w);
      default -> new AffineTransform();
    };
  }

  private static BufferedImage resized(BufferedImage image, double scale) {
    int width = Math.max(1, (int) Math.round(image.getWidth() * scale));
    int height = Math.max(1, (int) Math.round(image.getHeight() * scale));
    BufferedImage resized = canvas(width, height);
    draw(
        resized,
        image,
        AffineTransform.getScaleInstance(
            (double) width / image.getWidth(), (double) height / image.getHeight()));
    return resized;
  }

  private static BufferedImage canvas(int width, int height) {
    return new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
  }

  /// JPEG knows no transparency; what shows through is white.
  private static void draw(BufferedImage canvas, BufferedImage image, AffineTransform way) {
    Graphics2D graphics = canvas.createGraphics();
    try {
      graphics.setColor(Color.WHITE);
      graphics.fillRect(0, 0, canvas.getWidth(), canvas.getHeight());
      graphics.setRenderingHint(
          RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
      graphics.drawImage(image, way, null);
    } finally {
      graphics.dispose();
    }
  }

  static byte[] jpeg(BufferedImage image) throws IOException {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream output = new MemoryCacheImageOutputStream(out)) {
      writer.setOutput(output);
      ImageWriteParam parameters = Objects.requireNonNull(writer.getDefaultWriteParam());
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(QUALITY);
      writer.write(null, new IIOImage(image, null, null), parameters);
    } finally {
      writer.dispose();
    }
    return out.toByteArray();
  }
}
