package live.nio.socketio.engine;

import java.time.Duration;

/// What may wait for one receiver, and how long packets may wait for each other.
///
/// @param maxBytes encoded bytes that may wait for one session; one packet may be larger when
///   nothing else waits
/// @param maxPackets packets that may wait for one session
/// @param maxWindow the longest time a packet is held back so that others can leave in the same
///   write; zero writes each event-loop turn at once. The window is zero on an idle server and
///   grows with the time spent writing.
public record OutboundLimits(int maxBytes, int maxPackets, Duration maxWindow) {

  public OutboundLimits {
    if (maxBytes <= 0 || maxPackets <= 0 || maxWindow.isNegative()) {
      throw new IllegalArgumentException("outbound limits must be positive");
    }
  }

  public static OutboundLimits defaults() {
    return new OutboundLimits(2 << 20, 8_192, Duration.ofMillis(36));
  }
}
