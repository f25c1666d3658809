package live.nio.sfu.rtp;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Reads and patches the fixed fields of an RTP header in place, in an array or in native memory.
/// `at` is where the packet begins; that twelve bytes follow is the caller's word.
public final class RtpHeader {
  private static final VarHandle SHORTS =
      MethodHandles.byteArrayViewVarHandle(short[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INTS =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfShort SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  /// The padding bit of the first byte.
  public static final int PADDING = 0x20;

  private RtpHeader() {}

  /// Whether a datagram of the shared port is RTP or RTCP, [RFC 7983
  /// §7](https://www.rfc-editor.org/rfc/rfc7983#section-7).
  public static boolean isRtpOrRtcp(byte[] b, int at, int length) {
    return length >= 8 && (b[at] & 0xC0) == 0x80;
  }

  /// Whether a datagram that is one of the two is RTCP, [RFC 5761
  /// §4](https://www.rfc-editor.org/rfc/rfc5761#section-4).
  public static boolean isRtcp(byte[] b, int at, int length) {
    int type = length < 2 ? 0 : b[at + 1] & 0xFF;
    return type >= 192 && type <= 223;
  }

  public static int payloadType(byte[] b, int at) {
    return b[at + 1] & 0x7F;
  }

  public static boolean marker(byte[] b, int at) {
    return (b[at + 1] & 0x80) != 0;
  }

  public static int sequenceNumber(byte[] b, int at) {
    return (short) SHORTS.get(b, at + 2) & 0xFFFF;
  }

  public static long timestamp(byte[] b, int at) {
    return (int) INTS.get(b, at + 4) & 0xFFFF_FFFFL;
  }

  public static long ssrc(byte[] b, int at) {
    return (int) INTS.get(b, at + 8) & 0xFFFF_FFFFL;
  }

  public static void payloadType(byte[] b, int at, int payloadType) {
    b[at + 1] = (byte) ((b[at + 1] & 0x80) | payloadType);
  }

  public static void marker(byte[] b, int at, boolean marker) {
    b[at + 1] = (byte) ((b[at + 1] & 0x7F) | (marker ? 0x80 : 0));
  }

  /// Writes the lowest 16 bits.
  public static void sequenceNumber(byte[] b, int at, int sequenceNumber) {
    SHORTS.set(b, at + 2, (short) sequenceNumber);
  }

  /// Writes the lowest 32 bits.
  public static void timestamp(byte[] b, int at, long timestamp) {
    INTS.set(b, at + 4, (int) timestamp);
  }

  public static void ssrc(byte[] b, int at, long ssrc) {
    INTS.set(b, at + 8, (int) ssrc);
  }

  /// Writes the twelve fixed bytes: version 2, no padding, no CSRC.
  ///
  /// @param extension whether an extension block follows
  public static void write(
      byte[] b,
      int at,
      boolean extension,
      boolean marker,
      int payloadType,
      int sequenceNumber,
      long timestamp,
      long ssrc) {
    b[at] = (byte) (extension ? 0x90 : 0x80);
    b[at + 1] = (byte) ((marker ? 0x80 : 0) | payloadType);
    sequenceNumber(b, at, sequenceNumber);
    timestamp(b, at, timestamp);
    ssrc(b, at, ssrc);
  }

  public static void payloadType(MemorySegment m, long at, int payloadType) {
    int now = m.get(ValueLayout.JAVA_BYTE, at + 1);
    m.set(ValueLayout.JAVA_BYTE, at + 1, (byte) ((now & 0x80) | payloadType));
  }

  public static void marker(MemorySegment m, long at, boolean marker) {
    int now = m.get(ValueLayout.JAVA_BYTE, at + 1);
    m.set(ValueLayout.JAVA_BYTE, at + 1, (byte) ((now & 0x7F) | (marker ? 0x80 : 0)));
  }

  public static void sequenceNumber(MemorySegment m, long at, int sequenceNumber) {
    m.set(SHORT, at + 2, (short) sequenceNumber);
  }

  public static void timestamp(MemorySegment m, long at, long timestamp) {
    m.set(INT, at + 4, (int) timestamp);
  }

  public static void ssrc(MemorySegment m, long at, long ssrc) {
    m.set(INT, at + 8, (int) ssrc);
  }

  /// As [#write(byte\[\], int, boolean, boolean, int, int, long, long)], in native memory.
  public static void write(
      MemorySegment m,
      long at,
      boolean extension,
      boolean marker,
      int payloadType,
      int sequenceNumber,
      long timestamp,
      long ssrc) {
    int word =
        (extension ? 0x9000_0000 : 0x8000_0000)
            | (marker ? 0x0080_0000 : 0)
            | (payloadType << 16)
            | (sequenceNumber & 0xFFFF);
    m.set(INT, at, word);
    m.set(INT, at + 4, (int) timestamp);
    m.set(INT, at + 8, (int) ssrc);
  }
}
