package live.nio.sfu.bwe;

/// Spreads packets of one receiver over time without tearing batches apart: what 10 ms of the rate
/// carry may leave at once, and after that nothing until half of it has come together again. So a
/// loop wakes up a hundred to two hundred times a second, and system calls take several packets each.
/// Audio need not ask; it is told to [#sent] like everything else.
///
///     while (!queue.isEmpty() && budget.maySend(now)) { …; budget.sent(now, bytes); }
///     if (!queue.isEmpty()) wakeAt(budget.nextTimeout(now));
///
/// The rate is to be some times the estimate (libwebrtc: 2.5), so that a key frame does not wait.
public final class PacerBudget {
  private static final long BURST_NANOS = 10_000_000;
  private static final int MIN_BURST_BYTES = 3_000;

  /// Bytes a second.
  private double rate = 125_000;

  private double burst = MIN_BURST_BYTES;
  private double budget = MIN_BURST_BYTES;
  private long updatedNanos = Long.MIN_VALUE;
  private boolean waiting;

  /// Sets bits per second.
  public void rate(long bps) {
    rate = Math.max(1, bps / 8.0);
    burst = Math.max(MIN_BURST_BYTES, rate * BURST_NANOS / 1e9);
    budget = Math.min(budget, burst);
  }

  /// Whether the next packet may leave now, whatever its size.
  public boolean maySend(long nowNanos) {
    refill(nowNanos);
    if (waiting && budget >= burst / 2) {
      waiting = false;
    }
    return !waiting;
  }

  /// Counts bytes that left.
  public void sent(long nowNanos, int bytes) {
    refill(nowNanos);
    // Audio and retransmissions that do not ask cannot pile up a debt without end.
    budget = Math.max(budget - bytes, -4 * burst);
    if (budget <= 0) {
      waiting = true;
    }
  }

  /// When [#maySend] is true the next time; now when it is.
  public long nextTimeout(long nowNanos) {
    if (maySend(nowNanos)) {
      return nowNanos;
    }
    return nowNanos + (long) Math.ceil((burst / 2 - budget) / rate * 1e9) + 1;
  }

  private void refill(long nowNanos) {
    if (updatedNanos != Long.MIN_VALUE && nowNanos > updatedNanos) {
      budget = Math.min(burst, budget + (nowNanos - updatedNanos) * rate / 1e9);
    }
    updatedNanos = Math.max(updatedNanos, nowNanos);
  }
}
