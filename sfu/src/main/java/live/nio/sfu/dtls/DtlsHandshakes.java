package live.nio.sfu.dtls;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Bounds how many handshakes run at once, so that a crowd of joiners does not take the processor
/// from media. A connection that waits for its first datagram does not count. Thread-safe.
public final class DtlsHandshakes {
  private final Semaphore permits;
  private final Duration timeout;
  private final AtomicLong succeeded = new AtomicLong();
  private final AtomicLong failed = new AtomicLong();

  /// @param atOnce the most handshakes under way
  /// @param timeout how long one may take, and how long its start may be put off
  public DtlsHandshakes(int atOnce, Duration timeout) {
    this.permits = new Semaphore(atOnce, true);
    this.timeout = timeout;
  }

  /// 256 at once, 20 s each.
  public static DtlsHandshakes defaults() {
    return new DtlsHandshakes(256, Duration.ofSeconds(20));
  }

  Duration timeout() {
    return timeout;
  }

  boolean begin(Duration patience) throws InterruptedException {
    return permits.tryAcquire(patience.toNanos(), TimeUnit.NANOSECONDS);
  }

  void end(boolean success) {
    permits.release();
    (success ? succeeded : failed).incrementAndGet();
  }

  /// Handshakes that came to keys.
  public long succeeded() {
    return succeeded.get();
  }

  /// Handshakes that began and did not.
  public long failed() {
    return failed.get();
  }
}
