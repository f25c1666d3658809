package live.nio.sfu.codec;

/// Reads bits, highest first, from a bounded part of an array. Past the end every bit is 0 and
/// [#overrun] says so, so a parser may check once, after a step.
final class BitReader {
  private byte[] buffer = new byte[0];
  private long position;
  private long end;
  private boolean overrun;
  private boolean emulationPrevention;
  private int start;

  void reset(byte[] b, int off, int len) {
    buffer = b;
    position = 8L * off;
    end = 8L * (off + len);
    overrun = false;
    emulationPrevention = false;
  }

  /// As [#reset], but the 3 of each byte sequence 0 0 3 is left out, as in H.264's NAL units.
  void resetNalUnit(byte[] b, int off, int len) {
    reset(b, off, len);
    emulationPrevention = true;
    start = off;
  }

  boolean overrun() {
    return overrun;
  }

  int bit() {
    if (position >= end) {
      overrun = true;
      return 0;
    }
    int at = (int) (position >> 3);
    if (emulationPrevention
        && (position & 7) == 0
        && at - start >= 2
        && buffer[at] == 3
        && buffer[at - 1] == 0
        && buffer[at - 2] == 0) {
      position += 8;
      if (position >= end) {
        overrun = true;
        return 0;
      }
      at++;
    }
    int bit = buffer[at] >> (7 - (int) (position & 7)) & 1;
    position++;
    return bit;
  }

  /// Only without emulation prevention.
  void skip(long count) {
    position += count;
    overrun |= position > end;
  }

  boolean flag() {
    return bit() != 0;
  }

  /// @param count 0–32; of 32, the sign bit is the highest
  int bits(int count) {
    int value = 0;
    for (int i = 0; i < count; i++) {
      value = value << 1 | bit();
    }
    return value;
  }

  /// Exp-Golomb, unsigned, `ue(v)` of H.264. At most 31 leading zeros, otherwise an overrun.
  int unsignedExpGolomb() {
    int zeros = 0;
    while (bit() == 0) {
      if (overrun || ++zeros > 30) {
        overrun = true;
        return 0;
      }
    }
    return (1 << zeros) - 1 + bits(zeros);
  }

  int signedExpGolomb() {
    int value = unsignedExpGolomb();
    return (value & 1) != 0 ? (value + 1) / 2 : -(value / 2);
  }

  /// Unsigned with a number of values that is no power of two, `ns(n)` of AV1.
  int nonSymmetric(int n) {
    int w = 32 - Integer.numberOfLeadingZeros(n);
    if (w == 0) {
      return 0;
    }
    int m = (1 << w) - n;
    int value = bits(w - 1);
    return value < m ? value : (value << 1) - m + bit();
  }

  /// `uvlc()` of AV1.
  void skipUvlc() {
    int zeros = 0;
    while (bit() == 0) {
      if (overrun || ++zeros >= 32) {
        return;
      }
    }
    bits(zeros);
  }
}
