package live.nio.sfu.forward;

import java.time.Duration;

/// Decides which layer one viewer's link carries. Down at once, up only when there has been room
/// for a while: a layer that comes and goes is worse than the smaller one.
public final class LayerChooser {
  /// Part of the estimate that video may fill.
  static final double FILL = 0.95;

  /// Room a larger layer must have over its bit rate before it is tried.
  static final double HEADROOM = 1.10;

  /// How long there must have been room. Doubled after each try that failed, up to
  /// [#LONGEST_PATIENCE].
  static final Duration PATIENCE = Duration.ofSeconds(1);

  static final Duration LONGEST_PATIENCE = Duration.ofSeconds(16);

  /// Coming down again within this time is a try that failed.
  static final Duration TRIAL = Duration.ofSeconds(5);

  /// [#choose]: as the link allows.
  public static final int AUTO = -1;

  private long patienceNanos = PATIENCE.toNanos();
  private long roomSince = Long.MAX_VALUE;
  private long wentUpAt = Long.MIN_VALUE;
  private int current = -1;

  /// The layer to send now.
  ///
  /// @param bps what each layer takes, smallest first; 0 for one that is not being sent
  /// @param availableBps what the link is thought to carry, without what sound takes
  /// @param wanted [#AUTO], or the layer the person chose; then the nearest one there is
  /// @return -1 when no layer is being sent
  public int choose(long nowNanos, long[] bps, int count, long availableBps, int wanted) {
    if (wanted != AUTO) {
      current = nearest(bps, count, wanted);
      roomSince = Long.MAX_VALUE;
      return current;
    }
    int fits = fitting(bps, count, (long) (availableBps * FILL));
    if (current < 0 || current >= count || bps[current] == 0) {
      current = fits;
      return current;
    }
    if (fits < current) {
      if (wentUpAt != Long.MIN_VALUE && nowNanos - wentUpAt < TRIAL.toNanos()) {
        patienceNanos = Math.min(2 * patienceNanos, LONGEST_PATIENCE.toNanos());
      }
      current = fits;
      roomSince = Long.MAX_VALUE;
    } else {
      climb(nowNanos, bps, count, availableBps);
    }
    return current;
  }

  private void climb(long nowNanos, long[] bps, int count, long availableBps) {
    int next = fitting(bps, count, (long) (availableBps / HEADROOM));
    if (next <= current) {
      roomSince = Long.MAX_VALUE;
      return;
    }
    if (roomSince == Long.MAX_VALUE) {
      roomSince = nowNanos;
    }
    if (nowNanos - roomSince >= patienceNanos) {
      current = next;
      wentUpAt = nowNanos;
      roomSince = Long.MAX_VALUE;
    } else if (wentUpAt != Long.MIN_VALUE && nowNanos - wentUpAt > 4 * LONGEST_PATIENCE.toNanos()) {
      patienceNanos = PATIENCE.toNanos();
    }
  }

  /// The bit rate a probe should show to be there: that of the next layer up, with headroom.
  ///
  /// @return 0 when there is none
  public long wantedBps(long[] bps, int count) {
    for (int layer = current + 1; layer < count; layer++) {
      if (bps[layer] > 0) {
        return (long) (bps[layer] * HEADROOM / FILL);
      }
    }
    return 0;
  }

  /// The largest layer within `budget`; when none is, the smallest there is.
  private static int fitting(long[] bps, int count, long budget) {
    int best = -1;
    for (int layer = 0; layer < count; layer++) {
      if (bps[layer] > 0 && (best < 0 || bps[layer] <= budget)) {
        best = layer;
      }
    }
    return best;
  }

  private static int nearest(long[] bps, int count, int wanted) {
    int best = -1;
    for (int layer = 0; layer < count; layer++) {
      if (bps[layer] > 0 && (best < 0 || Math.abs(layer - wanted) < Math.abs(best - wanted))) {
        best = layer;
      }
    }
    return best;
  }
}
