package live.nio.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import live.nio.platform.Throttled;

/// Slows down guessing one account's password: after [#FREE] wrong ones from a network, each
/// further try waits twice as long as the one before, up to [#LONGEST]. Nobody is locked out: the
/// owner on another network does not wait at all, and a right password ends it.
///
/// It counts by e-mail as typed, whether or not there is such an account, so it tells nothing. Any
/// thread.
@Singleton
class LoginDelay {

  static final int FREE = 5;
  static final Duration LONGEST = Duration.ofMinutes(15);

  private static final int MAX_ENTRIES = 100_000;
  private static final int MAX_DOUBLINGS = 10;

  private record Key(String email, String network) {}

  private record Failures(int count, Instant retryAt) {}

  private final Cache<Key, Failures> failures =
      Caffeine.newBuilder().maximumSize(MAX_ENTRIES).expireAfterWrite(Duration.ofHours(1)).build();
  private final Clock clock;

  LoginDelay(Clock clock) {
    this.clock = clock;
  }

  /// @throws Throttled while the next try has to wait
  void check(String email, String network) {
    Failures known = failures.getIfPresent(new Key(email, network));
    Instant now = clock.instant();
    if (known != null && now.isBefore(known.retryAt())) {
      throw new Throttled("too_many_requests", Duration.between(now, known.retryAt()));
    }
  }

  void failed(String email, String network) {
    Instant now = clock.instant();
    failures
        .asMap()
        .compute(
            new Key(email, network),
            (_, known) -> {
              int count = known == null ? 1 : known.count() + 1;
              return new Failures(count, now.plus(delayAfter(count)));
            });
  }

  void succeeded(String email, String network) {
    failures.invalidate(new Key(email, network));
  }

  static Duration delayAfter(int failures) {
    if (failures < FREE) {
      return Duration.ZERO;
    }
    Duration delay = Duration.ofSeconds(1L << Math.min(failures - FREE, MAX_DOUBLINGS));
    return delay.compareTo(LONGEST) > 0 ? LONGEST : delay;
  }
}
