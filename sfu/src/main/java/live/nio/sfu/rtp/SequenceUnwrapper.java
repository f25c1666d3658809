package live.nio.sfu.rtp;

/// Gives 16-bit numbers that wrap around (sequence numbers of RTP, of transport-cc, picture ids of
/// 15 bits) a place on a line that does not.
///
/// The first number `n` becomes `65536 + n`, so that older ones that come late stay positive. Each
/// following is placed where it is nearest to the highest so far; exactly half a round away counts
/// as older. `(int) unwrapped & 0xFFFF` is the number again.
public final class SequenceUnwrapper {
  private final int bits;
  private long highest = -1;

  /// For numbers of 16 bits.
  public SequenceUnwrapper() {
    this(16);
  }

  /// @param bits 1–31, how many bits a number has
  public SequenceUnwrapper(int bits) {
    this.bits = bits;
  }

  public long unwrap(int sequenceNumber) {
    long unwrapped = peek(sequenceNumber);
    highest = Math.max(highest, unwrapped);
    return unwrapped;
  }

  /// What [#unwrap] would say, without moving the highest.
  public long peek(int sequenceNumber) {
    if (highest < 0) {
      return (1L << bits) + sequenceNumber;
    }
    int shift = 32 - bits;
    int difference = (sequenceNumber - (int) highest) << shift >> shift;
    return highest + difference;
  }

  /// The highest so far; -1 before the first.
  public long highest() {
    return highest;
  }

  /// Forgets everything: the next number is a first one again.
  public void reset() {
    highest = -1;
  }
}
