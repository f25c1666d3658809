package live.nio.sfu.forward;

/// Sends the sound on to one viewer, as it comes: in its order, never waiting.
public final class AudioForwarder {
  /// Between two publishers the sound pauses by so much, in ticks of 48 kHz: one usual packet.
  private static final int PAUSE_TICKS = 960;

  private final OutgoingTrack track;
  private int generation = -1;
  private long firstSequence;
  private long sequenceOffset;
  private int timestampOffset;
  private long lastSequence;
  private int lastTimestamp;

  /// Begins nothing yet: the first packet does.
  ///
  /// @param firstSequence the first sequence number to send
  /// @param firstTimestamp the first timestamp to send
  public AudioForwarder(OutgoingTrack track, int firstSequence, int firstTimestamp) {
    this.track = track;
    this.lastSequence = firstSequence - 1L;
    this.lastTimestamp = firstTimestamp - PAUSE_TICKS;
  }

  public OutgoingTrack track() {
    return track;
  }

  public void forward(long nowNanos, MediaPacket packet) {
    if (packet.generation != generation) {
      generation = packet.generation;
      firstSequence = packet.sequence;
      sequenceOffset = lastSequence + 1 - packet.sequence;
      timestampOffset = lastTimestamp + PAUSE_TICKS - (int) packet.timestamp;
    } else if (packet.sequence < firstSequence) {
      return; // From before this viewer came; its number may have been used already.
    }
    long sequence = packet.sequence + sequenceOffset;
    int timestamp = (int) packet.timestamp + timestampOffset;
    if (sequence > lastSequence) {
      lastSequence = sequence;
      lastTimestamp = timestamp;
    }
    track.send(nowNanos, packet, sequence, timestamp, 0, packet.marker);
  }

  /// What is to be added to the publisher's timestamps, for sender reports.
  public int timestampOffset() {
    return timestampOffset;
  }

  public boolean isForwarding(int generation) {
    return this.generation == generation;
  }
}
