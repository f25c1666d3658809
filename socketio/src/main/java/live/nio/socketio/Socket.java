package live.nio.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One client in one namespace. Thread-safe; handlers run on the socket's virtual thread, one at a
/// time.
public interface Socket {
  /// Unguessable, and the same after recovery.
  String id();

  Namespace namespace();

  Handshake handshake();

  /// Whether this socket continues one that lost its connection: same id, rooms and attributes,
  /// missed packets replayed.
  boolean recovered();

  boolean connected();

  /// Sets an attribute. Attributes survive recovery.
  <T> void set(AttributeKey<T> key, T value);

  <T> Optional<T> get(AttributeKey<T> key);

  /// Adds a handler for an event.
  void on(String event, EventHandler handler);

  /// Adds a handler for every event; it runs before the event's own.
  void onAny(EventHandler handler);

  /// Sets the handler for events that have none. Without it they are ignored, and counted.
  void onUnhandled(EventHandler handler);

  /// Sends an event. Does nothing when the socket is not connected.
  void emit(String event, @Nullable Object... args);

  /// Sends an event only if the client is ready to take it at once.
  void emitVolatile(String event, @Nullable Object... args);

  /// Sends an event and returns what the client acknowledges it with.
  ///
  /// Fails with [java.util.concurrent.TimeoutException], with [SocketDisconnectedException], or
  /// with [java.util.concurrent.RejectedExecutionException] when too many acknowledgements are
  /// pending. Completes on a virtual thread, never behind this socket's events: a handler may wait
  /// for it.
  CompletableFuture<List<JsonNode>> emitWithAck(
      Duration timeout, String event, @Nullable Object... args);

  /// As [#emitWithAck(Duration, String, Object...)] with the server's default timeout.
  CompletableFuture<List<JsonNode>> emitWithAck(String event, @Nullable Object... args);

  void join(String... rooms);

  void leave(String room);

  /// The rooms it is in, its own id included.
  Set<String> rooms();

  /// The sockets in these rooms, this one excluded.
  Broadcast to(String... rooms);

  /// All other sockets of the namespace.
  Broadcast broadcast();

  /// Adds a handler for the end of the socket. It runs after all events received before have been
  /// handled, exactly once; at once when the socket has ended already.
  void onDisconnect(Consumer<DisconnectReason> handler);

  /// Leaves the namespace.
  ///
  /// @param closeTransport whether to end the whole connection, with its other namespaces; what was
  ///   emitted before still leaves
  void disconnect(boolean closeTransport);
}
