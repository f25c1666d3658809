package live.nio.sfu.bwe;

import org.jspecify.annotations.Nullable;

/// When to probe, and what a probe found. One probe is on its way at a time.
final class Prober {
  private static final long PROBE_NANOS = 20_000_000;
  private static final int MIN_BYTES = 1_500;
  private static final long LIMITED_INTERVAL_NANOS = 3_000_000_000L;
  private static final long INTERVAL_NANOS = 4_000_000_000L;
  private static final long MISLED_NANOS = 1_000_000_000;
  private static final long QUIET_NANOS = 1_000_000_000;
  private static final long LOST_NANOS = 1_000_000_000;

  /// Beyond what is wanted, so that a result a little below is still enough.
  private static final double MARGIN = 1.15;

  private static final int MIN_PACKETS = 4;
  private static final double ENOUGH = 0.8;
  private static final double SATURATED = 0.9;
  private static final double OF_SATURATED = 0.95;

  private @Nullable Probe current;
  private int nextCluster;
  private boolean first = true;
  private boolean goOn;
  private long startedNanos;
  private long raisedNanos = Long.MIN_VALUE;
  private int misled;

  private int sentPackets;
  private int sentBytes;
  private long firstSent;
  private long lastSent;
  private int lastSentSize;
  private int receivedPackets;
  private int receivedBytes;
  private long firstArrival;
  private long lastArrival;
  private int firstArrivalSize;

  /// @param quietSinceNanos when the estimate last went down for a growing queue
  @Nullable Probe next(
      long nowNanos,
      long estimateBps,
      long wantedBps,
      long maxBps,
      boolean applicationLimited,
      boolean overuse,
      long quietSinceNanos,
      long rttNanos) {
    if (current != null) {
      if (nowNanos - startedNanos < LOST_NANOS + 2 * rttNanos) {
        return null;
      }
      current = null;
      goOn = false;
    }
    long wanted = Math.min(maxBps, wantedBps);
    if (estimateBps >= wanted || overuse) {
      return null;
    }
    if (quietSinceNanos != Long.MIN_VALUE) {
      if (nowNanos - quietSinceNanos < QUIET_NANOS) {
        return null;
      }
      if (raisedNanos != Long.MIN_VALUE
          && quietSinceNanos - raisedNanos > 0
          && quietSinceNanos - raisedNanos < LIMITED_INTERVAL_NANOS) {
        // The last probe promised more than the link keeps.
        misled = Math.min(misled + 1, 2);
        raisedNanos = Long.MIN_VALUE;
      }
    }
    long interval =
        (applicationLimited ? LIMITED_INTERVAL_NANOS : INTERVAL_NANOS) + misled * MISLED_NANOS;
    if (!first && !goOn && nowNanos - startedNanos < interval) {
      return null;
    }
    long rate = (long) Math.min(estimateBps * (first ? 3.0 : 2.0), wanted * MARGIN);
    first = false;
    goOn = false;
    startedNanos = nowNanos;
    sentPackets = 0;
    sentBytes = 0;
    receivedPackets = 0;
    receivedBytes = 0;
    int bytes = (int) Math.max(MIN_BYTES, rate * PROBE_NANOS / 8_000_000_000L);
    Probe probe = new Probe(nextCluster, rate, bytes);
    nextCluster = (nextCluster + 1) & 0x7F;
    current = probe;
    return probe;
  }

  private boolean isCurrent(int cluster) {
    return current != null && current.cluster() == cluster;
  }

  void sent(long nowNanos, int cluster, int bytes) {
    if (!isCurrent(cluster)) {
      return;
    }
    if (sentPackets++ == 0) {
      firstSent = nowNanos;
    }
    lastSent = nowNanos;
    lastSentSize = bytes;
    sentBytes += bytes;
  }

  void received(int cluster, long arrivalNanos, int bytes) {
    if (!isCurrent(cluster)) {
      return;
    }
    if (receivedPackets == 0 || arrivalNanos < firstArrival) {
      firstArrival = arrivalNanos;
      firstArrivalSize = bytes;
    }
    lastArrival = receivedPackets == 0 ? arrivalNanos : Math.max(lastArrival, arrivalNanos);
    receivedPackets++;
    receivedBytes += bytes;
  }

  /// What the probe on its way found, once enough of it has arrived.
  ///
  /// @return bits per second, -1 when there is nothing new
  long result(long nowNanos) {
    Probe probe = current;
    if (probe == null
        || sentBytes < probe.bytes() * ENOUGH
        || receivedPackets < MIN_PACKETS
        || receivedBytes < sentBytes * ENOUGH) {
      return -1;
    }
    current = null;
    // A train that left in one go was as fast as it was meant to be.
    double sendRate =
        lastSent - firstSent < 1_000_000
            ? probe.rateBps()
            : Math.min(
                (double) probe.rateBps(), bps(sentBytes - lastSentSize, lastSent - firstSent));
    double receiveRate =
        lastArrival - firstArrival < 1_000_000
            ? sendRate
            : bps(receivedBytes - firstArrivalSize, lastArrival - firstArrival);
    if (receiveRate < SATURATED * sendRate) {
      return (long) (OF_SATURATED * receiveRate);
    }
    goOn = true;
    return (long) Math.min(sendRate, receiveRate);
  }

  void raised(long nowNanos) {
    raisedNanos = nowNanos;
  }

  private static double bps(int bytes, long nanos) {
    return bytes * 8e9 / nanos;
  }
}
