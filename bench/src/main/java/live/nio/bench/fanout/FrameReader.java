package live.nio.bench.fanout;

import java.nio.ByteBuffer;

/// Cuts what was read from a server into WebSocket frames,
/// [RFC 6455 §5.2](https://www.rfc-editor.org/rfc/rfc6455#section-5.2), without copying.
///
///     81 05 34 32 5b 5d 20            final text frame, 5 bytes
///     81 7e 01 00 …                   the same, 256 bytes
///     82 7f 00 00 00 00 00 01 00 00 … final binary frame, 65,536 bytes
///
/// A server's frames are not masked. Fragmented messages are refused: none of the servers measured
/// sends any.
final class FrameReader {
  static final int TEXT = 1;
  static final int CLOSE = 8;

  private FrameReader() {}

  /// Told of every whole frame; its payload may be read only during the call, and by absolute
  /// index.
  @FunctionalInterface
  interface Sink {
    void onFrame(int opcode, ByteBuffer in, int start, int length);
  }

  /// Reads all whole frames from the buffer's position on, and leaves the position at the first
  /// that is not whole.
  ///
  /// @throws IllegalArgumentException when these are no frames of a server
  static void read(ByteBuffer in, Sink sink) {
    int at = in.position();
    int limit = in.limit();
    while (limit - at >= 2) {
      int first = in.get(at);
      int length = in.get(at + 1);
      int start = at + 2;
      if ((first & 0xf0) != 0x80 || length < 0) {
        throw new IllegalArgumentException(
            "not a final, unmasked frame: %02x %02x".formatted(first & 0xff, length & 0xff));
      }
      if (length == 126) {
        if (limit - at < 4) {
          break;
        }
        length = in.getShort(at + 2) & 0xffff;
        start = at + 4;
      } else if (length == 127) {
        if (limit - at < 10) {
          break;
        }
        long wide = in.getLong(at + 2);
        if (wide < 0 || wide > Integer.MAX_VALUE - 16) {
          throw new IllegalArgumentException("a frame of " + wide + " bytes");
        }
        length = (int) wide;
        start = at + 10;
      }
      if (limit - start < length) {
        break;
      }
      at = start + length;
      sink.onFrame(first & 0x0f, in, start, length);
    }
    in.position(at);
  }
}
