package live.nio.socketio;

import java.time.Duration;

/// Connection state recovery: whether, and how much, is kept for clients whose connection was cut.
///
/// @param maxDisconnection how long a socket may be away; zero turns recovery off
/// @param maxSockets ended sockets kept per namespace; beyond it the oldest are forgotten
/// @param maxPackets packets kept per namespace; beyond it the oldest are forgotten
/// @param maxBytes their encoded bytes together
public record Recovery(Duration maxDisconnection, int maxSockets, int maxPackets, long maxBytes) {

  public Recovery {
    if (maxDisconnection.isNegative() || maxSockets <= 0 || maxPackets <= 0 || maxBytes <= 0) {
      throw new IllegalArgumentException("recovery limits must be positive");
    }
  }

  public static Recovery off() {
    return of(Duration.ZERO);
  }

  public static Recovery of(Duration maxDisconnection) {
    return new Recovery(maxDisconnection, 10_000, 10_000, 32 << 20);
  }

  public boolean enabled() {
    return !maxDisconnection.isZero();
  }
}
