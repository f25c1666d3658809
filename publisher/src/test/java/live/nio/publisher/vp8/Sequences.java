package live.nio.publisher.vp8;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import live.nio.publisher.pattern.TestPattern;

/// The two films every check of the encoder uses. They are the same on every machine.
enum Sequences {
  /// The test pattern with a second key frame and two changes of bitrate; its height is no whole
  /// number of macroblocks.
  PATTERN(320, 180, 60) {
    @Override
    void film(Consumer<Shot> audience) {
      Vp8Encoder encoder = new Vp8Encoder(width(), height(), 30, 700_000);
      TestPattern pattern = new TestPattern(width(), height());
      ZonedDateTime start = ZonedDateTime.of(2026, 1, 1, 12, 34, 56, 0, ZoneOffset.UTC);
      for (int i = 0; i < frames(); i++) {
        if (i == 20) {
          encoder.bitrate(100_000);
        } else if (i == 30) {
          encoder.bitrate(3_000_000);
        }
        I420 picture = pattern.draw(i, start.plusNanos(i * 33_333_333L));
        audience.accept(new Shot(encoder.encode(picture, i == 40), encoder.reconstruction()));
      }
    }
  },

  /// Patches of noise, black and white, so that the largest coefficients and every prediction
  /// occur; neither side is a whole number of macroblocks.
  NOISE(118, 70, 40) {
    @Override
    void film(Consumer<Shot> audience) {
      Vp8Encoder encoder = new Vp8Encoder(width(), height(), 30, 200_000);
      I420 picture = new I420(width(), height());
      SplittableRandom random = new SplittableRandom(7);
      for (int i = 0; i < frames(); i++) {
        if (i % 3 != 2) {
          disturb(picture, random);
        }
        encoder.bitrate(i % 8 < 4 ? 60_000 : 20_000_000);
        audience.accept(new Shot(encoder.encode(picture, i % 16 == 0), encoder.reconstruction()));
      }
    }
  };

  /// A coded frame and what the encoder says a decoder makes of it.
  record Shot(EncodedFrame frame, I420 reconstruction) {}

  private final int width;
  private final int height;
  private final int frames;

  Sequences(int width, int height, int frames) {
    this.width = width;
    this.height = height;
    this.frames = frames;
  }

  int width() {
    return width;
  }

  int height() {
    return height;
  }

  int frames() {
    return frames;
  }

  abstract void film(Consumer<Shot> audience);

  /// The file of its checksums, a line per frame: of the frame, and of what FFmpeg decoded.
  String fixture() {
    return "/vp8/" + name().toLowerCase(java.util.Locale.ROOT) + ".md5";
  }

  private static void disturb(I420 picture, SplittableRandom random) {
    int style = random.nextInt(4);
    int left = random.nextInt(picture.width() - 8);
    int top = random.nextInt(picture.height() - 8);
    int right = random.nextInt(left + 1, picture.width());
    int bottom = random.nextInt(top + 1, picture.height());
    for (int y = top; y < bottom; y++) {
      for (int x = left; x < right; x++) {
        int value =
            switch (style) {
              case 0 -> random.nextInt(256);
              case 1 -> (x / 4 + y / 4) % 2 == 0 ? 0 : 255;
              case 2 -> (x * 255 / picture.width());
              default -> (y * 255 / picture.height());
            };
        picture.y()[y * picture.width() + x] = (byte) value;
        picture.u()[y / 2 * (picture.width() / 2) + x / 2] = (byte) (255 - value);
        picture.v()[y / 2 * (picture.width() / 2) + x / 2] = (byte) (value / 2);
      }
    }
  }

  static String checksum(I420 picture) {
    return checksum(picture.y(), picture.u(), picture.v());
  }

  static String checksum(byte[]... parts) {
    try {
      MessageDigest digest = MessageDigest.getInstance("MD5");
      for (byte[] part : parts) {
        digest.update(part);
      }
      return HexFormat.of().formatHex(digest.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
