package live.nio.socketio;

import live.nio.socketio.engine.CloseReason;

/// Why a socket left its namespace; the texts are those of the reference implementation where it
/// has the case.
public enum DisconnectReason {
  /// The client closed the connection, or it was cut.
  TRANSPORT_CLOSE("transport close", true),
  /// The connection broke.
  TRANSPORT_ERROR("transport error", true),
  /// The client did not answer a ping in time.
  PING_TIMEOUT("ping timeout", true),
  /// The client sent what is no packet.
  PARSE_ERROR("parse error", false),
  /// The connection was closed on this side, below Socket.IO.
  FORCED_CLOSE("forced close", true),
  /// The client sent a packet for a namespace it is not in.
  FORCED_SERVER_CLOSE("forced server close", true),
  /// The client left the namespace.
  CLIENT_NAMESPACE_DISCONNECT("client namespace disconnect", false),
  /// [Socket#disconnect] was called.
  SERVER_NAMESPACE_DISCONNECT("server namespace disconnect", false),
  /// [SocketIoServer#shutdown] was called.
  SERVER_SHUTTING_DOWN("server shutting down", true),
  /// The client reads more slowly than it is written to; not of the reference implementation.
  TRANSPORT_OVERFLOW("transport overflow", true);

  private final String text;
  private final boolean recoverable;

  DisconnectReason(String text, boolean recoverable) {
    this.text = text;
    this.recoverable = recoverable;
  }

  public String text() {
    return text;
  }

  /// Whether the client may come back to its rooms and missed packets, when recovery is on.
  public boolean recoverable() {
    return recoverable;
  }

  static DisconnectReason of(CloseReason reason) {
    return switch (reason) {
      case TRANSPORT_CLOSE -> TRANSPORT_CLOSE;
      case TRANSPORT_ERROR -> TRANSPORT_ERROR;
      case PING_TIMEOUT -> PING_TIMEOUT;
      case PARSE_ERROR -> PARSE_ERROR;
      case FORCED_CLOSE -> FORCED_CLOSE;
      case SERVER_SHUTTING_DOWN -> SERVER_SHUTTING_DOWN;
      case TRANSPORT_OVERFLOW -> TRANSPORT_OVERFLOW;
    };
  }
}
