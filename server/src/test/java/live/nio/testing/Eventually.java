package live.nio.testing;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/// Waits for what happens in the background.
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Duration PAUSE = Duration.ofMillis(20);

  private Eventually() {}

  /// Repeats assertions until they hold, and gives what they gave.
  public static <T> T holds(Supplier<T> assertions) {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      try {
        return assertions.get();
      } catch (AssertionError notYet) {
        if (System.nanoTime() > deadline) {
          throw notYet;
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }
}
