package live.nio.sfu.rtcp;

/// Counts what arrives of one source and makes report blocks of it, [RFC 3550 §6.4.1, A.3,
/// A.8](https://www.rfc-editor.org/rfc/rfc3550#appendix-A.3).
///
/// Retransmissions have a stream of their own, so they fill no gap here. Belongs to one thread.
public final class ReceptionStatistics {
  private final long ssrc;
  private final int clockRate;

  private long first = -1;
  private long highest;
  private long received;
  private long bytes;
  private long expectedBefore;
  private long receivedBefore;
  private long lastArrivalNanos;
  private long lastTimestamp;
  // Sixteen times the jitter, in ticks.
  private long jitter16;
  private long lastSenderReport;
  private long lastSenderReportNanos;

  /// Begins with nothing received.
  ///
  /// @param clockRate ticks of the stream's timestamp per second
  public ReceptionStatistics(long ssrc, int clockRate) {
    this.ssrc = ssrc;
    this.clockRate = clockRate;
  }

  /// Counts a packet.
  ///
  /// @param unwrappedSequence of a [live.nio.sfu.rtp.SequenceUnwrapper]
  /// @param timestamp of the RTP packet
  /// @param length of the RTP packet, in bytes
  public void received(long nowNanos, long unwrappedSequence, long timestamp, int length) {
    if (first < 0) {
      first = unwrappedSequence;
      highest = unwrappedSequence;
    } else {
      first = Math.min(first, unwrappedSequence);
      // Packets of one frame share their timestamp but leave one after another: like libwebrtc,
      // only
      // a packet that is newer and begins another frame counts for the jitter.
      if (unwrappedSequence > highest && timestamp != lastTimestamp) {
        long between = ticks(nowNanos - lastArrivalNanos) - (int) (timestamp - lastTimestamp);
        // A pause or a new clock is no jitter.
        if (Math.abs(between) < 5L * clockRate) {
          jitter16 += Math.abs(between) - ((jitter16 + 8) >> 4);
        }
      }
      highest = Math.max(highest, unwrappedSequence);
    }
    if (unwrappedSequence == highest) {
      lastArrivalNanos = nowNanos;
      lastTimestamp = timestamp;
    }
    received++;
    bytes += length;
  }

  private long ticks(long nanos) {
    return Math.round((double) nanos * clockRate / 1e9);
  }

  /// Tells of a sender report of this source.
  public void senderReport(long nowNanos, Rtcp.SenderReport report) {
    lastSenderReport = report.compactNtp();
    lastSenderReportNanos = nowNanos;
  }

  /// The block for the next report; the fraction lost begins anew.
  public Rtcp.ReportBlock report(long nowNanos) {
    long expected = expected();
    long expectedNow = expected - expectedBefore;
    long lostNow = expectedNow - (received - receivedBefore);
    expectedBefore = expected;
    receivedBefore = received;
    int fraction =
        expectedNow <= 0 || lostNow <= 0 ? 0 : (int) Math.min(255, lostNow * 256 / expectedNow);
    int cumulative = (int) Math.clamp(lost(), -0x80_0000L, 0x7F_FFFFL);
    long delay =
        lastSenderReport == 0
            ? 0
            : Math.min(
                0xFFFF_FFFFL, (nowNanos - lastSenderReportNanos) / 1_000 * 65_536 / 1_000_000);
    // The unwrapped number of the first packet begins with one round, reports with none.
    long highestReported = (first < 0 ? 0 : highest - 65_536) & 0xFFFF_FFFFL;
    return new Rtcp.ReportBlock(
        ssrc, fraction, cumulative, highestReported, jitter(), lastSenderReport, delay);
  }

  public long ssrc() {
    return ssrc;
  }

  /// Packets, duplicates included.
  public long received() {
    return received;
  }

  /// Bytes of all packets.
  public long bytes() {
    return bytes;
  }

  /// Packets from the first to the highest sequence number.
  public long expected() {
    return first < 0 ? 0 : highest - first + 1;
  }

  /// Expected and not received; negative when there were more duplicates.
  public long lost() {
    return expected() - received;
  }

  /// In ticks of the stream's clock.
  public long jitter() {
    return jitter16 >> 4;
  }

  /// In nanoseconds.
  public long jitterNanos() {
    return jitter() * 1_000_000_000 / clockRate;
  }
}
