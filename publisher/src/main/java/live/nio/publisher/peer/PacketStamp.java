package live.nio.publisher.peer;

import java.nio.ByteBuffer;
import java.util.OptionalLong;

/// A time of [System#nanoTime] in the last bytes of a payload, for measuring how long packets were
/// under way within one process. What stood there is overwritten, so decoders see noise.
public final class PacketStamp {
  private static final int MAGIC = 0x4e494f21;
  private static final int BYTES = 12;

  private PacketStamp() {}

  /// Stamps a payload long enough to be parsed all the same.
  static void write(byte[] payload, long nanos) {
    if (payload.length >= 2 * BYTES) {
      ByteBuffer.wrap(payload, payload.length - BYTES, BYTES).putInt(MAGIC).putLong(nanos);
    }
  }

  /// The time a payload was stamped with.
  public static OptionalLong read(byte[] packet, int offset, int length) {
    int at = offset + length - BYTES;
    if (length < 2 * BYTES || intAt(packet, at) != MAGIC) {
      return OptionalLong.empty();
    }
    return OptionalLong.of(
        (long) intAt(packet, at + 4) << 32 | (intAt(packet, at + 8) & 0xffff_ffffL));
  }

  private static int intAt(byte[] b, int at) {
    return (b[at] & 0xff) << 24
        | (b[at + 1] & 0xff) << 16
        | (b[at + 2] & 0xff) << 8
        | (b[at + 3] & 0xff);
  }
}
