package live.nio.socketio;

import java.util.List;
import java.util.Set;

/// What one node tells the others.
public sealed interface ClusterMessage {
  String namespace();

  Target target();

  /// A choice of sockets: those in any of `rooms` (all, when there are none) but in none of
  /// `except`.
  record Target(Set<String> rooms, Set<String> except) {
    public Target {
      rooms = Set.copyOf(rooms);
      except = Set.copyOf(except);
    }
  }

  /// Send an event to the sockets.
  ///
  /// @param json UTF-8 JSON array: the event's name and its arguments, attachments as placeholders
  /// @param attachments the binary values, in the order of their placeholders
  @SuppressWarnings("ArrayRecordComponent") // nobody compares these
  record Emit(
      String namespace, Target target, boolean volatileOnly, byte[] json, List<byte[]> attachments)
      implements ClusterMessage {
    public Emit {
      attachments = List.copyOf(attachments);
    }
  }

  /// Put the sockets into rooms.
  record Join(String namespace, Target target, Set<String> rooms) implements ClusterMessage {}

  /// Take the sockets out of rooms.
  record Leave(String namespace, Target target, Set<String> rooms) implements ClusterMessage {}

  /// Disconnect the sockets.
  record Disconnect(String namespace, Target target, boolean closeTransport)
      implements ClusterMessage {}
}
