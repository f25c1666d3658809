package live.nio.sfu.srtp;

import static live.nio.sfu.srtp.SrtpReceiver.MALFORMED;
import static live.nio.sfu.srtp.SrtpReceiver.REPLAYED;
import static live.nio.sfu.srtp.SrtpReceiver.RTCP_HEADER;
import static live.nio.sfu.srtp.SrtpReceiver.TOO_MANY_SSRCS;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Protects what we send over one DTLS-SRTP association:
/// [SRTP](https://www.rfc-editor.org/rfc/rfc3711) with the profile's cipher. Not thread-safe.
///
/// Keeps a rollover counter per SSRC, for at most 32 SSRCs. Sequence numbers of an SSRC may come a
/// little out of order.
public final class SrtpSender implements AutoCloseable {
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final VarHandle ARRAY_INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /// What [#protectRtcp] adds at most: a tag and the SRTCP index.
  public static final int RTCP_OVERHEAD = 20;

  private final PacketCipher rtp;
  private final PacketCipher rtcp;
  private final PacketIndexes indexes = new PacketIndexes();
  private int rtcpIndex;

  private SrtpSender(PacketCipher rtp, PacketCipher rtcp) {
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  /// Uses the local keys.
  public static SrtpSender create(SrtpKeys keys, SrtpCrypto crypto) {
    byte[] key = keys.localKey();
    byte[] salt = keys.localSalt();
    return new SrtpSender(
        crypto.cipher(SessionKeys.derive(keys.profile(), key, salt, false)),
        crypto.cipher(SessionKeys.derive(keys.profile(), key, salt, true)));
  }

  /// Protects an RTP packet in place and returns its new length; makes no garbage with OpenSSL.
  ///
  /// Returns a negative code and leaves the packet alone when it must not go out:
  /// [SrtpReceiver#MALFORMED], [SrtpReceiver#TOO_MANY_SSRCS], or, with AES-GCM,
  /// [SrtpReceiver#REPLAYED] for a sequence number that was used before or is more than 127 behind.
  /// A second packet under one nonce would give away the key that authenticates all of them, so
  /// repeat a lost packet by RTX, or as the same protected bytes.
  ///
  /// @param memory native memory with room for the tag behind the packet
  /// @param offset where the packet begins
  /// @param headerLength with CSRCs and the extension block
  /// @param length of the plain packet
  public int protectRtp(MemorySegment memory, long offset, int headerLength, int length) {
    if (headerLength < 12
        || headerLength > length
        || length + rtp.tagLength() > PacketCipher.MAX_PACKET
        || offset + length + rtp.tagLength() > memory.byteSize()) {
      return MALFORMED;
    }
    int sequenceNumber = memory.get(SHORT, offset + 2) & 0xFFFF;
    int ssrc = memory.get(INT, offset + 8);
    int slot = indexes.find(ssrc);
    if (slot < 0 && indexes.isFull()) {
      return TOO_MANY_SSRCS;
    }
    long index = indexes.estimate(slot, sequenceNumber);
    if (index == PacketIndexes.NONE || (rtp.isAead() && indexes.isReplay(slot, index))) {
      return REPLAYED;
    }
    rtp.protect(
        memory,
        offset,
        headerLength,
        length,
        length,
        ssrc & 0xFFFF_FFFFL,
        index,
        (int) (index >>> 16));
    indexes.accept(slot, ssrc, index);
    return length + rtp.tagLength();
  }

  /// Protects a compound or reduced-size RTCP packet in place and returns its new length, at most
  /// [#RTCP_OVERHEAD] more; [SrtpReceiver#MALFORMED] when it is too short or the buffer lacks room.
  ///
  /// One index counts the packets of all SSRCs, which keeps every nonce unique.
  public int protectRtcp(byte[] buffer, int offset, int length) {
    int protectedLength = length + rtcp.tagLength() + 4;
    if (length < RTCP_HEADER
        || protectedLength > PacketCipher.MAX_PACKET
        || offset + protectedLength > buffer.length) {
      return MALFORMED;
    }
    int index = rtcpIndex;
    rtcpIndex = (rtcpIndex + 1) & 0x7FFF_FFFF;
    int word = index | SrtpReceiver.ENCRYPTED;
    int wordAt = rtcp.isAead() ? length + rtcp.tagLength() : length;
    int tagAt = rtcp.isAead() ? length : length + 4;
    int ssrc = (int) ARRAY_INT.get(buffer, offset + 4);
    rtcp.protect(buffer, offset, RTCP_HEADER, length, tagAt, ssrc & 0xFFFF_FFFFL, index, word);
    ARRAY_INT.set(buffer, offset + wordAt, word);
    return protectedLength;
  }

  /// Frees native memory. The sender is of no use afterwards.
  @Override
  public void close() {
    rtp.close();
    rtcp.close();
  }
}
