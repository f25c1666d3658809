package live.nio.bench.fanout;

import java.time.Instant;

/// The system's clock in microseconds since 1970: the one clock two processes share.
final class Micros {
  private Micros() {}

  static long now() {
    Instant now = Instant.now();
    return now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
  }
}
