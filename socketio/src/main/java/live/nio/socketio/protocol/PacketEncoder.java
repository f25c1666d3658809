package live.nio.socketio.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import live.nio.socketio.engine.EncodedMessage;
import org.jspecify.annotations.Nullable;

/// Encodes packets as Engine.IO messages. Thread-safe.
public final class PacketEncoder {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private final ObjectMapper mapper;

  public PacketEncoder(ObjectMapper mapper) {
    this.mapper = mapper;
  }

  /// Arguments as JSON, binary values taken out.
  ///
  /// @param json a UTF-8 JSON array with placeholders
  /// @param attachments the binary values, in the order of their placeholders
  @SuppressWarnings("ArrayRecordComponent") // nobody compares these
  public record Args(byte[] json, List<byte[]> attachments) {
    public Args {
      attachments = List.copyOf(attachments);
    }
  }

  /// Converts values with the object mapper; `byte[]` and [Buffer] become attachments, at any depth
  /// for `byte[]`.
  ///
  /// @param name goes before the values, for events
  public Args args(@Nullable String name, @Nullable Object... values) {
    ArrayNode array = NODES.arrayNode(values.length + 1);
    if (name != null) {
      array.add(name);
    }
    for (Object value : values) {
      array.add(tree(value));
    }
    List<byte[]> attachments = new ArrayList<>(0);
    JsonNode json = extract(array, attachments);
    return new Args(bytes(json), attachments);
  }

  private JsonNode tree(@Nullable Object value) {
    return switch (value) {
      case null -> NullNode.instance;
      case JsonNode node -> node;
      case String text -> NODES.textNode(text);
      case Buffer buffer -> BinaryNode.valueOf(buffer.getBytes());
      case byte[] bytes -> BinaryNode.valueOf(bytes);
      default -> mapper.valueToTree(value);
    };
  }

  /// Copies only the branches that hold binary values: trees given by the caller are not changed.
  @SuppressWarnings("ReferenceEquality") // the very same tree comes back when nothing was taken out
  private static JsonNode extract(JsonNode node, List<byte[]> attachments) {
    if (node instanceof BinaryNode binary) {
      ObjectNode placeholder = NODES.objectNode();
      placeholder.put("_placeholder", true).put("num", attachments.size());
      attachments.add(binary.binaryValue());
      return placeholder;
    }
    if (node instanceof ArrayNode array) {
      ArrayNode copy = null;
      for (int i = 0; i < array.size(); i++) {
        JsonNode child = array.get(i);
        JsonNode extracted = extract(child, attachments);
        if (extracted != child) {
          if (copy == null) {
            copy = NODES.arrayNode(array.size()).addAll(array);
          }
          copy.set(i, extracted);
        }
      }
      return copy == null ? array : copy;
    }
    if (node instanceof ObjectNode object) {
      ObjectNode copy = null;
      for (var field : object.properties()) {
        JsonNode extracted = extract(field.getValue(), attachments);
        if (extracted != field.getValue()) {
          if (copy == null) {
            copy = NODES.objectNode().setAll(object);
          }
          copy.set(field.getKey(), extracted);
        }
      }
      return copy == null ? object : copy;
    }
    return node;
  }

  private byte[] bytes(JsonNode json) {
    try {
      return mapper.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("arguments cannot be written as JSON", e);
    }
  }

  /// Encodes an event.
  ///
  /// @param offset appended as a last argument when connection state recovery is on
  /// @param shared whether many receivers will get the message
  public EncodedMessage event(
      String namespace, long id, Args args, @Nullable String offset, boolean shared) {
    return message('2', '5', namespace, id, args, offset, shared);
  }

  public EncodedMessage ack(String namespace, long id, Args args) {
    return message('3', '6', namespace, id, args, null, false);
  }

  public EncodedMessage connect(String namespace, String sid, @Nullable String pid) {
    ObjectNode data = NODES.objectNode().put("sid", sid);
    if (pid != null) {
      data.put("pid", pid);
    }
    return plain('0', namespace, bytes(data));
  }

  public EncodedMessage connectError(String namespace, String message, @Nullable Object data) {
    ObjectNode error = NODES.objectNode().put("message", message);
    if (data != null) {
      error.set("data", tree(data));
    }
    return plain('4', namespace, bytes(error));
  }

  public EncodedMessage disconnect(String namespace) {
    return plain('1', namespace, new byte[0]);
  }

  private static EncodedMessage plain(char type, String namespace, byte[] json) {
    byte[] head = (type + prefix(namespace)).getBytes(StandardCharsets.UTF_8);
    return EncodedMessage.text(join(head, json, null), List.of(), false);
  }

  private static EncodedMessage message(
      char type,
      char binaryType,
      String namespace,
      long id,
      Args args,
      @Nullable String offset,
      boolean shared) {
    StringBuilder head = new StringBuilder(24);
    if (args.attachments.isEmpty()) {
      head.append(type);
    } else {
      head.append(binaryType).append(args.attachments.size()).append('-');
    }
    head.append(prefix(namespace));
    if (id != Packet.NO_ID) {
      head.append(id);
    }
    byte[] text = join(head.toString().getBytes(StandardCharsets.UTF_8), args.json, offset);
    return EncodedMessage.text(text, args.attachments, shared);
  }

  private static String prefix(String namespace) {
    return namespace.equals(Packet.MAIN) ? "" : namespace + ",";
  }

  /// @param offset written into the array, before its closing bracket; has nothing to escape
  private static byte[] join(byte[] head, byte[] json, @Nullable String offset) {
    byte[] tail =
        offset == null ? new byte[0] : (",\"" + offset + "\"]").getBytes(StandardCharsets.US_ASCII);
    int kept = offset == null ? json.length : json.length - 1;
    byte[] out = new byte[head.length + kept + tail.length];
    System.arraycopy(head, 0, out, 0, head.length);
    System.arraycopy(json, 0, out, head.length, kept);
    System.arraycopy(tail, 0, out, head.length + kept, tail.length);
    return out;
  }
}
