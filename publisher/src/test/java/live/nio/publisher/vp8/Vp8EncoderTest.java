package live.nio.publisher.vp8;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import live.nio.publisher.pattern.TestPattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class Vp8EncoderTest {
  private static final ZonedDateTime NOON =
      ZonedDateTime.of(2026, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC);

  /// The fixtures were written by FFmpeg 5.1 from Debian 12; see [Ffmpeg].
  @Nested
  class Decoders {
    @ParameterizedTest
    @EnumSource
    void showWhatTheEncoderSaysTheyDo(Sequences film) throws IOException {
      List<String> seen = new ArrayList<>();
      film.film(shot ->
          seen.add(
              Sequences.checksum(shot.frame().data())
                  + " "
                  + Sequences.checksum(shot.reconstruction())));
      assertThat(seen).isEqualTo(lines(film.fixture()));
    }

    @ParameterizedTest
    @EnumSource
    void agreeToo_whereFfmpegIsInstalled(Sequences film, @TempDir Path folder)
        throws IOException, InterruptedException {
      assumeThat(Ffmpeg.isInstalled()).isTrue();
      Path ivf = folder.resolve("film.ivf");
      Ffmpeg.write(film, ivf);
      List<String> expected = new ArrayList<>();
      film.film(shot -> expected.add(Sequences.checksum(shot.reconstruction())));
      assertThat(Ffmpeg.decode(ivf)).isEqualTo(expected);
    }

    private static List<String> lines(String resource) throws IOException {
      try (InputStream in =
          Objects.requireNonNull(Vp8EncoderTest.class.getResourceAsStream(resource), resource)) {
        return new String(in.readAllBytes(), StandardCharsets.US_ASCII).lines().toList();
      }
    }
  }

  @Nested
  class APictureThatStandsStill {
    private final I420 picture = new TestPattern(320, 180).draw(1, NOON);

    @Test
    void costsNextToNothing_onceItIsSharp() {
      Vp8Encoder encoder = new Vp8Encoder(320, 180, 30, 1_000_000);
      encoder.encode(picture, false);
      EncodedFrame frame = encoder.encode(picture, false);
      for (int i = 0; i < 60; i++) {
        frame = encoder.encode(picture, false);
      }
      assertThat(frame.keyFrame()).isFalse();
      assertThat(frame.codedMacroblocks()).isZero();
      assertThat(frame.data()).hasSizeLessThan(50);
    }

    @Test
    void getsSharper() {
      Vp8Encoder encoder = new Vp8Encoder(320, 180, 30, 200_000);
      encoder.encode(picture, false);
      double first = noise(picture, encoder.reconstruction());
      for (int i = 0; i < 60; i++) {
        encoder.encode(picture, false);
      }
      assertThat(noise(picture, encoder.reconstruction())).isLessThan(first / 2);
    }
  }

  @Nested
  class TheBitrate {
    @Test
    void isWhatWasAskedFor() {
      for (int bitrate : new int[] {500_000, 1_400_000, 2_500_000}) {
        Vp8Encoder encoder = new Vp8Encoder(640, 360, 30, bitrate);
        TestPattern pattern = new TestPattern(640, 360);
        long bits = 0;
        for (int i = 0; i < 300; i++) {
          bits +=
              encoder.encode(pattern.draw(i, NOON.plusNanos(i * 33_333_333L)), false).data().length
                  * 8L;
        }
        assertThat(bits / 10).isBetween((long) (bitrate * 0.8), (long) (bitrate * 1.15));
      }
    }

    @Test
    void isKeptByLeavingOutPictures_whenItIsTooLowForAll() {
      Vp8Encoder encoder = new Vp8Encoder(640, 360, 30, 150_000);
      TestPattern pattern = new TestPattern(640, 360);
      long bits = 0;
      int sent = 0;
      for (int i = 0; i < 600; i++) {
        if (encoder.isBehind()) {
          encoder.leaveOut();
        } else {
          I420 picture = pattern.draw(i, NOON.plusNanos(i * 33_333_333L));
          bits += encoder.encode(picture, false).data().length * 8L;
          sent++;
        }
      }
      assertThat(bits / 20).isBetween(120_000L, 180_000L);
      assertThat(sent).isBetween(150, 450);
    }

    @Test
    void mayChangeAtAnyTime() {
      Vp8Encoder encoder = new Vp8Encoder(640, 360, 30, 2_000_000);
      TestPattern pattern = new TestPattern(640, 360);
      long bits = 0;
      for (int i = 0; i < 240; i++) {
        if (i == 90) {
          encoder.bitrate(400_000);
        }
        int size =
            encoder.encode(pattern.draw(i, NOON.plusNanos(i * 33_333_333L)), false).data().length;
        bits += i < 150 ? 0 : size * 8L;
      }
      assertThat(bits / 3).isBetween(300_000L, 460_000L);
    }
  }

  @Test
  void aKeyFrameTellsItsSize() {
    EncodedFrame frame = new Vp8Encoder(640, 360, 30, 1_000_000).encode(new I420(640, 360), false);
    assertThat(frame.keyFrame()).isTrue();
    assertThat(frame.data())
        .startsWith(frame.data()[0], frame.data()[1], frame.data()[2], 0x9d, 0x01, 0x2a)
        .contains(0x80, org.assertj.core.data.Index.atIndex(6))
        .contains(0x02, org.assertj.core.data.Index.atIndex(7))
        .contains(0x68, org.assertj.core.data.Index.atIndex(8))
        .contains(0x01, org.assertj.core.data.Index.atIndex(9));
    assertThat(frame.data()[0] & 1).isZero();
  }

  /// The mean squared error.
  private static double noise(I420 a, I420 b) {
    double sum = 0;
    for (int i = 0; i < a.y().length; i++) {
      int difference = (a.y()[i] & 0xff) - (b.y()[i] & 0xff);
      sum += difference * difference;
    }
    return sum / a.y().length;
  }
}
