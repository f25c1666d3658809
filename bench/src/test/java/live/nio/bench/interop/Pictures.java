package live.nio.bench.interop;

import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import live.nio.publisher.pattern.TestPattern;
import live.nio.publisher.vp8.I420;

/// Thirty numbered pictures a second for somebody else's encoder, and 10 ms of sound at a time.
final class Pictures implements AutoCloseable {
  static final int WIDTH = 640;
  static final int HEIGHT = 360;

  private static final long INTERVAL_US = 1_000_000 / 30;
  private static final int SOUND_MS = 10;
  private static final ZonedDateTime NOON =
      ZonedDateTime.of(2026, 1, 1, 12, 0, 0, 0, ZoneOffset.UTC);

  private final ScheduledExecutorService clock =
      Executors.newScheduledThreadPool(2, Thread.ofPlatform().daemon().name("pictures").factory());
  private final TestPattern pattern = new TestPattern(WIDTH, HEIGHT);
  private int number;

  /// @param sink gets the same picture each time, drawn anew
  Pictures(Consumer<I420> sink) {
    var _ =
        clock.scheduleAtFixedRate(
            () -> sink.accept(pattern.draw(number++, NOON)), 0, INTERVAL_US, TimeUnit.MICROSECONDS);
  }

  void alongside(Runnable tenMsOfSound) {
    var _ = clock.scheduleAtFixedRate(tenMsOfSound, 0, SOUND_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void close() {
    clock.shutdown();
    try {
      // Nobody draws into what the owner frees next.
      if (!clock.awaitTermination(10, TimeUnit.SECONDS)) {
        throw new IllegalStateException("a picture is taken for longer than 10 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
