package live.nio.realtime;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import live.nio.identity.Identity;
import live.nio.socketio.Socket;
import org.jspecify.annotations.Nullable;

/// One connection to a namespace: a page of a person, or of a guest. Any thread.
public final class Peer {

  private final Socket socket;
  private final @Nullable Identity identity;
  private final Map<Class<?>, Object> memory = new ConcurrentHashMap<>();
  private volatile boolean leftOnPurpose;

  Peer(Socket socket, @Nullable Identity identity) {
    this.socket = socket;
    this.identity = identity;
  }

  /// Unique among all connections, past and present.
  public String id() {
    return socket.id();
  }

  /// Who it is, or empty for a guest.
  public Optional<Identity> identity() {
    return Optional.ofNullable(identity);
  }

  /// A header of the request that opened the connection.
  public Optional<String> header(String name) {
    return Optional.ofNullable(socket.handshake().headers().get(name));
  }

  /// Sends an event to this peer alone.
  public void emit(String event, Object payload) {
    socket.emit(event, payload);
  }

  public void join(String room) {
    socket.join(room);
  }

  public void leave(String room) {
    socket.leave(room);
  }

  /// What a feature remembers of this connection, one value a type, or null.
  public <T> @Nullable T get(Class<T> type) {
    return type.cast(memory.get(type));
  }

  /// Remembers it; null forgets.
  public <T> void set(Class<T> type, @Nullable T value) {
    if (value == null) {
      memory.remove(type);
    } else {
      memory.put(type, value);
    }
  }

  /// After the peer is gone: whether it said goodbye, rather than being cut off (in which case it
  /// may well come back).
  public boolean leftOnPurpose() {
    return leftOnPurpose;
  }

  void leavesOnPurpose() {
    leftOnPurpose = true;
  }

  @Override
  public String toString() {
    return "Peer[" + id() + "]";
  }
}
