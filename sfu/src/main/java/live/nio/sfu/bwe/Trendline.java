package live.nio.sfu.bwe;

/// Tells from the delays between groups of packets whether a queue is growing: least squares over
/// the accumulated delay of the last groups, and a threshold that adapts ([draft-ietf-rmcat-gcc-02
/// §5.3, §5.4](https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-5.3); the
/// filter as in Carlucci et al., "Congestion Control for Web Real-Time Communication", 2017).
final class Trendline {
  enum Usage {
    NORMAL,
    /// The queue grows.
    OVERUSE,
    /// The queue empties.
    UNDERUSE
  }

  private static final int WINDOW = 20;
  private static final double SMOOTHING = 0.9;
  private static final double GAIN = 4;
  private static final int MAX_DELTAS = 60;
  private static final double OVERUSE_MS = 10;
  private static final double K_UP = 0.0087;
  private static final double K_DOWN = 0.039;
  private static final double MAX_ADAPT_OFFSET = 15;

  private final double[] times = new double[WINDOW];
  private final double[] delays = new double[WINDOW];
  private int size;
  private int at;
  private int deltas;
  private double firstArrivalMs = Double.NaN;
  private double accumulated;
  private double smoothed;
  private double trend;
  private double threshold = 12.5;
  private double lastUpdateMs = Double.NaN;
  private double overuseMs = -1;
  private int overuseCount;
  private Usage usage = Usage.NORMAL;

  /// Forgets delays, as after a pause; the threshold stays.
  void reset() {
    size = 0;
    at = 0;
    deltas = 0;
    firstArrivalMs = Double.NaN;
    accumulated = 0;
    smoothed = 0;
    trend = 0;
    overuseMs = -1;
    overuseCount = 0;
    usage = Usage.NORMAL;
  }

  /// @param sendDeltaMs between the last packets of two groups, at the sender
  /// @param arrivalDeltaMs at the receiver
  /// @param arrivalMs of the later group
  Usage update(double sendDeltaMs, double arrivalDeltaMs, double arrivalMs) {
    if (Double.isNaN(firstArrivalMs)) {
      firstArrivalMs = arrivalMs;
    }
    deltas = Math.min(deltas + 1, 1000);
    accumulated += arrivalDeltaMs - sendDeltaMs;
    smoothed = SMOOTHING * smoothed + (1 - SMOOTHING) * accumulated;
    times[at] = arrivalMs - firstArrivalMs;
    delays[at] = smoothed;
    at = (at + 1) % WINDOW;
    size = Math.min(size + 1, WINDOW);
    double before = trend;
    if (size == WINDOW) {
      trend = slope();
    }
    detect(before, sendDeltaMs, arrivalMs);
    return usage;
  }

  private double slope() {
    double meanTime = 0;
    double meanDelay = 0;
    for (int i = 0; i < size; i++) {
      meanTime += times[i];
      meanDelay += delays[i];
    }
    meanTime /= size;
    meanDelay /= size;
    double numerator = 0;
    double denominator = 0;
    for (int i = 0; i < size; i++) {
      double x = times[i] - meanTime;
      numerator += x * (delays[i] - meanDelay);
      denominator += x * x;
    }
    return denominator == 0 ? trend : numerator / denominator;
  }

  private void detect(double before, double sendDeltaMs, double nowMs) {
    if (deltas < 2) {
      return;
    }
    double modified = Math.min(deltas, MAX_DELTAS) * trend * GAIN;
    if (modified > threshold) {
      overuseMs = overuseMs < 0 ? sendDeltaMs / 2 : overuseMs + sendDeltaMs;
      overuseCount++;
      if (overuseMs > OVERUSE_MS && overuseCount > 1 && trend >= before) {
        overuseMs = 0;
        overuseCount = 0;
        usage = Usage.OVERUSE;
      }
    } else {
      overuseMs = -1;
      overuseCount = 0;
      usage = modified < -threshold ? Usage.UNDERUSE : Usage.NORMAL;
    }
    adapt(Math.abs(modified), nowMs);
  }

  private void adapt(double modified, double nowMs) {
    double elapsed = Double.isNaN(lastUpdateMs) ? 0 : Math.clamp(nowMs - lastUpdateMs, 0, 100);
    lastUpdateMs = nowMs;
    // One large spike must not lift the threshold above what follows it.
    if (modified > threshold + MAX_ADAPT_OFFSET) {
      return;
    }
    double k = modified < threshold ? K_DOWN : K_UP;
    threshold = Math.clamp(threshold + k * (modified - threshold) * elapsed, 6, 600);
  }

  Usage usage() {
    return usage;
  }
}
