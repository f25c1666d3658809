package live.nio.socketio.engine;

import org.jspecify.annotations.Nullable;

/// The two ways an Engine.IO session is carried.
public enum TransportName {
  POLLING("polling"),
  WEBSOCKET("websocket");

  private final String text;

  TransportName(String text) {
    this.text = text;
  }

  /// The name in the `transport` query parameter.
  public String text() {
    return text;
  }

  static @Nullable TransportName of(@Nullable String text) {
    return "polling".equals(text) ? POLLING : "websocket".equals(text) ? WEBSOCKET : null;
  }
}
