package live.nio.bench.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalInt;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import live.nio.publisher.pattern.FrameNumberBlocks;

/// What a viewer was shown and heard. Any thread.
final class Sightings {
  /// Two seconds of them.
  private static final int PICTURES = 60;

  private static final int SECONDS = 30;

  private final CountDownLatch pictures = new CountDownLatch(PICTURES);
  private final CountDownLatch sound = new CountDownLatch(1);
  private final AtomicInteger last = new AtomicInteger(-1);
  private final AtomicInteger unreadable = new AtomicInteger();
  private final AtomicInteger backwards = new AtomicInteger();

  /// A decoded picture, whose number is read.
  void picture(byte[] luma, int width, int height, int stride) {
    OptionalInt number = FrameNumberBlocks.read(luma, width, height, stride);
    if (number.isEmpty()) {
      unreadable.incrementAndGet();
    } else if (number.getAsInt() <= last.getAndSet(number.getAsInt())) {
      backwards.incrementAndGet();
    } else {
      pictures.countDown();
    }
  }

  /// A picture that is complete, and of which no more is known.
  void picture() {
    pictures.countDown();
  }

  /// Sound that is more than silence.
  void sound() {
    sound.countDown();
  }

  /// Waits for two seconds of pictures, each later than the one before, and for sound.
  void await() throws InterruptedException {
    boolean shown = pictures.await(SECONDS, TimeUnit.SECONDS);
    assertThat(shown)
        .as(
            "%d pictures are shown; missing %d, unreadable %d, backwards %d",
            PICTURES, pictures.getCount(), unreadable.get(), backwards.get())
        .isTrue();
    assertThat(sound.await(SECONDS, TimeUnit.SECONDS)).as("sound is heard").isTrue();
    assertThat(unreadable).as("pictures without a number").hasValue(0);
    assertThat(backwards).as("pictures that came again or too late").hasValue(0);
  }
}
