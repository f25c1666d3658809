package live.nio.socketio;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An event from a client.
public interface Event {
  Socket socket();

  String name();

  /// The arguments; attachments are `BinaryNode`s.
  List<JsonNode> args();

  /// An argument, or a `MissingNode` when the client sent fewer.
  default JsonNode arg(int index) {
    return index < args().size() ? args().get(index) : MissingNode.getInstance();
  }

  /// Whether the client waits for an acknowledgement.
  boolean wantsAck();

  /// Acknowledges the event. Does nothing when the client does not wait for it, or has been
  /// answered. May be called later and from any thread.
  void ack(@Nullable Object... args);
}
