package live.nio.socketio.engine;

/// Something set for later that can be called off, from any thread; calling it off twice, or too
/// late, does nothing.
@FunctionalInterface
public interface Cancellable {
  void cancel();
}
