package live.nio.sfu.bwe;

/// The loss-based limit. Loss that a link shows by itself, whatever the rate, is no reason to send
/// less; loss beyond that is what a full queue or a policer drops.
///
/// As in the second loss-based estimator of libwebrtc, up to a bound of some 6 % loss is taken for
/// the link's own, and the limit is the rate at which the rest would go away. When a lower rate did
/// not help, the bound rises to the loss that was seen, and falls again within a minute.
final class LossLimit {
  static final double OWN_LOSS = 0.06;
  private static final double MAX_OWN_LOSS = 0.25;
  private static final double BALANCE_BPS = 75_000;
  private static final long WINDOW_NANOS = 500_000_000;
  private static final int MIN_PACKETS = 20;
  private static final double MAX_STEP = 0.5;
  private static final double LOWER = 0.8;

  private final double minBps;
  private double limit = Double.POSITIVE_INFINITY;
  private double ownLoss = OWN_LOSS;
  private double smoothed;
  private int lost;
  private int total;
  private long windowNanos = Long.MIN_VALUE;
  // Loss and rate when a series of decreases began; -1 when there is none.
  private double lossBefore = -1;
  private double rateBefore;
  private int futile;

  LossLimit(long minBps) {
    this.minBps = minBps;
  }

  /// Infinite when loss is no reason to hold back.
  double bps() {
    return limit;
  }

  /// Smoothed, 0–1.
  double loss() {
    return smoothed;
  }

  /// A probe found that much to go through.
  void raiseTo(long bps) {
    limit = Math.max(limit, (double) bps);
  }

  /// Packets that were thought lost and came late are given back as a negative count.
  ///
  /// @param rate the estimate now
  /// @param receivedBps what arrives, -1 when not known
  void update(long nowNanos, int newLost, int newTotal, double rate, long receivedBps) {
    lost += newLost;
    total += newTotal;
    if (windowNanos == Long.MIN_VALUE) {
      windowNanos = nowNanos;
    }
    long elapsed = nowNanos - windowNanos;
    if (elapsed < WINDOW_NANOS || total < MIN_PACKETS) {
      return;
    }
    double loss = Math.clamp((double) lost / total, 0, 1);
    lost = 0;
    total = 0;
    windowNanos = nowNanos;
    observe(loss, Math.min(2, elapsed / 1e9), rate, receivedBps);
  }

  /// One observation of the loss, by transport feedback or by a receiver report.
  void observe(double loss, double seconds, double rate, long receivedBps) {
    smoothed += (loss - smoothed) * (1 - Math.exp(-seconds));
    double bound = Math.min(0.3, ownLoss + BALANCE_BPS / Math.max(rate, BALANCE_BPS));
    double judged = Math.min(loss, smoothed);
    if (judged > bound) {
      if (lossBefore < 0) {
        lossBefore = loss;
        rateBefore = rate;
        futile = 0;
      } else if (rate < rateBefore * LOWER) {
        // Much less is sent now. When as much of it is lost, it is the link's own.
        if (loss < lossBefore * LOWER) {
          lossBefore = -1;
        } else if (++futile >= 3) {
          ownLoss = Math.min(MAX_OWN_LOSS, smoothed * 1.2);
          lossBefore = -1;
        }
      }
      double carried = receivedBps > 0 ? Math.min(rate, receivedBps / (1 - bound)) : rate;
      double target = Math.min(carried, rate * (1 - judged) / (1 - bound));
      // Whoever sends little has a low received rate for that alone.
      limit = Math.max(minBps, Math.max(target, rate * (1 - Math.min(MAX_STEP, judged))));
      return;
    }
    if (loss < bound * 0.7) {
      lossBefore = -1;
    }
    ownLoss = Math.max(OWN_LOSS, ownLoss - 0.003 * seconds);
    if (limit < Double.POSITIVE_INFINITY) {
      limit *= 1 + (smoothed < 0.02 ? 0.2 : 0.08) * seconds;
      if (limit > 2 * rate) {
        limit = Double.POSITIVE_INFINITY;
      }
    }
  }
}
