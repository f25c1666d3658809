package live.nio.socketio.engine;

/// The peer sent what is no packet. The message never quotes what was sent.
public final class MalformedPacketException extends Exception {

  public MalformedPacketException(String message) {
    super(message, null, false, false);
  }
}
