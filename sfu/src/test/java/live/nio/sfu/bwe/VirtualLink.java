package live.nio.sfu.bwe;

import java.util.Random;

/// One direction of a link in virtual time: a queue that drops what does not fit, a rate, a delay,
/// seeded loss and jitter. Packets are told to it in the order they leave.
public final class VirtualLink {
  /// What [#send] returns for a packet that is dropped.
  public static final long LOST = -1;

  private final Random random;
  private long rateBps;
  private long queueBytes = 100_000;
  private long delayNanos;
  private double loss;
  private long jitterNanos;
  private boolean reorders;
  private double backlogBytes;
  private long updatedNanos;
  private long lastArrival;
  private long dropped;

  public VirtualLink(long rateBps, long delayNanos, long seed) {
    this.rateBps = rateBps;
    this.delayNanos = delayNanos;
    this.random = new Random(seed);
  }

  /// Changes the rate from now on; what is in the queue leaves at the new rate.
  public VirtualLink rate(long nowNanos, long bps) {
    drain(nowNanos);
    rateBps = bps;
    return this;
  }

  public VirtualLink delay(long nanos) {
    delayNanos = nanos;
    return this;
  }

  /// Loses each packet with this probability.
  public VirtualLink loss(double probability) {
    loss = probability;
    return this;
  }

  public VirtualLink queue(long bytes) {
    queueBytes = bytes;
    return this;
  }

  /// Adds up to this to each packet's delay.
  ///
  /// @param reorder whether packets may overtake each other by it
  public VirtualLink jitter(long nanos, boolean reorder) {
    jitterNanos = nanos;
    reorders = reorder;
    return this;
  }

  /// Dropped by the queue, not by seeded loss.
  public long dropped() {
    return dropped;
  }

  /// Sends a packet: gives the time it arrives, or [#LOST].
  public long send(long nowNanos, int bytes) {
    drain(nowNanos);
    if (backlogBytes + bytes > queueBytes) {
      dropped++;
      return LOST;
    }
    backlogBytes += bytes;
    if (random.nextDouble() < loss) {
      return LOST;
    }
    long arrival = nowNanos + (long) (backlogBytes * 8e9 / rateBps) + delayNanos;
    if (jitterNanos > 0) {
      arrival += (long) (random.nextDouble() * jitterNanos);
    }
    if (!reorders) {
      arrival = Math.max(arrival, lastArrival);
    }
    lastArrival = Math.max(lastArrival, arrival);
    return arrival;
  }

  private void drain(long nowNanos) {
    if (nowNanos > updatedNanos) {
      backlogBytes = Math.max(0, backlogBytes - (nowNanos - updatedNanos) / 8e9 * rateBps);
      updatedNanos = nowNanos;
    }
  }
}
