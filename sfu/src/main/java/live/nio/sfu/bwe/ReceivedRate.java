package live.nio.sfu.bwe;

/// How many bits per second arrive, over the last 250 ms and over the last second, by the clock of
/// the receiver.
final class ReceivedRate {
  private static final long BUCKET_NANOS = 25_000_000;
  private static final int BUCKETS = 40;
  private static final int SHORT = 10;

  private final int[] bytes = new int[BUCKETS];
  private long first = Long.MIN_VALUE;
  private long newest = Long.MIN_VALUE;
  private long newestNanos;

  void add(long arrivalNanos, int size) {
    long bucket = Math.floorDiv(arrivalNanos, BUCKET_NANOS);
    // Far back is a receiver that began again, with another clock.
    if (newest == Long.MIN_VALUE || bucket - newest >= BUCKETS || newest - bucket >= 10 * BUCKETS) {
      java.util.Arrays.fill(bytes, 0);
      first = bucket;
      newest = bucket;
      newestNanos = arrivalNanos;
    }
    while (newest < bucket) {
      newest++;
      bytes[(int) Math.floorMod(newest, (long) BUCKETS)] = 0;
    }
    newestNanos = Math.max(newestNanos, arrivalNanos);
    if (bucket > newest - BUCKETS) {
      bytes[(int) Math.floorMod(bucket, (long) BUCKETS)] += size;
    }
  }

  /// Over 250 ms; -1 while less than that is known.
  long shortBps() {
    return bps(SHORT);
  }

  /// Over a second, or over what is known when that is half a second; -1 before.
  long longBps() {
    if (newest == Long.MIN_VALUE) {
      return -1;
    }
    return bps((int) Math.clamp(newest - first, 20L, BUCKETS - 1L));
  }

  private long bps(int buckets) {
    if (newest == Long.MIN_VALUE || newest - first < buckets) {
      return -1;
    }
    // The newest bucket is still filling: its part counts as far as it goes.
    long sum = 0;
    for (long bucket = newest - buckets + 1; bucket <= newest; bucket++) {
      sum += bytes[(int) Math.floorMod(bucket, (long) BUCKETS)];
    }
    long nanos = newestNanos - (newest - buckets + 1) * BUCKET_NANOS;
    return nanos <= 0 ? -1 : sum * 8_000_000_000L / nanos;
  }
}
