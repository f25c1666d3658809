package live.nio.sfu.codec;

import java.util.Arrays;

/// Puts together bytes from fields of any number of bits.
final class Bits {
  private byte[] bytes = new byte[64];
  private int position;

  Bits put(int count, long value) {
    for (int i = count - 1; i >= 0; i--) {
      if (position / 8 == bytes.length) {
        bytes = Arrays.copyOf(bytes, bytes.length * 2);
      }
      bytes[position / 8] |= (byte) ((value >> i & 1) << (7 - position % 8));
      position++;
    }
    return this;
  }

  byte[] bytes() {
    return Arrays.copyOf(bytes, (position + 7) / 8);
  }
}
