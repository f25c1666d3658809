package live.nio.socketio.protocol;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import live.nio.socketio.engine.MalformedPacketException;
import org.jspecify.annotations.Nullable;

/// Turns the Engine.IO messages of one connection into packets, waiting for attachments where some
/// are announced.
///
/// Not thread-safe. After a [MalformedPacketException] the connection must be closed and the
/// decoder dropped.
public final class PacketDecoder {
  /// Names the client libraries use for themselves.
  private static final Set<String> RESERVED_EVENTS =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  /// Ids are JavaScript integers, below 2^53.
  private static final int MAX_ID_DIGITS = 15;

  private static final int MAX_NAMESPACE_LENGTH = 256;

  /// What all decoders of a server have in common.
  ///
  /// @param maxAttachments attachments one packet may announce
  /// @param maxAttachmentBytes their bytes together
  public record Limits(int maxAttachments, int maxAttachmentBytes) {}

  private final ObjectReader reader;
  private final Limits limits;
  private @Nullable Packet incomplete;
  private @Nullable List<byte[]> attachments;
  private int missing;
  private int attachmentBytes;

  public PacketDecoder(ObjectReader reader, Limits limits) {
    this.reader = reader;
    this.limits = limits;
  }

  /// A reader that refuses anything behind the JSON value.
  public static ObjectReader readerOf(ObjectMapper mapper) {
    return mapper.readerFor(JsonNode.class).with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
  }

  /// Takes a text message; returns null when attachments are still to come.
  public @Nullable Packet onText(String text) throws MalformedPacketException {
    if (missing > 0) {
      throw new MalformedPacketException("text where an attachment is due");
    }
    return new Parser(text).packet();
  }

  /// Takes a binary message; returns the packet it completes, or null when more attachments are to
  /// come.
  public @Nullable Packet onBinary(byte[] bytes) throws MalformedPacketException {
    List<byte[]> parts = attachments;
    Packet waiting = incomplete;
    if (missing == 0 || parts == null || waiting == null) {
      throw new MalformedPacketException("an attachment nobody announced");
    }
    attachmentBytes += bytes.length;
    if (attachmentBytes > limits.maxAttachmentBytes()) {
      throw new MalformedPacketException("attachments too large");
    }
    parts.add(bytes);
    if (--missing > 0) {
      return null;
    }
    incomplete = null;
    attachments = null;
    attachmentBytes = 0;
    return switch (waiting) {
      case Packet.Event(String namespace, long id, ArrayNode args) -> {
        fill(args, parts);
        yield new Packet.Event(namespace, id, args);
      }
      case Packet.Ack(String namespace, long id, ArrayNode args) -> {
        fill(args, parts);
        yield new Packet.Ack(namespace, id, args);
      }
      case Packet.Connect c -> c;
      case Packet.Disconnect d -> d;
      case Packet.ConnectError e -> e;
    };
  }

  /// Puts attachments in the place of their placeholders.
  private static void fill(JsonNode node, List<byte[]> parts) throws MalformedPacketException {
    if (node instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        JsonNode child = array.get(i);
        if (isPlaceholder(child)) {
          array.set(i, attachment(child, parts));
        } else {
          fill(child, parts);
        }
      }
    } else if (node instanceof ObjectNode object) {
      for (var field : object.properties()) {
        if (isPlaceholder(field.getValue())) {
          field.setValue(attachment(field.getValue(), parts));
        } else {
          fill(field.getValue(), parts);
        }
      }
    }
  }

  private static boolean isPlaceholder(JsonNode node) {
    return node.isObject()
        && node.path("_placeholder").isBoolean()
        && node.get("_placeholder").asBoolean();
  }

  private static JsonNode attachment(JsonNode placeholder, List<byte[]> parts)
      throws MalformedPacketException {
    JsonNode num = placeholder.path("num");
    if (!num.isInt() || num.asInt() < 0 || num.asInt() >= parts.size()) {
      throw new MalformedPacketException("placeholder without attachment");
    }
    return BinaryNode.valueOf(parts.get(num.asInt()));
  }

  /// Reads one text message from left to right.
  private final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    @Nullable Packet packet() throws MalformedPacketException {
      if (text.isEmpty()) {
        throw new MalformedPacketException("empty packet");
      }
      return switch (text.charAt(at++)) {
        case '0' -> connect();
        case '1' -> disconnect();
        case '2' -> event();
        case '3' -> ack();
        case '4' -> connectError();
        case '5' -> withAttachments(attachmentCount(), event());
        case '6' -> withAttachments(attachmentCount(), ack());
        default -> throw new MalformedPacketException("unknown packet type");
      };
    }

    private Packet connect() throws MalformedPacketException {
      String namespace = namespace();
      if (at == text.length()) {
        return new Packet.Connect(namespace, null);
      }
      if (json() instanceof ObjectNode data) {
        return new Packet.Connect(namespace, data);
      }
      throw new MalformedPacketException("CONNECT with a payload that is no object");
    }

    private Packet disconnect() throws MalformedPacketException {
      String namespace = namespace();
      if (at < text.length()) {
        throw new MalformedPacketException("DISCONNECT with a payload");
      }
      return new Packet.Disconnect(namespace);
    }

    private Packet connectError() throws MalformedPacketException {
      String namespace = namespace();
      JsonNode data = json();
      if (!data.isObject() && !data.isTextual()) {
        throw new MalformedPacketException("CONNECT_ERROR without a message");
      }
      return new Packet.ConnectError(namespace, data);
    }

    private Packet event() throws MalformedPacketException {
      String namespace = namespace();
      long id = id();
      if (json() instanceof ArrayNode args && isEventName(args.path(0))) {
        return new Packet.Event(namespace, id, args);
      }
      throw new MalformedPacketException("EVENT without a name");
    }

    private static boolean isEventName(JsonNode name) {
      return name.isNumber() || (name.isTextual() && !RESERVED_EVENTS.contains(name.asText()));
    }

    private Packet ack() throws MalformedPacketException {
      String namespace = namespace();
      long id = id();
      if (id != Packet.NO_ID && json() instanceof ArrayNode args) {
        return new Packet.Ack(namespace, id, args);
      }
      throw new MalformedPacketException("ACK without an id or an array");
    }

    private int attachmentCount() throws MalformedPacketException {
      int from = at;
      int count = 0;
      while (at < text.length() && isDigit(text.charAt(at)) && at - from < 6) {
        count = count * 10 + text.charAt(at++) - '0';
      }
      if (at == from || at == text.length() || text.charAt(at++) != '-') {
        throw new MalformedPacketException("number of attachments missing");
      }
      if (count > limits.maxAttachments()) {
        throw new MalformedPacketException("too many attachments");
      }
      return count;
    }

    private @Nullable Packet withAttachments(int count, Packet packet)
        throws MalformedPacketException {
      if (count == 0) {
        return packet;
      }
      incomplete = packet;
      attachments = new ArrayList<>(count);
      missing = count;
      return null;
    }

    private String namespace() throws MalformedPacketException {
      if (at == text.length() || text.charAt(at) != '/') {
        return Packet.MAIN;
      }
      int comma = text.indexOf(',', at);
      int end = comma < 0 ? text.length() : comma;
      if (end - at > MAX_NAMESPACE_LENGTH) {
        throw new MalformedPacketException("namespace too long");
      }
      String namespace = text.substring(at, end);
      at = comma < 0 ? end : comma + 1;
      return namespace;
    }

    private long id() throws MalformedPacketException {
      int from = at;
      long id = 0;
      while (at < text.length() && isDigit(text.charAt(at))) {
        id = id * 10 + text.charAt(at++) - '0';
        if (at - from > MAX_ID_DIGITS) {
          throw new MalformedPacketException("acknowledgement id too large");
        }
      }
      return at == from ? Packet.NO_ID : id;
    }

    private JsonNode json() throws MalformedPacketException {
      try {
        JsonNode node = reader.readValue(text.substring(at));
        if (node != null) {
          return node;
        }
      } catch (JsonProcessingException e) {
        // Its message quotes the input.
      }
      throw new MalformedPacketException("invalid JSON");
    }

    private static boolean isDigit(char c) {
      return c >= '0' && c <= '9';
    }
  }
}
