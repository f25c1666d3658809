package live.nio.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import live.nio.testing.TestClock;
import live.nio.testing.TestPictures;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class PicturesTest {

  @TempDir Path folder;

  private final TestClock clock = TestClock.start();
  private Pictures pictures;

  @BeforeEach
  void open() {
    pictures = new Pictures(folder, TestDatabase.secrets(), clock);
  }

  private byte[] stored(PictureKind kind, byte[] bytes) {
    return pictures.find(kind, pictures.store(kind, bytes).name()).orElseThrow();
  }

  private static String nearest(BufferedImage image, double x, double y) {
    Color color =
        new Color(
            image.getRGB((int) (x * (image.getWidth() - 1)), (int) (y * (image.getHeight() - 1))));
    if (color.getRed() > 200 && color.getGreen() > 200 && color.getBlue() > 200) {
      return "white";
    }
    return color.getRed() > color.getBlue() ? "red" : "blue";
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpeg", "png", "gif"})
  void everyKnownFormatBecomesAJpegOfTheKindsShape(String format) {
    byte[] picture = TestPictures.redAndBlue(format, 1_500, 900);

    Pictures.Stored avatar = pictures.store(PictureKind.AVATARS, picture);
    assertThat(avatar.name()).matches("[0-9a-f]{32}\\.jpg");
    assertThat(List.of(avatar.width(), avatar.height())).containsExactly(512, 512);
    byte[] jpeg = pictures.find(PictureKind.AVATARS, avatar.name()).orElseThrow();
    assertThat(jpeg).startsWith(0xff, 0xd8, 0xff);
    BufferedImage image = TestPictures.decode(jpeg);
    assertThat(image.getWidth()).isEqualTo(512);
    assertThat(nearest(image, 0.1, 0.5)).isEqualTo("red");
    assertThat(nearest(image, 0.9, 0.5)).isEqualTo("blue");

    Pictures.Stored preview = pictures.store(PictureKind.PREVIEWS, picture);
    assertThat(List.of(preview.width(), preview.height())).containsExactly(1_200, 720);
  }

  @Test
  void smallPicturesAreNotBlownUp() {
    Pictures.Stored avatar =
        pictures.store(PictureKind.AVATARS, TestPictures.redAndBlue("png", 40, 30));
    assertThat(List.of(avatar.width(), avatar.height())).containsExactly(30, 30);
    assertThat(pictures.store(PictureKind.AVATARS, TestPictures.redAndBlue("png", 1, 1)).width())
        .isEqualTo(1);
  }

  @Test
  void whatOneCanSeeThroughIsWhite() {
    assertThat(
            nearest(
                TestPictures.decode(stored(PictureKind.AVATARS, TestPictures.transparent())),
                0.5,
                0.5))
        .isEqualTo("white");
  }

  /// Red is left and blue is right in the pixels; where they are when the phone is held upright.
  @ParameterizedTest
  @CsvSource({
    "1, 0.1, 0.5, 0.9, 0.5",
    "2, 0.9, 0.5, 0.1, 0.5",
    "3, 0.9, 0.5, 0.1, 0.5",
    "4, 0.1, 0.5, 0.9, 0.5",
    "5, 0.5, 0.1, 0.5, 0.9",
    "6, 0.5, 0.1, 0.5, 0.9",
    "7, 0.5, 0.9, 0.5, 0.1",
    "8, 0.5, 0.9, 0.5, 0.1",
    "0, 0.1, 0.5, 0.9, 0.5",
    "77, 0.1, 0.5, 0.9, 0.5",
  })
  void phonesPicturesStandUprightAndTellNothingOfThePhone(
      int orientation, double redX, double redY, double blueX, double blueY) {
    byte[] sent =
        TestPictures.withExif(
            TestPictures.redAndBlue("jpeg", 300, 200), orientation, "SecretCamera");
    assertThat(new String(sent, StandardCharsets.ISO_8859_1)).contains("Exif", "SecretCamera");

    byte[] jpeg = stored(PictureKind.AVATARS, sent);
    assertThat(new String(jpeg, StandardCharsets.ISO_8859_1))
        .doesNotContain("Exif", "SecretCamera");
    BufferedImage image = TestPictures.decode(jpeg);
    assertThat(nearest(image, redX, redY)).isEqualTo("red");
    assertThat(nearest(image, blueX, blueY)).isEqualTo("blue");
  }

  @Nested
  class Refused {

    private void unsupported(byte[] bytes) {
      assertThatThrownBy(() -> pictures.store(PictureKind.AVATARS, bytes))
          .isInstanceOf(PictureErrors.Unsupported.class);
      assertThat(folder).isEmptyDirectory();
    }

    static Stream<byte[]> noPictures() {
      return Stream.of(
              "",
              "x",
              "<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
              "<!doctype html><script>alert(1)</script>",
              "RIFF\0\0\0\0WEBPVP8 ",
              "BM\0\0\0\0",
              "\u00ff\u00d8\u00ff",
              "GIF89a",
              // A GIF by its first bytes, a script to who asks for one.
              "GIF89a/*" + "x".repeat(500) + "*/=1;alert(document.domain)//;",
              "GIF89a<script>alert(1)</script>",
              "\u0089PNG\r\n\u001a\n<?php system($_GET['c']); ?>",
              "PK\u0003\u0004")
          .map(text -> text.getBytes(StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @MethodSource
    void noPictures(byte[] bytes) {
      unsupported(bytes);
    }

    @ParameterizedTest
    @CsvSource({"jpeg, 0.2", "jpeg, 0.7", "jpeg, 0.99", "png, 0.2", "png, 0.7", "gif, 0.2"})
    void picturesThatWereCutOff(String format, double kept) {
      byte[] whole = TestPictures.redAndBlue(format, 300, 200);
      unsupported(Arrays.copyOf(whole, (int) (whole.length * kept)));
    }

    @Test
    void bombsByTheirDimensionsBeforeAPixelIsRead() {
      for (byte[] bomb :
          List.of(TestPictures.bomb(19_999, 19_999), TestPictures.bomb(1_000_000, 1))) {
        assertThat(bomb.length).isLessThan(100_000);
        assertThatThrownBy(() -> pictures.store(PictureKind.AVATARS, bomb))
            .isInstanceOf(PictureErrors.TooManyPixels.class);
      }
    }

    @Test
    void moreBytesThanTheKindMayHave() {
      assertThatThrownBy(() -> pictures.store(PictureKind.PREVIEWS, new byte[2_000_001]))
          .isInstanceOf(PictureErrors.TooManyBytes.class);
    }

    @Test
    void damagedOnesWithoutEverFailingOtherwise() {
      Random random = new Random(7);
      for (String format : List.of("jpeg", "png", "gif")) {
        byte[] whole = TestPictures.withExif(TestPictures.redAndBlue(format, 60, 40), 6, "Camera");
        for (int i = 0; i < 300; i++) {
          byte[] damaged = whole.clone();
          for (int n = 0; n < 8; n++) {
            damaged[8 + random.nextInt(damaged.length - 8)] = (byte) random.nextInt();
          }
          try {
            pictures.store(PictureKind.AVATARS, damaged);
          } catch (DomainError refusal) {
            assertThat(refusal.code()).isIn("unsupported_picture", "too_large");
          }
        }
      }
    }
  }

  @Test
  void aSecondFileBehindAPictureDoesNotSurvive() throws IOException {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.write(TestPictures.redAndBlue("jpeg", 60, 40));
    ZipOutputStream zip = new ZipOutputStream(both);
    zip.putNextEntry(new ZipEntry("evil.class"));
    zip.write("payload".getBytes(StandardCharsets.US_ASCII));
    zip.close();

    byte[] jpeg = stored(PictureKind.PREVIEWS, both.toByteArray());
    assertThat(new String(jpeg, StandardCharsets.ISO_8859_1)).doesNotContain("PK", "evil.class");
    assertThat(nearest(TestPictures.decode(jpeg), 0.9, 0.5)).isEqualTo("blue");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "../keys/jwt.key",
        "..%2fkeys%2fjwt.key",
        "/etc/passwd",
        "",
        ".",
        "0123456789abcdef0123456789abcdef.jpg.part",
        "0123456789ABCDEF0123456789ABCDEF.jpg",
        "0123456789abcdef0123456789abcdef.jpg\n",
        "0123456789abcdef0123456789abcdef.jpg",
      })
  void noNameLeadsAnywhereElse(String name) throws IOException {
    Files.createDirectories(folder.resolve("avatars"));
    assertThat(pictures.find(PictureKind.AVATARS, name)).isEmpty();
  }

  @Test
  void aPictureIsOfItsKindOnly() {
    String name = pictures.store(PictureKind.AVATARS, TestPictures.transparent()).name();
    assertThat(pictures.find(PictureKind.PREVIEWS, name)).isEmpty();
    pictures.delete(PictureKind.AVATARS, name);
    pictures.delete(PictureKind.AVATARS, name);
    assertThat(pictures.find(PictureKind.AVATARS, name)).isEmpty();
  }

  @Test
  void theSweepDeletesWhatIsOldAndNamedByNobody() throws IOException {
    String used = pictures.store(PictureKind.AVATARS, TestPictures.transparent()).name();
    String unused = pictures.store(PictureKind.AVATARS, TestPictures.transparent()).name();
    clock.advance(Duration.ofMinutes(11));
    String fresh = pictures.store(PictureKind.AVATARS, TestPictures.transparent()).name();

    int deleted =
        pictures.sweep(
            PictureKind.AVATARS,
            Duration.ofMinutes(10),
            names -> {
              assertThat(names).containsExactlyInAnyOrder(used, unused);
              return Set.of(used);
            });
    assertThat(deleted).isEqualTo(1);
    try (Stream<Path> left = Files.list(folder.resolve("avatars"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder(used, fresh);
    }
  }
}
