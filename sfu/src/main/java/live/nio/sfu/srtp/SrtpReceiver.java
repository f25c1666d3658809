package live.nio.sfu.srtp;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Checks and decrypts what the peer of one DTLS-SRTP association sends. Not thread-safe.
///
/// Keeps a rollover counter and a replay window of 128 packets per SSRC, for at most 32 SSRCs of
/// RTP and 32 of RTCP; an SSRC is remembered once a packet of it proved authentic, so forged ones
/// cost nothing.
public final class SrtpReceiver implements AutoCloseable {
  /// The tag does not match.
  public static final int FORGED = -1;

  /// Authentic perhaps, but received before or too old to tell.
  public static final int REPLAYED = -2;

  /// Not an RTP or RTCP packet, or too short or too long to be a protected one.
  public static final int MALFORMED = -3;

  /// Of an SSRC beyond those there is room for.
  public static final int TOO_MANY_SSRCS = -4;

  static final int RTCP_HEADER = 8;
  static final int ENCRYPTED = 0x8000_0000;

  private static final int RTP_HEADER = 12;
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  private final PacketCipher rtp;
  private final PacketCipher rtcp;
  private final PacketIndexes rtpIndexes = new PacketIndexes();
  private final PacketIndexes rtcpIndexes = new PacketIndexes();

  private SrtpReceiver(PacketCipher rtp, PacketCipher rtcp) {
    this.rtp = rtp;
    this.rtcp = rtcp;
  }

  /// Uses the remote keys.
  public static SrtpReceiver create(SrtpKeys keys, SrtpCrypto crypto) {
    byte[] key = keys.remoteKey();
    byte[] salt = keys.remoteSalt();
    return new SrtpReceiver(
        crypto.cipher(SessionKeys.derive(keys.profile(), key, salt, false)),
        crypto.cipher(SessionKeys.derive(keys.profile(), key, salt, true)));
  }

  /// Decrypts an SRTP packet in place and returns the plain packet's length, or one of the negative
  /// codes and leaves it alone. Never throws on input.
  public int unprotectRtp(byte[] buffer, int offset, int length) {
    int plain = length - rtp.tagLength();
    if (plain < RTP_HEADER || length > PacketCipher.MAX_PACKET || (buffer[offset] & 0xC0) != 0x80) {
      return MALFORMED;
    }
    int header = RTP_HEADER + 4 * (buffer[offset] & 0x0F);
    if ((buffer[offset] & 0x10) != 0) {
      if (header + 4 > plain) {
        return MALFORMED;
      }
      int words = (int) INT.get(buffer, offset + header) & 0xFFFF;
      header += 4 + 4 * words;
    }
    if (header > plain) {
      return MALFORMED;
    }
    int sequenceNumber = (int) INT.get(buffer, offset) & 0xFFFF;
    int ssrc = (int) INT.get(buffer, offset + 8);
    int slot = rtpIndexes.find(ssrc);
    if (slot < 0 && rtpIndexes.isFull()) {
      return TOO_MANY_SSRCS;
    }
    long index = rtpIndexes.estimate(slot, sequenceNumber);
    if (index == PacketIndexes.NONE || rtpIndexes.isReplay(slot, index)) {
      return REPLAYED;
    }
    if (!rtp.unprotect(
        buffer, offset, header, plain, plain, ssrc & 0xFFFF_FFFFL, index, (int) (index >>> 16))) {
      return FORGED;
    }
    rtpIndexes.accept(slot, ssrc, index);
    return plain;
  }

  /// Decrypts an SRTCP packet in place and returns the plain packet's length, or one of the
  /// negative codes and leaves it alone. Never throws on input. Packets that are authenticated only
  /// (E = 0) are taken too.
  public int unprotectRtcp(byte[] buffer, int offset, int length) {
    int plain = length - rtcp.tagLength() - 4;
    if (plain < RTCP_HEADER
        || length > PacketCipher.MAX_PACKET
        || (buffer[offset] & 0xC0) != 0x80) {
      return MALFORMED;
    }
    int wordAt = rtcp.isAead() ? plain + rtcp.tagLength() : plain;
    int tagAt = rtcp.isAead() ? plain : plain + 4;
    int word = (int) INT.get(buffer, offset + wordAt);
    long index = word & 0x7FFF_FFFF;
    int clear = (word & ENCRYPTED) != 0 ? RTCP_HEADER : plain;
    int ssrc = (int) INT.get(buffer, offset + 4);
    int slot = rtcpIndexes.find(ssrc);
    if (slot < 0 && rtcpIndexes.isFull()) {
      return TOO_MANY_SSRCS;
    }
    if (rtcpIndexes.isReplay(slot, index)) {
      return REPLAYED;
    }
    if (!rtcp.unprotect(buffer, offset, clear, plain, tagAt, ssrc & 0xFFFF_FFFFL, index, word)) {
      return FORGED;
    }
    rtcpIndexes.accept(slot, ssrc, index);
    return plain;
  }

  /// Frees native memory. The receiver is of no use afterwards.
  @Override
  public void close() {
    rtp.close();
    rtcp.close();
  }
}
