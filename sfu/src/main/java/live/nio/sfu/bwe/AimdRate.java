package live.nio.sfu.bwe;

/// The delay-based estimate: up while the queue does not grow, down at once when it does
/// ([draft-ietf-rmcat-gcc-02
/// §5.5](https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-5.5)).
final class AimdRate {
  private static final double BETA = 0.85;
  private static final double GENTLE = 0.9;
  private static final double GROWTH_PER_SECOND = 1.08;
  private static final long HOLD_AFTER_DECREASE_NANOS = 300_000_000;

  private final double minBps;
  private final double maxBps;
  private double rate;
  private long lastIncreaseNanos = Long.MIN_VALUE;
  private long lastDecreaseNanos = Long.MIN_VALUE;
  // What arrived when the queue grew: mean and normalised variance; 0 when the limit is not known.
  private double capacity;
  private double deviation = 0.4;

  AimdRate(BandwidthOptions options) {
    minBps = options.minBps();
    maxBps = options.maxBps();
    rate = options.startBps();
  }

  long bps() {
    return (long) rate;
  }

  long lastDecreaseNanos() {
    return lastDecreaseNanos;
  }

  /// Sets the estimate to what a probe found.
  void raiseTo(long nowNanos, long bps) {
    if (bps > rate) {
      rate = Math.min((double) bps, maxBps);
      lastIncreaseNanos = nowNanos;
      if (capacity > 0 && bps > upperBound()) {
        capacity = 0;
      }
    }
  }

  /// Lowers the estimate for want of any feedback.
  void lowerTo(long nowNanos, double bps) {
    rate = Math.clamp(bps, minBps, rate);
    lastIncreaseNanos = nowNanos;
  }

  /// @param receivedBps over a short time, -1 when not known
  /// @param sentBps over the same time
  /// @param averageBps received over a longer time, -1 when not known
  void update(
      long nowNanos,
      Trendline.Usage usage,
      long receivedBps,
      long sentBps,
      long averageBps,
      long rttNanos) {
    switch (usage) {
      case OVERUSE -> decrease(nowNanos, receivedBps, sentBps, rttNanos);
      case NORMAL -> increase(nowNanos, averageBps, rttNanos);
      case UNDERUSE -> lastIncreaseNanos = nowNanos;
    }
  }

  private void decrease(long nowNanos, long receivedBps, long sentBps, long rttNanos) {
    lastIncreaseNanos = nowNanos;
    long wait = Math.clamp(rttNanos, 50_000_000L, 250_000_000L);
    boolean muchTooHigh = receivedBps > 0 && receivedBps < rate / 2 && receivedBps < sentBps * 0.8;
    if (lastDecreaseNanos != Long.MIN_VALUE
        && nowNanos - lastDecreaseNanos < (muchTooHigh ? 50_000_000L : wait)) {
      return;
    }
    lastDecreaseNanos = nowNanos;
    if (receivedBps <= 0) {
      rate = Math.max(minBps, rate * BETA);
      return;
    }
    double target;
    if (receivedBps < rate * 0.7 && receivedBps > sentBps * 0.9) {
      // Little was sent and all of it arrives: how much more would, nobody knows.
      target = Math.max(rate * GENTLE, receivedBps * BETA);
    } else {
      target = receivedBps * BETA;
      learnCapacity((double) receivedBps);
    }
    rate = Math.clamp(target, minBps, rate);
  }

  private void learnCapacity(double bps) {
    if (capacity > 0 && Math.abs(bps - capacity) > 3 * spread()) {
      capacity = 0;
    }
    if (capacity == 0) {
      capacity = bps;
      return;
    }
    double error = capacity - bps;
    capacity += 0.05 * -error;
    double kbps = Math.max(1, capacity / 1000);
    double normalised = error / 1000 * (error / 1000) / kbps;
    deviation = Math.clamp(0.95 * deviation + 0.05 * normalised, 0.4, 2.5);
  }

  private double spread() {
    return 1000 * Math.sqrt(deviation * capacity / 1000);
  }

  private double upperBound() {
    return capacity + 3 * spread();
  }

  private void increase(long nowNanos, long averageBps, long rttNanos) {
    long before = lastIncreaseNanos;
    lastIncreaseNanos = nowNanos;
    if (before == Long.MIN_VALUE
        || (lastDecreaseNanos != Long.MIN_VALUE
            && nowNanos - lastDecreaseNanos < HOLD_AFTER_DECREASE_NANOS)) {
      return;
    }
    if (capacity > 0 && averageBps > upperBound()) {
      capacity = 0;
    }
    double seconds = Math.min(1, (nowNanos - before) / 1e9);
    double next;
    if (capacity > 0) {
      // Near the limit: about one packet a response time.
      double response = (rttNanos + 100_000_000L) / 1e9;
      next = rate + Math.max(4_000, 1_200 * 8 / response) * seconds;
    } else {
      next = rate * Math.pow(GROWTH_PER_SECOND, seconds) + 1_000 * seconds;
    }
    // What was never tried is not known: without a probe, no further than half beyond what arrives.
    double limit = averageBps < 0 ? rate : 1.5 * averageBps + 10_000;
    rate = Math.max(rate, Math.min(Math.min(next, limit), maxBps));
  }
}
