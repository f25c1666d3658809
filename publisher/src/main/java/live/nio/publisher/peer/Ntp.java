package live.nio.publisher.peer;

import java.time.Instant;

/// Wall-clock time as RTCP writes it, [RFC 3550
/// §4](https://www.rfc-editor.org/rfc/rfc3550#section-4): 32 bits of seconds since 1900, 32 bits of
/// their fraction.
final class Ntp {
  private static final long SECONDS_TO_1970 = 2_208_988_800L;

  private Ntp() {}

  static long now() {
    Instant now = Instant.now();
    return (now.getEpochSecond() + SECONDS_TO_1970) << 32
        | ((long) now.getNano() << 32) / 1_000_000_000L;
  }

  static long compact(long ntp) {
    return ntp >>> 16 & 0xffff_ffffL;
  }
}
