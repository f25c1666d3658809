package live.nio.socketio.engine;

/// What happens to one session. Called on its event loop, in order; must not block.
public interface EngineListener {
  void onText(EngineSocket socket, String text);

  void onBinary(EngineSocket socket, byte[] bytes);

  /// The last call, exactly once.
  void onClose(EngineSocket socket, CloseReason reason);
}
