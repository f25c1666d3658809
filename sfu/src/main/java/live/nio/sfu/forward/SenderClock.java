package live.nio.sfu.forward;

/// What a publisher's sender reports say of one source: which RTP timestamp belongs to which moment
/// of its clock ([RFC 3550 §6.4.1](https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1)).
public final class SenderClock {
  private boolean known;
  private long ntpNanos;
  private int timestamp;

  /// Takes what a sender report says.
  ///
  /// @param ntpNanos the report's NTP time, in nanoseconds since any fixed moment of that clock
  public void report(long ntpNanos, int timestamp) {
    this.ntpNanos = ntpNanos;
    this.timestamp = timestamp;
    known = true;
  }

  public void clear() {
    known = false;
  }

  public boolean isKnown() {
    return known;
  }

  /// The moment of the publisher's clock a timestamp belongs to.
  long ntpNanosOf(int at, int clockRate) {
    return ntpNanos + (long) (at - timestamp) * 1_000_000_000L / clockRate;
  }

  /// The timestamp of a moment of the publisher's clock.
  public int timestampAt(long atNtpNanos, int clockRate) {
    return timestamp + (int) ((atNtpNanos - ntpNanos) / 1_000 * clockRate / 1_000_000);
  }
}
