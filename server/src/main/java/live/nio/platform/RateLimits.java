package live.nio.platform;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.ConsumptionProbe;
import io.github.bucket4j.local.LocalBucketBuilder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;

/// Token buckets for every [Limit], one a key, in memory. Any thread.
///
/// Buckets nobody has used for a day are dropped (by then they are full again); so are the least
/// used ones above 100,000, which bounds the memory an attacker with many addresses can take.
@Singleton
public class RateLimits {

  private static final int MAX_BUCKETS = 100_000;
  private static final Duration IDLE = Duration.ofHours(24);

  private record Key(Limit limit, String subject) {}

  private final Cache<Key, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MAX_BUCKETS).expireAfterAccess(IDLE).build();
  private final int factor;

  @Inject
  RateLimits(PlatformConfig config) {
    this(config.rateLimitFactor());
  }

  /// Limits that stand apart from the server's.
  ///
  /// @param factor multiplies every burst and pace
  public RateLimits(int factor) {
    this.factor = factor;
  }

  /// Takes one token.
  ///
  /// @param subject who: an account id, a socket id, [ClientAddress#network()]
  /// @throws Throttled when the bucket is empty
  public void take(Limit limit, String subject) {
    take(limit, subject, "too_many_requests");
  }

  /// As [#take(Limit, String)], with the error code to answer.
  public void take(Limit limit, String subject, String code) {
    ConsumptionProbe probe =
        buckets.get(new Key(limit, subject), this::newBucket).tryConsumeAndReturnRemaining(1);
    if (!probe.isConsumed()) {
      throw new Throttled(code, Duration.ofNanos(probe.getNanosToWaitForRefill()));
    }
  }

  /// Forgets what a subject has taken: it has shown that it may.
  public void reset(Limit limit, String subject) {
    buckets.invalidate(new Key(limit, subject));
  }

  private Bucket newBucket(Key key) {
    LocalBucketBuilder bucket = Bucket.builder();
    for (Limit.Rate rate : key.limit().rates()) {
      long burst = (long) rate.burst() * factor;
      bucket.addLimit(limit -> limit.capacity(burst).refillGreedy(burst, rate.refill()));
    }
    return bucket.build();
  }
}
