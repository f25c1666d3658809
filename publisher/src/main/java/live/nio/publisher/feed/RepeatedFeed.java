package live.nio.publisher.feed;

import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.List;
import live.nio.publisher.pattern.TestPattern;
import live.nio.publisher.pattern.Tone;
import live.nio.publisher.vp8.EncodedFrame;
import live.nio.publisher.vp8.Vp8Encoder;

/// The test pattern and its tone, coded in advance and repeated from its key frame on: when it
/// ends, and when a key frame is asked for.
public final class RepeatedFeed extends PacedFeed {
  private static final int SOUND_BPS = 32_000;

  private final List<EncodedFrame> frames;
  private final List<byte[]> sounds;
  private int nextFrame;
  private int nextSound;

  /// Codes all of it, some milliseconds for each frame.
  ///
  /// @param length of what is repeated
  public RepeatedFeed(Layer layer, int framesPerSecond, int bitrateBps, Duration length) {
    super(List.of(layer), framesPerSecond);
    frames = new ArrayList<>();
    sounds = new ArrayList<>();
    TestPattern pattern = new TestPattern(layer.width(), layer.height());
    Vp8Encoder encoder = new Vp8Encoder(layer.width(), layer.height(), framesPerSecond, bitrateBps);
    ZonedDateTime start = ZonedDateTime.of(2026, 1, 1, 0, 0, 0, 0, ZoneOffset.UTC);
    long count = length.toMillis() * framesPerSecond / 1_000;
    for (int i = 0; i < count; i++) {
      ZonedDateTime now = start.plusNanos(i * 1_000_000_000L / framesPerSecond);
      frames.add(encoder.encode(pattern.draw(i, now), i == 0));
    }
    Tone tone = new Tone(SOUND_BPS);
    long packets = length.dividedBy(Tone.LENGTH);
    for (int i = 0; i < packets; i++) {
      sounds.add(tone.next(Tone.LENGTH.multipliedBy(i % 50)));
    }
  }

  private RepeatedFeed(RepeatedFeed other) {
    super(other.layers(), other.framesPerSecond());
    frames = other.frames;
    sounds = other.sounds;
  }

  /// Another feed of the same pictures and sound, that need not be coded again.
  public RepeatedFeed copy() {
    return new RepeatedFeed(this);
  }

  /// Does nothing: it is coded already.
  @Override
  public void bitrate(int bps) {}

  @Override
  void picture(Sink sink, long captureNanos) {
    if (isKeyFrameWanted(0)) {
      nextFrame = 0;
    }
    sink.video(0, frames.get(nextFrame), captureNanos);
    nextFrame = (nextFrame + 1) % frames.size();
  }

  @Override
  void sound(Sink sink, long captureNanos) {
    sink.audio(sounds.get(nextSound), captureNanos);
    nextSound = (nextSound + 1) % sounds.size();
  }
}
