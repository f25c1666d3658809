package live.nio.platform;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/// Short work nobody waits for: four virtual threads and a bounded queue. What does not fit is
/// dropped and counted; so only what may be lost under attack belongs here. At a stop the queue is
/// worked off.
@Singleton
public class Background {

  private static final Logger LOG = Logger.getLogger(Background.class);

  private static final int THREADS = 4;
  private static final int QUEUE = 1_000;
  private static final long STOP_SECONDS = 5;

  private final ThreadPoolExecutor executor =
      new ThreadPoolExecutor(
          THREADS,
          THREADS,
          0,
          TimeUnit.SECONDS,
          new ArrayBlockingQueue<>(QUEUE),
          Thread.ofVirtual().name("background-", 0).factory());
  private final Counter dropped;

  Background(MeterRegistry metrics) {
    this.dropped =
        Counter.builder("nio.background.dropped")
            .description("Pieces of background work dropped because too many waited")
            .register(metrics);
  }

  /// Does it soon.
  ///
  /// @param what for the log, should it fail
  public void run(String what, Runnable work) {
    try {
      executor.execute(() -> {
        try {
          work.run();
        } catch (RuntimeException failure) {
          LOG.errorf(failure, "Background work failed: %s", what);
        }
      });
    } catch (RejectedExecutionException full) {
      dropped.increment();
    }
  }

  void stop(@Observes @Priority(1) ShutdownEvent event) throws InterruptedException {
    executor.shutdown();
    if (!executor.awaitTermination(STOP_SECONDS, TimeUnit.SECONDS)) {
      LOG.warn("Background work was left undone at the stop");
    }
  }
}
