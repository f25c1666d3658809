package live.nio.socketio.engine;

/// Shows tests of other packages what a message looks like.
public final class Wire {
  private Wire() {}

  public static byte[] polling(EncodedMessage message) {
    return message.polling();
  }
}
