package live.nio.socketio;

import java.util.function.Consumer;

/// Carries what is done to many sockets to the other nodes of a cluster.
///
/// A server does it to its own sockets first and then publishes it; what comes from other nodes it
/// does to its own sockets only. Rooms are not replicated: each node knows the rooms of its own
/// sockets.
public interface Adapter extends AutoCloseable {

  /// Makes the adapter of one server.
  @FunctionalInterface
  interface Factory {
    /// Makes the adapter of a server that is starting.
    ///
    /// @param receiver takes what other nodes published, in the order of each node; may be called
    ///   from any thread but an event loop
    Adapter create(Consumer<ClusterMessage> receiver);
  }

  /// Tells every other node, in the order of calls by one thread. Called from any thread but an
  /// event loop.
  void publish(ClusterMessage message);

  @Override
  void close();
}
