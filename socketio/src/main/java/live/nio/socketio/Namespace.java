package live.nio.socketio;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// A part of the server that clients enter one by one, over one shared connection. Thread-safe.
public interface Namespace {
  String name();

  /// Adds a middleware. They run in order, on the socket's virtual thread, before its CONNECT is
  /// answered.
  Namespace use(Middleware middleware);

  /// Adds a handler for new sockets. It runs on the socket's virtual thread, before any event of
  /// that socket.
  Namespace onConnection(Consumer<Socket> handler);

  Broadcast to(String... rooms);

  Broadcast except(String... rooms);

  Broadcast volatileOnly();

  Broadcast localOnly();

  /// Sends an event to all sockets, on all nodes.
  void emit(String event, @Nullable Object... args);

  /// A connected socket of this node.
  Optional<Socket> socket(String id);

  /// The connected sockets of this node.
  Collection<Socket> sockets();

  /// Those of them that are in a room.
  Collection<Socket> socketsIn(String room);

  /// Disconnects all sockets, on all nodes.
  void disconnectSockets(boolean closeTransport);
}
