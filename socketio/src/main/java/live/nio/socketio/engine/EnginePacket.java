package live.nio.socketio.engine;

import java.util.Base64;

/// One packet as a client may send it,
/// [Engine.IO v4, packet encoding](https://github.com/socketio/engine.io-protocol#packet-encoding): a digit for the type,
/// then the payload.
///
///     34 68 65 6c 6c 6f     '4' message, "hello"
///     33                    '3' pong
///
/// A WebSocket carries one packet per text frame, and a binary message as a binary frame without a type. A polling
/// payload joins packets with the record separator `1e`, and writes a binary message as `b` and base64:
///
///     34 61 1e 62 41 51 49 3d     '4' message "a", separator, 'b' "AQI=" (01 02)
sealed interface EnginePacket {

  /// Server → client, first packet of a session; from a client it means nothing.
  record Open() implements EnginePacket {}

  /// Either side: the session is over.
  record Close() implements EnginePacket {}

  /// Server → client, answered by [Pong]; client → server only as the probe of an upgrade
  /// (`2probe`).
  record Ping(String payload) implements EnginePacket {}

  /// Client → server, answers [Ping].
  record Pong() implements EnginePacket {}

  /// Either side: a text payload for the layer above.
  record Message(String text) implements EnginePacket {}

  /// Either side: a binary payload for the layer above.
  @SuppressWarnings("ArrayRecordComponent") // nobody compares these
  record Binary(byte[] bytes) implements EnginePacket {}

  /// Client → server, on a probed WebSocket: use it from now on.
  record Upgrade() implements EnginePacket {}

  /// Server → client, ends a poll with nothing to say.
  record Noop() implements EnginePacket {}

  /// Reads a packet from a text frame.
  static EnginePacket fromText(String text) throws MalformedPacketException {
    if (text.isEmpty()) {
      throw new MalformedPacketException("empty packet");
    }
    return switch (text.charAt(0)) {
      case '0' -> new Open();
      case '1' -> new Close();
      case '2' -> new Ping(text.substring(1));
      case '3' -> new Pong();
      case '4' -> new Message(text.substring(1));
      case '5' -> new Upgrade();
      case '6' -> new Noop();
      default -> throw new MalformedPacketException("unknown packet type");
    };
  }

  /// Reads the packets of a polling payload one by one.
  final class Payload {
    private final String payload;
    private int at;

    Payload(String payload) {
      this.payload = payload;
    }

    /// An empty payload has no packets; an empty piece between two separators is malformed.
    boolean hasNext() {
      return at < payload.length() || (at > 0 && at == payload.length());
    }

    EnginePacket next() throws MalformedPacketException {
      int end = payload.indexOf(EncodedMessage.SEPARATOR, at);
      String piece = payload.substring(at, end < 0 ? payload.length() : end);
      at = end < 0 ? payload.length() + 1 : end + 1;
      if (piece.isEmpty() || piece.charAt(0) != 'b') {
        return fromText(piece);
      }
      try {
        return new Binary(Base64.getDecoder().decode(piece.substring(1)));
      } catch (IllegalArgumentException e) {
        throw new MalformedPacketException("invalid base64");
      }
    }
  }
}
