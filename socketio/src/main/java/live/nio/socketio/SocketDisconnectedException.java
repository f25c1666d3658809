package live.nio.socketio;

/// An acknowledgement that can no longer come.
public final class SocketDisconnectedException extends Exception {

  public SocketDisconnectedException() {
    super("the socket disconnected before it acknowledged the event", null, false, false);
  }
}
