package live.nio.publisher.feed;

import java.time.Clock;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.concurrent.TimeUnit;
import live.nio.publisher.pattern.TestPattern;
import live.nio.publisher.pattern.Tone;
import live.nio.publisher.vp8.I420;
import live.nio.publisher.vp8.Vp8Encoder;

/// The test pattern and its tone, live.
public final class PatternFeed extends PacedFeed {
  private static final int SOUND_BPS = 32_000;
  private static final long KEY_FRAME_INTERVAL = TimeUnit.MILLISECONDS.toNanos(300);

  private final Clock clock;
  private final Tone tone = new Tone(SOUND_BPS);
  private final TestPattern[] patterns;
  private final Vp8Encoder[] encoders;
  private final long[] lastKeyFrames;
  private final boolean[] owedKeyFrames;
  private int frameNumber;
  private volatile int bitrateBps;
  private int appliedBps;

  /// @param clock shown in the picture, in its zone; the beep comes at its seconds
  /// @param layers smallest first
  /// @param bitrateBps of all layers together
  public PatternFeed(Clock clock, List<Layer> layers, int framesPerSecond, int bitrateBps) {
    super(layers, framesPerSecond);
    this.clock = clock;
    this.bitrateBps = bitrateBps;
    appliedBps = bitrateBps;
    patterns = new TestPattern[layers.size()];
    encoders = new Vp8Encoder[layers.size()];
    lastKeyFrames = new long[layers.size()];
    owedKeyFrames = new boolean[layers.size()];
    for (int i = 0; i < encoders.length; i++) {
      Layer layer = layers.get(i);
      patterns[i] = new TestPattern(layer.width(), layer.height());
      encoders[i] =
          new Vp8Encoder(layer.width(), layer.height(), framesPerSecond, share(i, bitrateBps));
    }
  }

  /// Layers of `width` by `height`, a half of it, a quarter of it, as many as asked for.
  public static List<Layer> simulcast(int width, int height, int layers) {
    return java.util.stream.IntStream.range(0, layers)
        .map(i -> 1 << (layers - 1 - i))
        .mapToObj(part -> new Layer(width / part / 2 * 2, height / part / 2 * 2))
        .toList();
  }

  /// Each layer gets three times what the next smaller one gets.
  private int share(int layer, int bps) {
    int parts = 0;
    for (int i = 0, part = 1; i < encoders.length; i++, part *= 3) {
      parts += part;
    }
    return (int) (bps * Math.pow(3, layer) / parts);
  }

  @Override
  public void bitrate(int bps) {
    bitrateBps = bps;
  }

  @Override
  void picture(Sink sink, long captureNanos) {
    int bps = bitrateBps;
    if (bps != appliedBps) {
      appliedBps = bps;
      for (int i = 0; i < encoders.length; i++) {
        encoders[i].bitrate(share(i, bps));
      }
    }
    ZonedDateTime now = ZonedDateTime.now(clock);
    for (int i = 0; i < encoders.length; i++) {
      owedKeyFrames[i] |= isKeyFrameWanted(i);
      if (encoders[i].isBehind()) {
        encoders[i].leaveOut();
        continue;
      }
      I420 picture = patterns[i].draw(frameNumber, now);
      boolean keyFrame = owedKeyFrames[i] && captureNanos - lastKeyFrames[i] >= KEY_FRAME_INTERVAL;
      if (keyFrame || frameNumber == 0) {
        owedKeyFrames[i] = false;
        lastKeyFrames[i] = captureNanos;
      }
      sink.video(i, encoders[i].encode(picture, keyFrame), captureNanos);
    }
    frameNumber++;
  }

  @Override
  void sound(Sink sink, long captureNanos) {
    sink.audio(tone.next(Duration.ofMillis(clock.millis() % 1_000)), captureNanos);
  }
}
