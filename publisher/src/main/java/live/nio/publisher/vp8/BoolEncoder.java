package live.nio.publisher.vp8;

import java.util.Arrays;

/// The arithmetic coder of VP8, [RFC 6386 §7](https://www.rfc-editor.org/rfc/rfc6386#section-7).
///
/// Writes decisions, each with the probability (of 256) that it is "no".
final class BoolEncoder {
  // The interval is [low, low + range) in units of 2^-bits of its first byte: low has 8 + bits
  // bits, and one more while a carry waits. Bytes leave when enough have gathered.
  private byte[] output = new byte[4096];
  private int length;
  private long low;
  private int range = 255;
  private int bits;

  void reset() {
    length = 0;
    low = 0;
    range = 255;
    bits = 0;
  }

  void write(int probability, boolean decision) {
    int split = 1 + (((range - 1) * probability) >> 8);
    if (decision) {
      low += split;
      range -= split;
    } else {
      range = split;
    }
    int shift = Integer.numberOfLeadingZeros(range) - 24;
    range <<= shift;
    low <<= shift;
    bits += shift;
    if (bits >= 32) {
      emit();
    }
  }

  /// An unsigned number of `width` bits at even odds, most significant first.
  void literal(int value, int width) {
    for (int bit = width - 1; bit >= 0; bit--) {
      write(128, (value >> bit & 1) != 0);
    }
  }

  void flag(boolean value) {
    write(128, value);
  }

  /// Ends the partition. Nothing may be written until [#reset].
  void finish() {
    // Decoders read ahead, and FFmpeg takes a partition that ends within what it reads for cut off.
    literal(0, 32);
    int padding = (8 - bits % 8) % 8;
    low <<= padding;
    bits += padding;
    emit();
    append((int) low);
  }

  private void emit() {
    while (bits >= 8) {
      append((int) (low >>> bits));
      low &= (1L << bits) - 1;
      bits -= 8;
    }
  }

  /// The next byte; its ninth bit is a carry into what was written before.
  private void append(int value) {
    if (value > 0xff) {
      int at = length - 1;
      while (++output[at] == 0) {
        at--;
      }
    }
    if (length == output.length) {
      output = Arrays.copyOf(output, length * 2);
    }
    output[length++] = (byte) value;
  }

  int length() {
    return length;
  }

  void copyTo(byte[] target, int offset) {
    System.arraycopy(output, 0, target, offset, length);
  }
}
