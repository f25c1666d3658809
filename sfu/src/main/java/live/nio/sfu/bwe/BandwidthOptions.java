package live.nio.sfu.bwe;

/// Limits of a [BandwidthEstimator], in bits per second.
///
/// @param startBps the estimate before the first feedback
/// @param minBps never less
/// @param maxBps never more
public record BandwidthOptions(long startBps, long minBps, long maxBps) {
  /// 1 Mbit/s at the start, 30 kbit/s to 20 Mbit/s.
  public static final BandwidthOptions DEFAULT =
      new BandwidthOptions(1_000_000, 30_000, 20_000_000);

  public BandwidthOptions {
    if (minBps <= 0 || startBps < minBps || maxBps < startBps) {
      throw new IllegalArgumentException("0 < min ≤ start ≤ max");
    }
  }
}
