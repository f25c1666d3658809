package live.nio.sfu.forward;

import java.time.Duration;
import java.util.Arrays;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/// Sends one layer of the video on to one viewer, and changes layers at key frames so that the
/// viewer sees one unbroken stream.
///
/// ## How it moves on
///
/// It keeps a cursor into the layer's [History] and sends up to its head ([#advance]): usually the
/// packets that have just come; less when the pacer holds it back, the rest later. What arrives
/// late (a retransmission) is sent when it comes ([#late]).
///
/// ## Beginning
///
/// A new viewer need not wait for a key frame: it gets the newest group of pictures from its start,
/// as fast as the pacer allows. The timestamps of that replay are drawn together by
/// [#REPLAY_SPEED] towards the newest picture there is when one is sent, until one is the newest:
///
///     newest - (newest - its own) / 16
///
/// With its own the player would stay as far behind as the group is old. Drawn together towards the
/// newest picture when the replay began, they would advance slower than the replay comes, and a
/// player of fixed latency (GStreamer: 200 ms) would think all of it too late from then on.
///
/// ## Numbers
///
/// Sequence numbers and picture ids go on from where the last layer's ended; gaps of the source
/// stay gaps, so that the viewer asks for what is lost. Timestamps keep their distance on the
/// publisher's clock (sender reports) or, before the first report, of arrival.
public final class VideoForwarder {
  /// A group older than this is not replayed; a key frame is asked for instead.
  static final Duration OLDEST_REPLAY = Duration.ofSeconds(4);

  /// A group larger than this is not replayed.
  static final int LARGEST_REPLAY_BYTES = 1_500_000;

  /// How much closer to the newest picture the replay's timestamps are than they were.
  static final int REPLAY_SPEED = 16;

  private static final int CLOCK_RATE = 90_000;
  private static final int NUMBERED = 1024;
  private static final int NOT_SENT = -1;

  private final OutgoingTrack track;
  private final VideoLayers layers;
  private final IntConsumer keyFrames;
  private final int[] numbers = new int[NUMBERED];

  private int generation = -1;
  private int current = -1;
  private int target = -1;
  private int spatialTarget = VideoLayers.MOST;
  private int spatialSent = VideoLayers.MOST;

  private long cursor;
  private long start;
  private long replayEnd = Long.MIN_VALUE;
  private int replayed;
  private int replayedAs;

  private long nextSequence;
  private int timestampOffset;
  private int pictureOffset;
  private int tl0Offset;
  private int lastPicture;
  private int lastTl0;

  private boolean began;
  private int lastSourceTimestamp;
  private int lastTimestamp;
  private long lastArrival;
  private int raisedFrom;
  private int raisedTo;
  private boolean raised;
  private long keyFrameSentAt = Long.MIN_VALUE;
  private long switches;

  /// Begins with the first [#target].
  ///
  /// @param keyFrames told a layer whose key frame is needed; may be told often
  /// @param firstSequence the first sequence number to send
  /// @param firstTimestamp the first timestamp to send
  public VideoForwarder(
      OutgoingTrack track,
      VideoLayers layers,
      IntConsumer keyFrames,
      int firstSequence,
      int firstTimestamp) {
    this.track = track;
    this.layers = layers;
    this.keyFrames = keyFrames;
    this.nextSequence = firstSequence;
    this.lastTimestamp = firstTimestamp;
    this.lastPicture = firstSequence & 0x7fff;
    this.lastTl0 = firstTimestamp & 0xff;
  }

  public OutgoingTrack track() {
    return track;
  }

  /// The layer being sent, -1 before the first.
  public int layer() {
    return current < 0
        ? -1
        : layers.isSpatial() ? Math.min(spatialSent, layers.count() - 1) : current;
  }

  public int target() {
    return layers.isSpatial() ? spatialTarget : target;
  }

  /// How often the layer has changed.
  public long switches() {
    return switches;
  }

  /// What is to be added to the publisher's timestamps of [#layer], for sender reports.
  public int timestampOffset() {
    return timestampOffset;
  }

  public boolean isForwarding() {
    return current >= 0 && generation == layers.generation();
  }

  /// Changes to a layer as soon as it can be done without a flaw.
  public void target(int layer) {
    if (layers.isSpatial()) {
      if (layer < spatialTarget) {
        spatialSent = Math.min(spatialSent, layer);
      }
      spatialTarget = layer;
      target = 0;
    } else {
      target = layer;
    }
  }

  /// The viewer cannot decode (PLI, FIR). A key frame that is still on its way answers that too.
  public void pictureLost(long nowNanos, long rttNanos) {
    if (keyFrameSentAt == Long.MIN_VALUE
        || nowNanos - keyFrameSentAt > rttNanos + Duration.ofMillis(50).toNanos()) {
      keyFrames.accept(Math.max(0, current < 0 ? target : current));
    }
  }

  /// Sends what is due.
  ///
  /// @return whether the pacer holds something back
  public boolean advance(long nowNanos) {
    if (layers.generation() < 0) {
      return false;
    }
    if (generation != layers.generation()) {
      generation = layers.generation();
      current = -1;
    }
    if (current != target && target >= 0) {
      change(nowNanos);
    }
    if (current < 0) {
      return false;
    }
    History history = layers.history(current);
    if (cursor < history.head() - NUMBERED) {
      // The link took less than the layer's rate for seconds: begin again where a picture begins.
      current = -1;
      keyFrames.accept(target);
      return false;
    }
    boolean spatial = layers.isSpatial();
    while (cursor < history.head()) {
      if (!track.egress().maySend(nowNanos)) {
        return true;
      }
      MediaPacket packet = history.get(cursor);
      int slot = (int) (cursor & NUMBERED - 1);
      cursor++;
      if (packet != null && (packet.payloadLength == 0 || (spatial && !chosen(packet)))) {
        numbers[slot] = NOT_SENT;
        continue;
      }
      numbers[slot] = (int) (nextSequence & 0xffffL);
      nextSequence++;
      if (packet != null) {
        send(nowNanos, packet, numbers[slot], spatial);
      }
    }
    return false;
  }

  /// Whether a packet of a source with spatial layers is sent. More layers only from a key frame
  /// on.
  private boolean chosen(MediaPacket packet) {
    if (packet.startsKeyFrame()) {
      spatialSent = spatialTarget;
    } else if (spatialSent < spatialTarget) {
      keyFrames.accept(0);
    }
    return packet.spatialId <= spatialSent;
  }

  /// Sends a packet that came after later ones, if the viewer was left a gap for it.
  public void late(long nowNanos, MediaPacket packet) {
    if (packet.generation != generation
        || packet.layer != current
        || packet.sequence < start
        || packet.sequence >= cursor
        || packet.sequence < cursor - NUMBERED) {
      return;
    }
    int number = numbers[(int) (packet.sequence & NUMBERED - 1)];
    if (number != NOT_SENT) {
      send(nowNanos, packet, number, layers.isSpatial());
    }
  }

  // ---- changing layers

  private void change(long nowNanos) {
    if (isReplayable(nowNanos, target) && (current < 0 || isAhead(target))) {
      begin(nowNanos, target);
      return;
    }
    keyFrames.accept(target);
    if (current < 0 && target > 0) {
      // Any picture at once is better than the best one later.
      int other = replayable(nowNanos);
      if (other >= 0) {
        begin(nowNanos, other);
      } else if (!layers.isSpatial() && !layers.isActive(nowNanos, target)) {
        // The publisher has yet to switch it on: the smallest is always there.
        keyFrames.accept(0);
      }
    }
  }

  private int replayable(long nowNanos) {
    for (int layer = layers.count() - 1; layer >= 0; layer--) {
      if (isReplayable(nowNanos, layer)) {
        return layer;
      }
    }
    return -1;
  }

  /// Whether a layer's newest group of pictures is there, recent and small enough to begin with.
  private boolean isReplayable(long nowNanos, int layer) {
    History history = layers.history(layer);
    MediaPacket begin = history.groupStart();
    return begin != null
        && nowNanos - begin.arrivalNanos <= OLDEST_REPLAY.toNanos()
        && history.groupBytes() <= LARGEST_REPLAY_BYTES;
  }

  /// Whether a layer's newest key frame shows a moment not before what was sent last.
  private boolean isAhead(int layer) {
    MediaPacket begin = layers.history(layer).groupStart();
    return begin != null && sinceLast(begin) >= -CLOCK_RATE / 1_000;
  }

  /// Ticks from the last picture sent to `packet`, by the publisher's clock or by arrival.
  private long sinceLast(MediaPacket packet) {
    SenderClock from = current < 0 ? null : layers.clock(current);
    SenderClock to = layers.clock(packet.layer);
    if (from != null && from.isKnown() && to.isKnown()) {
      long nanos =
          to.ntpNanosOf((int) packet.timestamp, CLOCK_RATE)
              - from.ntpNanosOf(lastSourceTimestamp, CLOCK_RATE);
      return nanos / 1_000 * CLOCK_RATE / 1_000_000;
    }
    return (packet.arrivalNanos - lastArrival) / 1_000 * CLOCK_RATE / 1_000_000;
  }

  private void begin(long nowNanos, int layer) {
    History history = layers.history(layer);
    MediaPacket begin = history.groupStart();
    if (begin == null) {
      return;
    }
    boolean replays = current < 0;
    MediaPacket newest = history.get(history.head() - 1);
    int now = (int) (newest == null ? begin : newest).timestamp;
    if (!began) {
      timestampOffset = lastTimestamp - (int) begin.timestamp;
      began = true;
    } else if (replays) {
      // Another publisher, or the link was too slow: time went on by the arrivals' distance.
      timestampOffset =
          lastTimestamp
              + (int) Math.max(CLOCK_RATE / 1_000, (nowNanos - lastArrival) / 1_000 * 90 / 1_000)
              + (now - (int) begin.timestamp) / REPLAY_SPEED
              - now;
    } else {
      timestampOffset = lastTimestamp + (int) sinceLast(begin) - (int) begin.timestamp;
    }
    replayEnd = replays ? Long.MAX_VALUE : Long.MIN_VALUE;
    replayed = (int) begin.timestamp - 1;
    pictureOffset = lastPicture + 1 - begin.pictureId;
    tl0Offset = lastTl0 + 1 - begin.tl0PicIdx;
    Arrays.fill(numbers, NOT_SENT);
    start = begin.sequence;
    cursor = begin.sequence;
    raised = false;
    if (current >= 0) {
      switches++;
    }
    current = layer;
    spatialSent = spatialTarget;
  }

  // ---- one packet

  private void send(long nowNanos, MediaPacket packet, int number, boolean spatial) {
    int timestamp = timestampOf(packet);
    int picture = packet.pictureId + pictureOffset & 0x7fff;
    int tl0 = packet.tl0PicIdx + tl0Offset & 0xff;
    if (timestamp - lastTimestamp >= 0) {
      lastTimestamp = timestamp;
      lastSourceTimestamp = (int) packet.timestamp;
      lastArrival = packet.arrivalNanos;
      lastPicture = picture;
      lastTl0 = tl0;
    }
    if (packet.startsKeyFrame()) {
      keyFrameSentAt = nowNanos;
    }
    boolean marker =
        packet.marker || (spatial && packet.frameEnd && packet.spatialId == spatialSent);
    track.send(nowNanos, packet, number, timestamp, pictures(picture, tl0), marker);
  }

  private int timestampOf(MediaPacket packet) {
    int source = (int) packet.timestamp;
    if (packet.sequence < replayEnd) {
      return packet.sequence < cursor - 1 ? replayedLate(packet) : replayed(packet);
    }
    if (raised && source == raisedFrom) {
      return raisedTo;
    }
    int timestamp = source + timestampOffset;
    if (source != lastSourceTimestamp
        && packet.sequence == start
        && timestamp - lastTimestamp <= 0) {
      // The first picture of a layer shows the moment of the last one of the other.
      raised = true;
      raisedFrom = source;
      raisedTo = lastTimestamp + 1;
      return raisedTo;
    }
    return timestamp;
  }

  private int replayed(MediaPacket packet) {
    int source = (int) packet.timestamp;
    if (source != replayed) {
      History history = layers.history(current);
      MediaPacket last = history.get(history.head() - 1);
      int newest = last == null ? source : (int) last.timestamp;
      if (newest == source) {
        replayEnd = packet.sequence;
      }
      replayed = source;
      replayedAs = newest - (newest - source) / REPLAY_SPEED + timestampOffset;
    }
    return replayedAs;
  }

  /// What was the newest picture when this one's turn was is not known any more, but what the one
  /// before was sent as: pictures are sent at least this far apart.
  private int replayedLate(MediaPacket packet) {
    int source = (int) packet.timestamp;
    History history = layers.history(current);
    for (long sequence = packet.sequence - 1; sequence >= start; sequence--) {
      MediaPacket before = history.get(sequence);
      int number = numbers[(int) (sequence & NUMBERED - 1)];
      if (before != null && number != NOT_SENT && track.isSent(number)) {
        return track.sentTimestamp(number) + (source - (int) before.timestamp) / REPLAY_SPEED;
      }
    }
    return source + timestampOffset;
  }

  /// Picture id and TL0PICIDX in one number.
  static int pictures(int pictureId, int tl0PicIdx) {
    return pictureId << 8 | tl0PicIdx;
  }

  /// The clock of the layer being sent.
  public @Nullable SenderClock clock() {
    return current < 0 ? null : layers.clock(current);
  }
}
