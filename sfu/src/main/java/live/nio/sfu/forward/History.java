package live.nio.sfu.forward;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The newest packets of one source (a simulcast layer, or the sound), found by unwrapped sequence
/// number, and where its newest group of pictures begins.
public final class History {
  private final @Nullable MediaPacket[] ring;
  private final RateMeter rate = new RateMeter();
  private long head = -1;
  private long tail;
  private long groupStart = -1;
  private long lastArrival = Long.MIN_VALUE;
  private int groupBytes;

  /// An empty one.
  ///
  /// @param size a power of two: packets kept
  public History(int size) {
    if (Integer.bitCount(size) != 1) {
      throw new IllegalArgumentException("not a power of two: " + size);
    }
    ring = new MediaPacket[size];
  }

  /// Keeps a packet. One that is older than all kept is ignored.
  ///
  /// @return false when it is a repetition or too old
  public boolean put(MediaPacket packet, long nowNanos) {
    long sequence = packet.sequence();
    if (head < 0) {
      head = sequence;
      tail = sequence;
    }
    if (sequence < tail) {
      return false;
    }
    int at = (int) (sequence & ring.length - 1);
    MediaPacket there = ring[at];
    if (there != null && there.sequence() == sequence) {
      return false;
    }
    if (sequence >= head + ring.length) {
      Arrays.fill(ring, null);
    } else {
      for (long lost = head; lost < sequence; lost++) {
        MediaPacket old = ring[(int) (lost & ring.length - 1)];
        if (old != null && old.sequence() <= lost - ring.length) {
          ring[(int) (lost & ring.length - 1)] = null;
        }
      }
    }
    ring[at] = packet;
    head = Math.max(head, sequence + 1);
    tail = Math.max(tail, head - ring.length);
    lastArrival = nowNanos;
    rate.add(nowNanos, packet.payloadLength());
    if (packet.startsKeyFrame() && sequence > groupStart && !continuesGroupStart(packet)) {
      groupStart = sequence;
      groupBytes = 0;
    }
    groupBytes += packet.payloadLength();
    return true;
  }

  /// Parameter sets and the picture of H.264 come in several packets that all begin a key frame.
  private boolean continuesGroupStart(MediaPacket packet) {
    MediaPacket start = groupStart();
    return start != null && start.timestamp == packet.timestamp;
  }

  public @Nullable MediaPacket get(long sequence) {
    if (sequence < tail || sequence >= head) {
      return null;
    }
    MediaPacket packet = ring[(int) (sequence & ring.length - 1)];
    return packet != null && packet.sequence() == sequence ? packet : null;
  }

  /// One past the newest; -1 before the first.
  public long head() {
    return head;
  }

  /// The first packet of the newest key frame, while it is still kept.
  public @Nullable MediaPacket groupStart() {
    return groupStart < 0 ? null : get(groupStart);
  }

  /// Payload bytes since the newest key frame began.
  public int groupBytes() {
    return groupBytes;
  }

  public long bps(long nowNanos) {
    return rate.bps(nowNanos);
  }

  public boolean isActive(long nowNanos, long withinNanos) {
    return lastArrival != Long.MIN_VALUE && nowNanos - lastArrival <= withinNanos;
  }

  /// Forgets everything: another publisher begins.
  public void clear() {
    Arrays.fill(ring, null);
    head = -1;
    tail = 0;
    groupStart = -1;
    groupBytes = 0;
    lastArrival = Long.MIN_VALUE;
  }
}
