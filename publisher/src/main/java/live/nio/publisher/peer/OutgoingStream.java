package live.nio.publisher.peer;

/// One SSRC of a publisher. Belongs to the loop's thread.
final class OutgoingStream {
  final long ssrc;
  final long rtxSsrc;
  final int payloadType;
  final int rtxPayloadType;
  final String rid;
  final int clockRate;
  final long timestampOffset;
  final SentPackets sent = new SentPackets();

  int sequence;
  int rtxSequence;
  long packets;
  long octets;
  long lastTimestamp;
  long lastCaptureNanos;

  /// Whether the server knows by now what this SSRC is, so that MID and RID can be left out.
  boolean known;

  /// @param rtxPayloadType -1 without retransmissions
  OutgoingStream(
      long ssrc,
      long rtxSsrc,
      int payloadType,
      int rtxPayloadType,
      String rid,
      int clockRate,
      long timestampOffset,
      int firstSequence) {
    this.ssrc = ssrc;
    this.rtxSsrc = rtxSsrc;
    this.payloadType = payloadType;
    this.rtxPayloadType = rtxPayloadType;
    this.rid = rid;
    this.clockRate = clockRate;
    this.timestampOffset = timestampOffset;
    sequence = firstSequence & 0x7fff;
    rtxSequence = firstSequence >> 16 & 0x7fff;
  }

  int nextSequence() {
    sequence = (sequence + 1) & 0xffff;
    return sequence;
  }

  int nextRtxSequence() {
    rtxSequence = (rtxSequence + 1) & 0xffff;
    return rtxSequence;
  }

  long timestamp(long captureNanos) {
    return (timestampOffset + Math.floorDiv(captureNanos * (clockRate / 1_000), 1_000_000L))
        & 0xffff_ffffL;
  }
}
