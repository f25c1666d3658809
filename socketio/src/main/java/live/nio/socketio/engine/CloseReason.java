package live.nio.socketio.engine;

/// Why an Engine.IO session ended; the texts are those of the reference implementation where it has
/// the case.
public enum CloseReason {
  /// The client closed the connection, or said it would.
  TRANSPORT_CLOSE("transport close"),
  /// The connection broke, or the client used it against the protocol (two polls at once, a frame
  /// too large).
  TRANSPORT_ERROR("transport error"),
  /// No pong came in time.
  PING_TIMEOUT("ping timeout"),
  /// The client sent what is no packet.
  PARSE_ERROR("parse error"),
  /// This side closed the session.
  FORCED_CLOSE("forced close"),
  /// The whole server is going down.
  SERVER_SHUTTING_DOWN("server shutting down"),
  /// The client reads more slowly than it is written to, and its outbound bound was reached.
  TRANSPORT_OVERFLOW("transport overflow");

  private final String text;

  CloseReason(String text) {
    this.text = text;
  }

  public String text() {
    return text;
  }
}
