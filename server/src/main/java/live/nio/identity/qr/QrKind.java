package live.nio.identity.qr;

import java.time.Duration;
import java.util.Locale;

/// The two pairs of calls, by how the browser learns what happened; the words of the column.
public enum QrKind {
  /// `/api/auth/qr-*`, told by a socket.
  PUSHED(Duration.ofMinutes(5)),
  /// `/api/qr-auth/*`, asking every two seconds.
  POLLED(Duration.ofMinutes(1));

  private final Duration lifetime;

  QrKind(Duration lifetime) {
    this.lifetime = lifetime;
  }

  /// How long the picture can be scanned.
  public Duration lifetime() {
    return lifetime;
  }

  String column() {
    return name().toLowerCase(Locale.ROOT);
  }
}
