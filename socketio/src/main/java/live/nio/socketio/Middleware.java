package live.nio.socketio;

/// Decides whether a client may enter a namespace. Runs on the virtual thread of the socket-to-be;
/// may block.
@FunctionalInterface
public interface Middleware {
  /// Returns to let the client in, and may set attributes and join rooms.
  ///
  /// @param socket not connected yet: what is emitted to it goes nowhere
  /// @throws ConnectionRefusedException to refuse with a message and data of one's choice
  /// @throws Exception to refuse with "Internal error"; reported to the [ErrorListener]
  void handle(Socket socket) throws Exception;
}
