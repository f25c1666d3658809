package live.nio.publisher.feed;

import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.locks.LockSupport;
import live.nio.publisher.pattern.Tone;
import live.nio.publisher.peer.MediaFeed;
import org.jspecify.annotations.Nullable;

/// A thread that delivers pictures and packets of sound when they are due.
abstract sealed class PacedFeed implements MediaFeed permits PatternFeed, RepeatedFeed {
  private static final long MOST_BEHIND = TimeUnit.MILLISECONDS.toNanos(200);

  private final List<Layer> layers;
  private final int framesPerSecond;
  private final AtomicIntegerArray wantedKeyFrames;
  private @Nullable Thread thread;
  private volatile boolean closed;

  PacedFeed(List<Layer> layers, int framesPerSecond) {
    this.layers = List.copyOf(layers);
    this.framesPerSecond = framesPerSecond;
    wantedKeyFrames = new AtomicIntegerArray(layers.size());
  }

  /// Delivers the next picture in every size.
  abstract void picture(Sink sink, long captureNanos);

  /// Delivers the next packet of sound.
  abstract void sound(Sink sink, long captureNanos);

  @Override
  public final List<Layer> layers() {
    return layers;
  }

  final int framesPerSecond() {
    return framesPerSecond;
  }

  /// Whether a key frame was asked for since this was asked last.
  final boolean isKeyFrameWanted(int layer) {
    return wantedKeyFrames.getAndSet(layer, 0) != 0;
  }

  @Override
  public final void requestKeyFrame(int layer) {
    wantedKeyFrames.set(layer, 1);
  }

  @Override
  public final synchronized void start(Sink sink) {
    if (thread == null && !closed) {
      thread = Thread.ofPlatform().name("feed").daemon().start(() -> run(sink));
    }
  }

  private void run(Sink sink) {
    long pictureInterval = TimeUnit.SECONDS.toNanos(1) / framesPerSecond;
    long nextPicture = System.nanoTime();
    long nextSound = nextPicture;
    while (!closed) {
      long now = System.nanoTime();
      if (now - nextSound >= 0) {
        sound(sink, nextSound);
        nextSound += Tone.LENGTH.toNanos();
      } else if (now - nextPicture >= 0) {
        picture(sink, nextPicture);
        nextPicture += pictureInterval;
        if (now - nextPicture > MOST_BEHIND) {
          // A machine that was asleep does not hurry through what it missed.
          nextPicture = now;
        }
      } else {
        LockSupport.parkNanos(Math.min(nextSound, nextPicture) - now);
      }
    }
  }

  @Override
  public final void close() {
    closed = true;
  }
}
