package live.nio.wallet;

import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Does something for a subject at once when asked, but never twice within an interval: what is
/// asked for meanwhile is done once, at its end. For telling people of what changes often.
///
/// At most [#MAX_SUBJECTS] are remembered; further ones are not served until there is room. The
/// work runs on [Background]'s threads. Any thread may ask.
///
/// @param <K> the subject
final class Paced<K> implements AutoCloseable {

  static final int MAX_SUBJECTS = 10_000;

  private final Duration interval;
  private final Executor executor;
  private final Consumer<K> work;

  /// Subjects served within the interval, and whether they were asked for again since.
  private final ConcurrentHashMap<K, Boolean> served = new ConcurrentHashMap<>();

  private final ScheduledExecutorService timer;

  /// @param name of the thread that waits
  /// @param executor runs the work
  Paced(String name, Duration interval, Executor executor, Consumer<K> work) {
    this.interval = interval;
    this.executor = executor;
    this.work = work;
    this.timer =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("paced-" + name).factory());
  }

  void ask(K subject) {
    if (served.size() >= MAX_SUBJECTS && !served.containsKey(subject)) {
      return;
    }
    if (served.put(subject, true) == null) {
      serve(subject);
    }
  }

  /// Serves it if it was asked for since the last time, otherwise forgets it.
  private void serve(K subject) {
    boolean asked = served.computeIfPresent(subject, (_, again) -> again ? false : null) != null;
    if (!asked) {
      return;
    }
    executor.execute(() -> work.accept(subject));
    try {
      var _ = timer.schedule(() -> serve(subject), interval.toMillis(), TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException closed) {
      served.remove(subject);
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
