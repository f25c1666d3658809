package live.nio.socketio;

/// Handles events of one socket: on a virtual thread, one at a time, in the order they were sent.
/// May block.
@FunctionalInterface
public interface EventHandler {
  /// Handles one event.
  ///
  /// @throws Exception reported to the [ErrorListener]; the socket lives on
  void handle(Event event) throws Exception;
}
