package live.nio.publisher.pattern;

import io.github.jaredmdobson.concentus.OpusApplication;
import io.github.jaredmdobson.concentus.OpusEncoder;
import io.github.jaredmdobson.concentus.OpusException;
import java.time.Duration;
import java.util.Arrays;

/// A quiet tone with a beep at the start of each second, as Opus packets of 20 ms, mono at 48 kHz.
/// Not thread-safe.
public final class Tone {
  /// Samples of a packet, and what its RTP timestamp grows by.
  public static final int SAMPLES = 960;

  /// How long a packet lasts.
  public static final Duration LENGTH = Duration.ofMillis(20);

  private static final int RATE = 48_000;
  private static final int BEEP_MS = 100;
  private static final double BEEP_HZ = 1_000;
  private static final double TONE_HZ = 220;
  private static final double BEEP_LEVEL = 9_000;
  private static final double TONE_LEVEL = 900;
  private static final int MAX_BYTES = 400;

  private final OpusEncoder encoder;
  private final short[] samples = new short[SAMPLES];
  private final byte[] packet = new byte[MAX_BYTES];
  private long position;

  /// @param bitrateBps 6,000 to 128,000
  public Tone(int bitrateBps) {
    try {
      encoder = new OpusEncoder(RATE, 1, OpusApplication.OPUS_APPLICATION_AUDIO);
      encoder.setBitrate(bitrateBps);
      encoder.setComplexity(2);
      encoder.setUseInbandFEC(true);
    } catch (OpusException e) {
      throw new IllegalStateException("Opus does not take our settings", e);
    }
  }

  /// The next packet.
  ///
  /// @param sinceSecond how long ago the second began that this packet starts in
  public byte[] next(Duration sinceSecond) {
    long offset = sinceSecond.toMillis() * RATE / 1_000;
    for (int i = 0; i < SAMPLES; i++) {
      double time = (double) (position + i) / RATE;
      boolean beeps = (offset + i) % RATE < (long) BEEP_MS * RATE / 1_000;
      samples[i] =
          (short)
              (beeps
                  ? BEEP_LEVEL * Math.sin(2 * Math.PI * BEEP_HZ * time)
                  : TONE_LEVEL * Math.sin(2 * Math.PI * TONE_HZ * time));
    }
    position += SAMPLES;
    try {
      int length = encoder.encode(samples, 0, SAMPLES, packet, 0, packet.length);
      return Arrays.copyOf(packet, length);
    } catch (OpusException e) {
      throw new IllegalStateException("Opus does not take 20 ms of sound", e);
    }
  }
}
