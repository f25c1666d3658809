package live.nio.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A choice of sockets of one namespace, and what can be done to all of them. Immutable; each
/// method that narrows or widens the choice returns a new one.
///
/// The id of a socket is also the name of a room it alone is in.
public interface Broadcast {
  /// Adds rooms: a socket that is in any of them is chosen, once. Without rooms, all sockets are.
  Broadcast to(String... rooms);

  /// Takes out the sockets that are in any of these rooms.
  Broadcast except(String... rooms);

  /// Skips sockets that are not ready to take a packet at once.
  Broadcast volatileOnly();

  /// Only sockets of this node.
  Broadcast localOnly();

  /// Sends an event; it is encoded once. Returns when it is queued for every socket of this node.
  void emit(String event, @Nullable Object... args);

  /// Sends an event and gathers the acknowledgements of this node's sockets, by socket id. Sockets
  /// that do not answer in time, or disconnect, are missing from the result.
  CompletableFuture<Map<String, List<JsonNode>>> emitWithAck(
      Duration timeout, String event, @Nullable Object... args);

  /// Puts the sockets into rooms.
  void join(String... rooms);

  /// Takes the sockets out of rooms.
  void leave(String... rooms);

  /// Disconnects the sockets from the namespace.
  ///
  /// @param closeTransport whether to end their whole connections
  void disconnectSockets(boolean closeTransport);

  /// The chosen sockets of this node.
  Collection<Socket> sockets();
}
