package live.nio.sfu.bwe;

/// What a publisher may send that takes no transport-wide feedback, to be told it as REMB: by loss
/// alone, as in [draft-ietf-rmcat-gcc-02
/// §6](https://datatracker.ietf.org/doc/html/draft-ietf-rmcat-gcc-02#section-6).
///
/// | lost of the last second | limit |
/// |---|---|
/// | less than 2 % | 8 % more, at least half as much again as arrives |
/// | up to 10 % | as before |
/// | more | less by half of what is lost |
public final class PublisherLimit {
  private static final double LITTLE = 0.02;
  private static final double MUCH = 0.10;
  private static final double GROWTH = 1.08;
  private static final double HEADROOM = 1.5;
  private static final long LEAST_BPS = 150_000;
  private static final long MOST_BPS = 30_000_000;

  private double bps = 2_500_000;

  /// To be called once a second.
  ///
  /// @param lost share of the packets, 0 to 1
  /// @param arrivingBps what arrives now
  /// @return the limit in bit/s
  public long update(double lost, long arrivingBps) {
    if (lost < LITTLE) {
      bps = Math.max(bps * GROWTH, arrivingBps * HEADROOM);
    } else if (lost > MUCH) {
      bps *= 1 - lost / 2;
    }
    bps = Math.clamp(bps, LEAST_BPS, MOST_BPS);
    return (long) bps;
  }
}
