package live.nio.publisher.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.Arrays;
import live.nio.publisher.vp8.I420;
import live.nio.publisher.vp8.Vp8Encoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameNumberBlocksTest {
  private static final ZonedDateTime NOON =
      ZonedDateTime.of(2026, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC);

  @ParameterizedTest
  @CsvSource({"160,90", "320,180", "640,360", "1280,720", "426,240"})
  void areReadBackFromEverySize(int width, int height) {
    TestPattern pattern = new TestPattern(width, height);
    for (int number : new int[] {0, 1, 2, 1000, 0xabcdef, FrameNumberBlocks.MODULUS - 1}) {
      assertThat(FrameNumberBlocks.read(pattern.draw(number, NOON))).hasValue(number);
    }
  }

  @Test
  void beginAnewAfterTheLastNumber() {
    I420 picture = new TestPattern(320, 180).draw(FrameNumberBlocks.MODULUS + 5, NOON);
    assertThat(FrameNumberBlocks.read(picture)).hasValue(5);
  }

  @Test
  void areReadBackAfterCodingAtAPoorBitrate() {
    Vp8Encoder encoder = new Vp8Encoder(320, 180, 30, 60_000);
    TestPattern pattern = new TestPattern(320, 180);
    for (int number = 0; number < 90; number++) {
      encoder.encode(pattern.draw(number, NOON.plusNanos(number * 33_333_333L)), false);
      assertThat(FrameNumberBlocks.read(encoder.reconstruction())).hasValue(number);
    }
  }

  @Test
  void areNotSeenInAPictureWithoutThem() {
    I420 picture = new I420(320, 180);
    assertThat(FrameNumberBlocks.read(picture)).isEmpty();
    for (int i = 0; i < picture.y().length; i++) {
      picture.y()[i] = (byte) (i / 5 * 31);
    }
    assertThat(FrameNumberBlocks.read(picture)).isEmpty();
  }

  @Test
  void areNotReadWhenOneIsWrong() {
    I420 picture = new TestPattern(320, 180).draw(77, NOON);
    int block = 20;
    for (int row = 160; row < 180; row++) {
      Arrays.fill(picture.y(), row * 320 + block * 10, row * 320 + (block + 1) * 10, (byte) 235);
    }
    assertThat(FrameNumberBlocks.read(picture)).isEmpty();
  }
}
