package live.nio.socketio;

import org.jspecify.annotations.Nullable;

/// Thrown by a [Middleware]: the client gets `CONNECT_ERROR {"message": …, "data": …}`.
public final class ConnectionRefusedException extends Exception {
  private final String text;
  private final @Nullable Object data;

  /// Refuses with a message and data.
  ///
  /// @param message sent to the client; must not say what it should not know
  /// @param data sent as `data`, converted like event arguments; null leaves it out
  public ConnectionRefusedException(String message, @Nullable Object data) {
    super(message, null, false, false);
    this.text = message;
    this.data = data;
  }

  public ConnectionRefusedException(String message) {
    this(message, null);
  }

  public String text() {
    return text;
  }

  public @Nullable Object data() {
    return data;
  }
}
