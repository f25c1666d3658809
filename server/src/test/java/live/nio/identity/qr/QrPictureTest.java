package live.nio.identity.qr;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.util.Base64;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QrPictureTest {

  private static final String PREFIX = "data:image/png;base64,";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://localhost:3000/qr-login?code=AAAAAAAAAAAAAAAAAAAAAA",
        "https://live.example.com/qr-login?code=m3Zc0QvO-9bq_X1rW5y8Lg",
        "https://a-rather-long-name-of-a-machine.in-some-department.example.org/a/path/to/login?lang=ru&code=m3Zc0QvO-9bq_X1rW5y8Lg",
      })
  void aScannerReadsTheLinkFromIt(String link) throws Exception {
    Result result = read(decode(QrPicture.dataUrl(link)));
    assertThat(result.getText()).isEqualTo(link);
    assertThat(result.getResultMetadata())
        .containsEntry(ResultMetadataType.ERROR_CORRECTION_LEVEL, "M");
  }

  @Test
  void itIsSharpOnScreensOfTwoPixelsEachAndSmall() throws Exception {
    byte[] png = QrPicture.png("https://live.example.com/qr-login?code=m3Zc0QvO-9bq_X1rW5y8Lg");
    BufferedImage image = image(png);
    assertThat(image.getWidth()).isEqualTo(image.getHeight()).isBetween(512, 1_024);
    assertThat(png.length).isLessThan(2_048);
  }

  @Test
  void fourModulesAroundItAreWhite() throws Exception {
    BufferedImage image = decode(QrPicture.dataUrl("https://live.example.com/qr-login?code=x"));
    int module = widthOfFinderPattern(image) / 7;
    int firstDark = firstDarkColumn(image);
    assertThat(firstDark).isEqualTo(4 * module);
    for (int i = 0; i < image.getWidth(); i++) {
      assertThat(isDark(image, i, 4 * module - 1)).isFalse();
      assertThat(isDark(image, i, image.getHeight() - 4 * module)).isFalse();
    }
  }

  /// The text in a picture given as a `data:` URL.
  static String textOf(String dataUrl) throws Exception {
    return read(decode(dataUrl)).getText();
  }

  private static BufferedImage decode(String dataUrl) throws Exception {
    assertThat(dataUrl).startsWith(PREFIX);
    return image(Base64.getDecoder().decode(dataUrl.substring(PREFIX.length())));
  }

  private static BufferedImage image(byte[] png) throws Exception {
    return ImageIO.read(new ByteArrayInputStream(png));
  }

  private static Result read(BufferedImage image) throws Exception {
    int width = image.getWidth();
    int height = image.getHeight();
    int[] pixels = image.getRGB(0, 0, width, height, null, 0, width);
    Result result =
        new QRCodeReader()
            .decode(
                new BinaryBitmap(
                    new HybridBinarizer(new RGBLuminanceSource(width, height, pixels))),
                Map.of(DecodeHintType.TRY_HARDER, true));
    assertThat(result.getBarcodeFormat()).isEqualTo(BarcodeFormat.QR_CODE);
    return result;
  }

  private static boolean isDark(BufferedImage image, int x, int y) {
    return (image.getRGB(x, y) & 0xFF) == 0;
  }

  private static int firstDarkColumn(BufferedImage image) {
    for (int x = 0; x < image.getWidth(); x++) {
      for (int y = 0; y < image.getHeight(); y++) {
        if (isDark(image, x, y)) {
          return x;
        }
      }
    }
    throw new AssertionError("a white picture");
  }

  /// The upper edge of the square in the corner, seven modules of black.
  private static int widthOfFinderPattern(BufferedImage image) {
    int start = firstDarkColumn(image);
    int end = start;
    while (isDark(image, end, start)) {
      end++;
    }
    return end - start;
  }
}
