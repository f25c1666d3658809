package live.nio.sfu.bwe;

/// Puts packets that left together into groups, and gives the trendline the times between groups
/// ([draft-ietf-rmcat-gcc-02
/// §5.2](https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-5.2)). A group is
/// what leaves within 5 ms; what arrives at once after having waited together (a radio that sends
/// in bursts) belongs to it as well.
final class ArrivalGroups {
  private static final long GROUP_NANOS = 5_000_000;
  private static final long MAX_BURST_NANOS = 100_000_000;
  private static final long PAUSE_NANOS = 1_500_000_000;

  private final Trendline trendline;
  private boolean hasCurrent;
  private boolean hasPrevious;
  private long firstSent;
  private long lastSent;
  private long firstArrival;
  private long lastArrival;
  private long previousSent;
  private long previousArrival;
  private int reordered;

  ArrivalGroups(Trendline trendline) {
    this.trendline = trendline;
  }

  /// Packets in the order they were sent, each once.
  void packet(long sentNanos, long arrivalNanos) {
    if (!hasCurrent) {
      begin(sentNanos, arrivalNanos);
      return;
    }
    if (sentNanos < firstSent) {
      return;
    }
    if (belongs(sentNanos, arrivalNanos)) {
      lastSent = sentNanos;
      lastArrival = Math.max(lastArrival, arrivalNanos);
      return;
    }
    if (hasPrevious) {
      long sendDelta = lastSent - previousSent;
      long arrivalDelta = lastArrival - previousArrival;
      if (sendDelta > PAUSE_NANOS || Math.abs(arrivalDelta - sendDelta) > 2 * PAUSE_NANOS) {
        restart(sentNanos, arrivalNanos);
        return;
      }
      if (arrivalDelta < 0) {
        // Groups overtook each other; when that goes on, the receiver's clock has jumped.
        if (++reordered >= 3) {
          restart(sentNanos, arrivalNanos);
        } else {
          begin(sentNanos, arrivalNanos);
        }
        return;
      }
      reordered = 0;
      trendline.update(sendDelta / 1e6, arrivalDelta / 1e6, lastArrival / 1e6);
    }
    previousSent = lastSent;
    previousArrival = lastArrival;
    hasPrevious = true;
    begin(sentNanos, arrivalNanos);
  }

  private boolean belongs(long sentNanos, long arrivalNanos) {
    if (sentNanos - firstSent <= GROUP_NANOS) {
      return true;
    }
    long sendDelta = sentNanos - lastSent;
    long arrivalDelta = arrivalNanos - lastArrival;
    return arrivalDelta - sendDelta < 0
        && arrivalDelta >= 0
        && arrivalDelta <= GROUP_NANOS
        && arrivalNanos - firstArrival < MAX_BURST_NANOS;
  }

  private void begin(long sentNanos, long arrivalNanos) {
    hasCurrent = true;
    firstSent = sentNanos;
    lastSent = sentNanos;
    firstArrival = arrivalNanos;
    lastArrival = arrivalNanos;
  }

  private void restart(long sentNanos, long arrivalNanos) {
    hasPrevious = false;
    reordered = 0;
    trendline.reset();
    begin(sentNanos, arrivalNanos);
  }
}
