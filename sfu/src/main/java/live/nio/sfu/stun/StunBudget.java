package live.nio.sfu.stun;

/// How many STUN messages of unknown senders a loop looks at: a token bucket of one second's worth.
/// Senders on verified paths need not ask.
public final class StunBudget {
  private static final long SECOND = 1_000_000_000L;
  private final int perSecond;
  private final long nanosPerToken;
  private long filledUntil = Long.MIN_VALUE;
  private long refused;

  public StunBudget(int perSecond) {
    this.perSecond = perSecond;
    this.nanosPerToken = SECOND / perSecond;
  }

  /// Takes one message off the budget; false when there is none left.
  public boolean take(long nowNanos) {
    // `filledUntil` is when the bucket would be full again; it lies at most a second ahead.
    long from = Math.max(filledUntil, nowNanos);
    if (filledUntil != Long.MIN_VALUE && from - nowNanos > SECOND - nanosPerToken) {
      refused++;
      return false;
    }
    filledUntil = (filledUntil == Long.MIN_VALUE ? nowNanos : from) + nanosPerToken;
    return true;
  }

  public int perSecond() {
    return perSecond;
  }

  public long refused() {
    return refused;
  }
}
