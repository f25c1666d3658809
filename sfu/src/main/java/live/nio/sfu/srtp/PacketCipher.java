package live.nio.sfu.srtp;

import java.lang.foreign.MemorySegment;

/// Encrypts and authenticates one kind of packet (RTP or RTCP) in one direction. Not thread-safe.
///
/// A packet lies at `at` and is `length` long without its tag; its first `clear` bytes are
/// authenticated but not encrypted. The tag stands at `tagAt`, relative to `at`. `trailer` is the
/// word that RFC 3711 authenticates behind the packet: the rollover counter for RTP (AEAD has it in
/// its nonce and leaves it out), the E flag and index for RTCP.
///
/// Implementations work on native memory or on heap arrays, whichever they are good at, and copy
/// what comes in the other.
abstract class PacketCipher implements AutoCloseable {
  /// The longest packet, tag and index included.
  static final int MAX_PACKET = 2048;

  private final boolean aead;
  private final boolean rtcp;
  private final int tagLength;
  private final long saltHigh;
  private final long saltLow;

  PacketCipher(SessionKeys keys) {
    this.aead = keys.profile() == SrtpProfile.AEAD_AES_128_GCM;
    this.rtcp = keys.rtcp();
    this.tagLength = keys.profile().tagLength();
    byte[] salt = keys.salt();
    long high = 0;
    long low = 0;
    for (int i = 0; i < 8; i++) {
      high = (high << 8) | (salt[i] & 0xFF);
      low = (low << 8) | (8 + i < salt.length ? salt[8 + i] & 0xFF : 0);
    }
    this.saltHigh = high;
    this.saltLow = low;
  }

  abstract void protect(
      MemorySegment memory,
      long at,
      int clear,
      int length,
      int tagAt,
      long ssrc,
      long index,
      int trailer);

  abstract void protect(
      byte[] buffer, int at, int clear, int length, int tagAt, long ssrc, long index, int trailer);

  /// Returns whether the packet is authentic; only then it is decrypted, else it is unchanged.
  abstract boolean unprotect(
      byte[] buffer, int at, int clear, int length, int tagAt, long ssrc, long index, int trailer);

  @Override
  public abstract void close();

  final int tagLength() {
    return tagLength;
  }

  final boolean isAead() {
    return aead;
  }

  /// Whether the trailer is authenticated.
  final boolean hasTrailer() {
    return rtcp || !aead;
  }

  /// Bytes 0–7 of the nonce or initial counter.
  ///
  /// AEAD, [RFC 7714 §8.1](https://www.rfc-editor.org/rfc/rfc7714#section-8.1), 12 bytes: two
  /// zeros, SSRC, 48-bit index. Counter mode, [RFC 3711
  /// §4.1.1](https://www.rfc-editor.org/rfc/rfc3711#section-4.1.1), 16 bytes: four zeros, SSRC,
  /// index, two zeros. Both XOR the salt.
  final long ivHigh(long ssrc, long index) {
    return saltHigh ^ (aead ? (ssrc << 16) | (index >>> 32) : ssrc);
  }

  /// Bytes 8–15 of the nonce or initial counter, of which AEAD uses the upper four.
  final long ivLow(long ssrc, long index) {
    return saltLow ^ (aead ? index << 32 : index << 16);
  }
}
