package live.nio.sfu.forward;

import org.jspecify.annotations.Nullable;

/// What was sent to one viewer under which sequence number, so that it can be sent again as it was.
/// Refers to packets, does not copy them.
final class SentPackets {
  private final @Nullable MediaPacket[] packets;
  private final int[] sequences;
  private final int[] timestamps;
  private final int[] pictures;
  private final long[] resentAt;

  /// @param size a power of two
  SentPackets(int size) {
    packets = new MediaPacket[size];
    sequences = new int[size];
    timestamps = new int[size];
    pictures = new int[size];
    resentAt = new long[size];
  }

  /// @param pictures picture id and TL0PICIDX as sent, see [VideoForwarder#pictures]
  void put(MediaPacket packet, int sequence, int timestamp, int pictures) {
    int at = sequence & packets.length - 1;
    packets[at] = packet;
    sequences[at] = sequence & 0xffff;
    timestamps[at] = timestamp;
    this.pictures[at] = pictures;
    resentAt[at] = Long.MIN_VALUE;
  }

  /// Where it is kept, or -1.
  int find(int sequence) {
    int at = sequence & packets.length - 1;
    return packets[at] != null && sequences[at] == sequence ? at : -1;
  }

  /// Whether it was sent again so recently that the viewer cannot know yet; otherwise notes that it
  /// is now.
  boolean isResentSince(int at, long nowNanos, long sinceNanos) {
    if (resentAt[at] != Long.MIN_VALUE && resentAt[at] > sinceNanos) {
      return true;
    }
    resentAt[at] = nowNanos;
    return false;
  }

  @Nullable MediaPacket packet(int at) {
    return packets[at];
  }

  int timestamp(int at) {
    return timestamps[at];
  }

  int pictures(int at) {
    return pictures[at];
  }
}
