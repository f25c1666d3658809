package live.nio.platform;

import java.time.Duration;
import java.util.Map;

/// The caller goes too fast.
public final class Throttled extends DomainError {

  private final Duration retryAfter;

  /// @param code `too_many_requests` or, in a chat, `slow_down`
  /// @param retryAfter when the same call can succeed
  public Throttled(String code, Duration retryAfter) {
    super(ErrorKind.THROTTLED, code, "Too many attempts. Wait a moment and try again.");
    this.retryAfter = retryAfter;
  }

  @Override
  public Duration retryAfter() {
    return retryAfter;
  }

  @Override
  public Map<String, Object> extras() {
    return Map.of("retryAfterMs", retryAfter.toMillis());
  }
}
