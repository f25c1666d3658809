package live.nio.publisher.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.jaredmdobson.concentus.OpusDecoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ToneTest {
  @Test
  void beepsAtTheStartOfEachSecond() throws OpusException {
    Tone tone = new Tone(32_000);
    OpusDecoder decoder = new OpusDecoder(48_000, 1);
    double[] loudness = new double[100];
    for (int i = 0; i < loudness.length; i++) {
      byte[] packet = tone.next(Duration.ofMillis(i * 20L % 1_000));
      short[] samples = new short[Tone.SAMPLES];
      int decoded = decoder.decode(packet, 0, packet.length, samples, 0, Tone.SAMPLES, false);
      assertThat(decoded).isEqualTo(Tone.SAMPLES);
      for (short sample : samples) {
        loudness[i] += Math.abs(sample) / (double) Tone.SAMPLES;
      }
    }
    // 50 packets are a second; the beep lasts five of them.
    assertThat(loudness[52]).isGreaterThan(4_000);
    assertThat(loudness[70]).isBetween(200.0, 1_500.0);
    assertThat(loudness[98]).isBetween(200.0, 1_500.0);
  }

  @Test
  void keepsItsBitrate() {
    Tone tone = new Tone(32_000);
    int bytes = 0;
    for (int i = 0; i < 250; i++) {
      bytes += tone.next(Duration.ofMillis(i * 20L % 1_000)).length;
    }
    assertThat(bytes * 8 / 5).isBetween(8_000, 40_000);
  }
}
