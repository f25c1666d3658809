package live.nio.sfu.rtcp;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// One RTCP packet, as read by [RtcpReader]. SSRCs, timestamps and counters of 32 bits are 0–2³²-1.
public sealed interface Rtcp {
  /// Sender report, [RFC 3550 §6.4.1](https://www.rfc-editor.org/rfc/rfc3550#section-6.4.1).
  ///
  /// @param ntp 32 bits of seconds since 1900 and 32 bits of their fraction
  /// @param rtpTimestamp the same instant on the stream's clock
  record SenderReport(
      long ssrc, long ntp, long rtpTimestamp, long packets, long octets, List<ReportBlock> reports)
      implements Rtcp {
    public SenderReport {
      reports = List.copyOf(reports);
    }

    /// The middle 32 bits of [#ntp], which receivers give back as [ReportBlock#lastSenderReport].
    public long compactNtp() {
      return ntp >>> 16 & 0xFFFF_FFFFL;
    }
  }

  /// Receiver report, [RFC 3550 §6.4.2](https://www.rfc-editor.org/rfc/rfc3550#section-6.4.2).
  record ReceiverReport(long ssrc, List<ReportBlock> reports) implements Rtcp {
    public ReceiverReport {
      reports = List.copyOf(reports);
    }
  }

  /// What a receiver says of one source, in either report.
  ///
  /// @param fractionLost of the packets expected since the last report, in 256ths, 0–255
  /// @param cumulativeLost since the beginning, negative when there were more duplicates, 24 bits
  /// @param highestSequence rounds in the upper 16 bits, sequence number in the lower
  /// @param jitter in ticks of the stream's clock
  /// @param lastSenderReport [SenderReport#compactNtp] of the last one received, 0 without
  /// @param delaySinceLastSenderReport in 65536ths of a second
  record ReportBlock(
      long ssrc,
      int fractionLost,
      int cumulativeLost,
      long highestSequence,
      long jitter,
      long lastSenderReport,
      long delaySinceLastSenderReport) {
    /// The round trip in 65536ths of a second, when this block comes back to the report's sender.
    ///
    /// @param nowCompactNtp the middle 32 bits of the sender's clock
    /// @return -1 when no sender report was received, or when the result is negative
    public long roundTrip(long nowCompactNtp) {
      if (lastSenderReport == 0) {
        return -1;
      }
      int roundTrip = (int) (nowCompactNtp - lastSenderReport - delaySinceLastSenderReport);
      return roundTrip < 0 ? -1 : roundTrip;
    }
  }

  /// Generic NACK, [RFC 4585 §6.2.1](https://www.rfc-editor.org/rfc/rfc4585#section-6.2.1).
  record Nack(long senderSsrc, long mediaSsrc, List<NackItem> items) implements Rtcp {
    public Nack {
      items = List.copyOf(items);
    }

    /// Gives every lost sequence number, in the order they are listed.
    public void forEachLost(IntConsumer to) {
      for (NackItem item : items) {
        to.accept(item.pid());
        for (int bits = item.blp(); bits != 0; bits &= bits - 1) {
          to.accept((item.pid() + Integer.numberOfTrailingZeros(bits) + 1) & 0xFFFF);
        }
      }
    }

    /// As [#forEachLost], in a list.
    public List<Integer> lost() {
      List<Integer> all = new ArrayList<>();
      forEachLost(all::add);
      return all;
    }
  }

  /// Up to 17 lost packets of a [Nack].
  ///
  /// @param pid first lost sequence number
  /// @param blp bit i (0 = lowest) set: `pid + i + 1` mod 2^16 is lost too
  record NackItem(int pid, int blp) {}

  /// Picture loss indication: a key frame, please, [RFC 4585
  /// §6.3.1](https://www.rfc-editor.org/rfc/rfc4585#section-6.3.1).
  record Pli(long senderSsrc, long mediaSsrc) implements Rtcp {}

  /// Full intra request, [RFC 5104 §4.3.1](https://www.rfc-editor.org/rfc/rfc5104#section-4.3.1).
  record Fir(long senderSsrc, List<FirItem> items) implements Rtcp {
    public Fir {
      items = List.copyOf(items);
    }
  }

  /// A source that is asked for a key frame; a repeated request has the same number.
  ///
  /// @param sequence 0–255
  record FirItem(long ssrc, int sequence) {}

  /// Receiver estimated maximum bitrate,
  /// [draft-alvestrand-rmcat-remb-03](https://datatracker.ietf.org/doc/html/draft-alvestrand-rmcat-remb-03).
  ///
  /// @param bitrateBps of all the sources together, at most 2⁶³-1
  record Remb(long senderSsrc, long bitrateBps, List<Long> ssrcs) implements Rtcp {
    public Remb {
      ssrcs = List.copyOf(ssrcs);
    }
  }

  /// Transport-wide congestion control feedback,
  /// [draft-holmer-rmcat-transport-wide-cc-extensions-01
  /// §3.1](https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01#section-3.1):
  /// of a run of packets, which arrived and when. Only those that arrived take room, so what is
  /// read from a datagram is bounded by its size.
  ///
  /// The one message that comes all the time, so it can be read into an object that is kept: see
  /// [RtcpReader#read(byte[], int, int, java.util.function.Consumer, TransportFeedback)].
  final class TransportFeedback implements Rtcp {
    /// Length of a tick, of which arrival times count.
    public static final long TICK_NANOS = 250_000;

    private long senderSsrc;
    private long mediaSsrc;
    private int baseSequence;
    private int statusCount;
    private int referenceTime;
    private int feedbackCount;
    private int receivedCount;
    private char[] offsets = new char[16];
    private short[] deltas = new short[16];

    void begin(
        long sender, long media, int base, int statuses, int reference, int number, int most) {
      senderSsrc = sender;
      mediaSsrc = media;
      baseSequence = base;
      statusCount = statuses;
      referenceTime = reference;
      feedbackCount = number;
      receivedCount = 0;
      if (offsets.length < most) {
        offsets = new char[most];
        deltas = new short[most];
      }
    }

    void arrived(int offset) {
      offsets[receivedCount++] = (char) offset;
    }

    void deltaTicks(int i, int ticks) {
      deltas[i] = (short) ticks;
    }

    public long senderSsrc() {
      return senderSsrc;
    }

    public long mediaSsrc() {
      return mediaSsrc;
    }

    /// Transport sequence number of the first packet, 0–65535.
    public int baseSequence() {
      return baseSequence;
    }

    /// How many packets this is about, those lost included, 0–65535.
    public int statusCount() {
      return statusCount;
    }

    /// In 64 ms, signed, 24 bits: arrival times count from here. It wraps around.
    public int referenceTime() {
      return referenceTime;
    }

    /// Running number of feedback packets, 0–255.
    public int feedbackCount() {
      return feedbackCount;
    }

    /// How many of the packets arrived.
    public int receivedCount() {
      return receivedCount;
    }

    /// Of the i-th packet that arrived, its place in the run: 0 to [#statusCount] - 1, ascending.
    public int offset(int i) {
      return offsets[i];
    }

    /// Of the i-th packet that arrived, its transport sequence number.
    public int sequence(int i) {
      return (baseSequence + offsets[i]) & 0xFFFF;
    }

    /// Of the i-th packet that arrived: ticks since the arrival of the one before, since
    /// [#referenceTime] for the first. Negative when packets overtook each other.
    public int deltaTicks(int i) {
      return deltas[i];
    }

    /// Whether the packet at a place in the run arrived.
    public boolean received(int offset) {
      return java.util.Arrays.binarySearch(offsets, 0, receivedCount, (char) offset) >= 0;
    }

    @Override
    public String toString() {
      StringBuilder text = new StringBuilder("TransportFeedback[#").append(feedbackCount);
      text.append(" from ").append(baseSequence).append(" on ").append(statusCount);
      text.append(" at ").append(referenceTime).append(':');
      for (int i = 0; i < receivedCount; i++) {
        text.append(' ').append(sequence(i)).append('+').append(deltas[i]);
      }
      return text.append(']').toString();
    }
  }

  /// Sources that leave, [RFC 3550 §6.6](https://www.rfc-editor.org/rfc/rfc3550#section-6.6).
  record Bye(List<Long> ssrcs) implements Rtcp {
    public Bye {
      ssrcs = List.copyOf(ssrcs);
    }
  }

  /// Source descriptions, [RFC 3550 §6.5](https://www.rfc-editor.org/rfc/rfc3550#section-6.5); of
  /// their items, only the canonical name.
  record Sdes(List<Chunk> chunks) implements Rtcp {
    public Sdes {
      chunks = List.copyOf(chunks);
    }
  }

  /// One source's description.
  ///
  /// @param cname empty when there is none
  record Chunk(long ssrc, String cname) {}

  /// Extended report with what lets a receiver measure the round trip, [RFC 3611 §4.4,
  /// §4.5](https://www.rfc-editor.org/rfc/rfc3611#section-4.4).
  ///
  /// @param referenceNtp the receiver's clock (RRTR), 0 without
  /// @param delays answers to others' reference times (DLRR)
  record ExtendedReport(long ssrc, long referenceNtp, List<Dlrr> delays) implements Rtcp {
    public ExtendedReport {
      delays = List.copyOf(delays);
    }
  }

  /// Answer to one receiver's reference time.
  ///
  /// @param lastReport the middle 32 bits of its NTP time
  /// @param delay since it came, in 65536ths of a second
  record Dlrr(long ssrc, long lastReport, long delay) {}

  /// A packet that is well formed and of no use here.
  ///
  /// @param type packet type
  /// @param count the five bits in its first byte: format of feedback, or a count
  record Unknown(int type, int count) implements Rtcp {}
}
