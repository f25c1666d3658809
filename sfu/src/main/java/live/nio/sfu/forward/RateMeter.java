package live.nio.sfu.forward;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Bits per second over the last second, in buckets of 100 ms.
public final class RateMeter {
  private static final int BUCKETS = 10;
  private static final long BUCKET_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final int[] bytes = new int[BUCKETS];
  private long bucket = Long.MIN_VALUE;
  private long firstBucket = Long.MIN_VALUE;
  private long sum;

  public void add(long nowNanos, int count) {
    moveTo(nowNanos);
    bytes[(int) Math.floorMod(bucket, (long) BUCKETS)] += count;
    sum += count;
  }

  /// In the first second the part of it that has passed counts as the whole.
  public long bps(long nowNanos) {
    if (firstBucket == Long.MIN_VALUE) {
      return 0;
    }
    moveTo(nowNanos);
    long buckets = Math.clamp(bucket - firstBucket, 1, BUCKETS);
    return sum * 8 * BUCKETS / buckets;
  }

  private void moveTo(long nowNanos) {
    long now = Math.floorDiv(nowNanos, BUCKET_NANOS);
    if (firstBucket == Long.MIN_VALUE) {
      firstBucket = now;
      bucket = now;
    }
    if (now - bucket >= BUCKETS) {
      Arrays.fill(bytes, 0);
      sum = 0;
      bucket = now;
    }
    while (bucket < now) {
      bucket++;
      int at = (int) Math.floorMod(bucket, (long) BUCKETS);
      sum -= bytes[at];
      bytes[at] = 0;
    }
  }
}
