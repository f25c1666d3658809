package live.nio.sfu.rtcp;

import java.nio.charset.StandardCharsets;
import java.util.List;

/// Writes RTCP packets one after another into a buffer, which is a compound packet when the first is
/// a report ([RFC 3550 §6.1](https://www.rfc-editor.org/rfc/rfc3550#section-6.1)), else one of
/// reduced size.
///
///     int length = writer.reset().receiverReport(ours, blocks).pli(ours, theirs).length();
///
/// A packet for which there is no room is refused with [IllegalStateException], and what stood before
/// is still good; [#remaining] tells. Used again after [#reset]; belongs to one thread.
public final class RtcpWriter {
  /// What the common packets need, in bytes.
  public static final int PLI_BYTES = 12;

  public static final int REPORT_BLOCK_BYTES = 24;

  private final byte[] buffer;
  private final int start;
  private int at;
  private byte[] symbols = new byte[512];

  public RtcpWriter(byte[] buffer) {
    this(buffer, 0);
  }

  /// @param start where the first packet begins
  public RtcpWriter(byte[] buffer, int start) {
    this.buffer = buffer;
    this.start = start;
    this.at = start;
  }

  /// Begins again with nothing written.
  public RtcpWriter reset() {
    at = start;
    return this;
  }

  public byte[] buffer() {
    return buffer;
  }

  /// Bytes written since [#reset].
  public int length() {
    return at - start;
  }

  /// Bytes that still fit.
  public int remaining() {
    return buffer.length - at;
  }

  /// Takes back what was written after [#length] was this.
  public RtcpWriter truncate(int length) {
    at = start + length;
    return this;
  }

  /// Sender report with at most 31 blocks; see [Rtcp.SenderReport].
  public RtcpWriter senderReport(
      long ssrc,
      long ntp,
      long rtpTimestamp,
      long packets,
      long octets,
      List<Rtcp.ReportBlock> reports) {
    begin(reports.size(), RtcpReader.SENDER_REPORT, 28 + REPORT_BLOCK_BYTES * reports.size());
    word(ssrc);
    word(ntp >>> 32);
    word(ntp);
    word(rtpTimestamp);
    word(packets);
    word(octets);
    blocks(reports);
    return this;
  }

  /// Receiver report with at most 31 blocks; see [Rtcp.ReceiverReport].
  public RtcpWriter receiverReport(long ssrc, List<Rtcp.ReportBlock> reports) {
    begin(reports.size(), RtcpReader.RECEIVER_REPORT, 8 + REPORT_BLOCK_BYTES * reports.size());
    word(ssrc);
    blocks(reports);
    return this;
  }

  private void blocks(List<Rtcp.ReportBlock> reports) {
    for (Rtcp.ReportBlock report : reports) {
      word(report.ssrc());
      word(((long) report.fractionLost() << 24) | (report.cumulativeLost() & 0xFF_FFFF));
      word(report.highestSequence());
      word(report.jitter());
      word(report.lastSenderReport());
      word(report.delaySinceLastSenderReport());
    }
  }

  /// Asks for `sequences[0, count)`, which ascend (over the wrap as well), in as few items as
  /// possible. With room for a part of them only, the first are written.
  ///
  /// @return how many of them were written
  public int nack(long senderSsrc, long mediaSsrc, int[] sequences, int count) {
    int roomForItems = (remaining() - 12) / 4;
    int items = 0;
    int taken = 0;
    while (taken < count && items < roomForItems) {
      taken = afterItem(sequences, taken, count);
      items++;
    }
    if (items == 0) {
      return 0;
    }
    begin(RtcpReader.FORMAT_NACK, RtcpReader.TRANSPORT_FEEDBACK, 12 + 4 * items);
    word(senderSsrc);
    word(mediaSsrc);
    for (int i = 0; i < taken; ) {
      int next = afterItem(sequences, i, count);
      int pid = sequences[i];
      int bits = 0;
      for (int j = i + 1; j < next; j++) {
        bits |= 1 << (((sequences[j] - pid) & 0xFFFF) - 1);
      }
      word(((long) pid << 16) | bits);
      i = next;
    }
    return taken;
  }

  private static int afterItem(int[] sequences, int from, int count) {
    int next = from + 1;
    while (next < count) {
      int distance = (sequences[next] - sequences[from]) & 0xFFFF;
      if (distance == 0 || distance > 16) {
        break;
      }
      next++;
    }
    return next;
  }

  public RtcpWriter pli(long senderSsrc, long mediaSsrc) {
    begin(RtcpReader.FORMAT_PLI, RtcpReader.PAYLOAD_FEEDBACK, PLI_BYTES);
    word(senderSsrc);
    word(mediaSsrc);
    return this;
  }

  /// Full intra request to one source.
  ///
  /// @param sequence to be raised by one for each new request, 0–255
  public RtcpWriter fir(long senderSsrc, long mediaSsrc, int sequence) {
    begin(RtcpReader.FORMAT_FIR, RtcpReader.PAYLOAD_FEEDBACK, 20);
    word(senderSsrc);
    word(0);
    word(mediaSsrc);
    word((long) sequence << 24);
    return this;
  }

  /// Bitrate the sources together may use; rounded down to 18 significant bits. At most 255
  /// sources.
  public RtcpWriter remb(long senderSsrc, long bitrateBps, List<Long> ssrcs) {
    begin(RtcpReader.FORMAT_APPLICATION, RtcpReader.PAYLOAD_FEEDBACK, 20 + 4 * ssrcs.size());
    int exponent = Math.max(0, 46 - Long.numberOfLeadingZeros(bitrateBps));
    word(senderSsrc);
    word(0);
    word(RtcpReader.REMB);
    word(((long) ssrcs.size() << 24) | (exponent << 18) | (bitrateBps >>> exponent));
    for (long ssrc : ssrcs) {
      word(ssrc);
    }
    return this;
  }

  /// Transport-wide feedback; see [Rtcp.TransportFeedback].
  ///
  /// @param baseSequence of the first packet this is about
  /// @param statusCount how many this is about, 1–65535
  /// @param referenceTime in 64 ms; its lowest 24 bits are written
  /// @param offsets of those that arrived, their places in the run, ascending
  /// @param deltaTicks of those that arrived, ticks since the one before
  /// @param received how many of the arrays are used
  public RtcpWriter transportFeedback(
      long senderSsrc,
      long mediaSsrc,
      int baseSequence,
      int statusCount,
      long referenceTime,
      int feedbackCount,
      char[] offsets,
      short[] deltaTicks,
      int received) {
    int deltaBytes = symbols(statusCount, offsets, deltaTicks, received);
    int chunks = chunks(statusCount, false);
    int bytes = 20 + 2 * chunks + deltaBytes;
    int padding = -bytes & 3;
    begin(RtcpReader.FORMAT_TRANSPORT_CC, RtcpReader.TRANSPORT_FEEDBACK, bytes + padding);
    if (padding > 0) {
      buffer[at - 4] |= 0x20;
    }
    word(senderSsrc);
    word(mediaSsrc);
    word(((long) baseSequence << 16) | statusCount);
    word((referenceTime << 8) | (feedbackCount & 0xFF));
    chunks(statusCount, true);
    for (int i = 0; i < received; i++) {
      if (symbols[offsets[i]] == 2) {
        buffer[at++] = (byte) (deltaTicks[i] >> 8);
      }
      buffer[at++] = (byte) deltaTicks[i];
    }
    for (int i = 1; i <= padding; i++) {
      buffer[at++] = (byte) (i == padding ? padding : 0);
    }
    return this;
  }

  /// Spreads the symbols out, one byte each.
  ///
  /// @return bytes of all deltas
  private int symbols(int statusCount, char[] offsets, short[] deltaTicks, int received) {
    if (symbols.length < statusCount) {
      symbols = new byte[Math.max(statusCount, 2 * symbols.length)];
    }
    java.util.Arrays.fill(symbols, 0, statusCount, (byte) 0);
    int bytes = 0;
    for (int i = 0; i < received; i++) {
      int size = deltaTicks[i] >= 0 && deltaTicks[i] <= 255 ? 1 : 2;
      symbols[offsets[i]] = (byte) size;
      bytes += size;
    }
    return bytes;
  }

  /// @param write whether to write them, or to count only
  private int chunks(int statusCount, boolean write) {
    int chunks = 0;
    int from = 0;
    while (from < statusCount) {
      int symbol = symbols[from];
      int run = 1;
      while (from + run < statusCount && run < 0x1FFF && symbols[from + run] == symbol) {
        run++;
      }
      int left = statusCount - from;
      int value;
      int covered;
      if (run >= 14 || run == left) {
        value = (symbol << 13) | run;
        covered = run;
      } else if (narrow(from, Math.min(14, left))) {
        covered = Math.min(14, left);
        value = 0x8000;
        for (int i = 0; i < covered; i++) {
          value |= symbols[from + i] << (13 - i);
        }
      } else if (run >= 7) {
        value = (symbol << 13) | run;
        covered = run;
      } else {
        covered = Math.min(7, left);
        value = 0xC000;
        for (int i = 0; i < covered; i++) {
          value |= symbols[from + i] << (12 - 2 * i);
        }
      }
      if (write) {
        half(value);
      }
      from += covered;
      chunks++;
    }
    return chunks;
  }

  private boolean narrow(int from, int count) {
    for (int i = 0; i < count; i++) {
      if (symbols[from + i] == 2) {
        return false;
      }
    }
    return true;
  }

  /// Source description with the canonical name, at most 255 bytes of UTF-8.
  public RtcpWriter sdesCname(long ssrc, String cname) {
    byte[] text = cname.getBytes(StandardCharsets.UTF_8);
    if (text.length > 255) {
      throw new IllegalArgumentException("cname of " + text.length + " bytes");
    }
    // At least one zero ends the list of items.
    int bytes = (8 + 2 + text.length + 1 + 3) / 4 * 4;
    begin(1, RtcpReader.SOURCE_DESCRIPTION, bytes);
    int end = at - 4 + bytes;
    word(ssrc);
    buffer[at++] = 1;
    buffer[at++] = (byte) text.length;
    System.arraycopy(text, 0, buffer, at, text.length);
    at += text.length;
    while (at < end) {
      buffer[at++] = 0;
    }
    return this;
  }

  /// One source leaves.
  public RtcpWriter bye(long ssrc) {
    begin(1, RtcpReader.GOODBYE, 8);
    word(ssrc);
    return this;
  }

  /// Extended report with our clock, so that the sender can answer with [#delays].
  public RtcpWriter referenceTime(long ssrc, long ntp) {
    begin(0, RtcpReader.EXTENDED_REPORT, 20);
    word(ssrc);
    word(0x0400_0002);
    word(ntp >>> 32);
    word(ntp);
    return this;
  }

  /// Extended report that answers others' reference times.
  public RtcpWriter delays(long ssrc, List<Rtcp.Dlrr> delays) {
    begin(0, RtcpReader.EXTENDED_REPORT, 12 + 12 * delays.size());
    word(ssrc);
    word(0x0500_0000L | (3L * delays.size()));
    for (Rtcp.Dlrr delay : delays) {
      word(delay.ssrc());
      word(delay.lastReport());
      word(delay.delay());
    }
    return this;
  }

  private void begin(int count, int type, int bytes) {
    if (bytes > remaining()) {
      throw new IllegalStateException(
          "RTCP packet of " + bytes + " bytes, room for " + remaining());
    }
    if (count > 31) {
      throw new IllegalArgumentException("more than 31 blocks");
    }
    word(0x8000_0000L | ((long) count << 24) | ((long) type << 16) | (bytes / 4 - 1));
  }

  private void half(int value) {
    buffer[at++] = (byte) (value >> 8);
    buffer[at++] = (byte) value;
  }

  private void word(long value) {
    buffer[at++] = (byte) (value >> 24);
    buffer[at++] = (byte) (value >> 16);
    buffer[at++] = (byte) (value >> 8);
    buffer[at++] = (byte) value;
  }
}
