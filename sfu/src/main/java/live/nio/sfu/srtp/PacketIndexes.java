package live.nio.sfu.srtp;

import java.util.Arrays;

/// Rollover counter and replay window of each SSRC of one direction, [RFC 3711
/// §3.3](https://www.rfc-editor.org/rfc/rfc3711#section-3.3). Bounded; nothing is kept of an SSRC
/// before [#accept].
final class PacketIndexes {
  /// The most SSRCs at once: three layers with RTX, audio, and as many again after a restart.
  static final int MAX_SSRCS = 32;

  /// How far behind the highest index a packet may come.
  static final int WINDOW = 128;

  /// The index is not known or not acceptable.
  static final long NONE = -1;

  private int[] ssrcs = new int[4];
  private long[] highest = new long[4];
  // Bit i of `near` is the packet i behind the highest, bit i of `far` the packet 64 + i behind.
  private long[] near = new long[4];
  private long[] far = new long[4];
  private int size;
  private int latest;

  int size() {
    return size;
  }

  /// Where an SSRC's state is, -1 when there is none yet.
  int find(int ssrc) {
    if (latest < size && ssrcs[latest] == ssrc) {
      return latest;
    }
    for (int i = 0; i < size; i++) {
      if (ssrcs[i] == ssrc) {
        latest = i;
        return i;
      }
    }
    return -1;
  }

  boolean isFull() {
    return size == MAX_SSRCS;
  }

  /// The 48-bit index a sequence number most likely means, [RFC 3711
  /// §3.3.1](https://www.rfc-editor.org/rfc/rfc3711#section-3.3.1); [#NONE] when that lies before
  /// the first rollover period.
  long estimate(int slot, int sequenceNumber) {
    if (slot < 0) {
      return sequenceNumber;
    }
    long reference = highest[slot];
    // The candidate nearest to the reference: a signed 16-bit difference.
    short distance = (short) (sequenceNumber - (int) reference);
    long index = reference + distance;
    return index < 0 ? NONE : index;
  }

  /// Whether an index was accepted before or is too old to tell.
  boolean isReplay(int slot, long index) {
    if (slot < 0) {
      return false;
    }
    long behind = highest[slot] - index;
    if (behind < 0) {
      return false;
    }
    if (behind >= WINDOW) {
      return true;
    }
    return behind < 64 ? (near[slot] >>> behind & 1) != 0 : (far[slot] >>> (behind - 64) & 1) != 0;
  }

  /// Notes an index as used; makes the SSRC's state if `slot` is -1 (see [#isFull] first).
  void accept(int slot, int ssrc, long index) {
    if (slot < 0) {
      add(ssrc, index);
      return;
    }
    long ahead = index - highest[slot];
    if (ahead > 0) {
      shift(slot, ahead);
      highest[slot] = index;
      near[slot] |= 1;
    } else if (-ahead < 64) {
      near[slot] |= 1L << -ahead;
    } else if (-ahead < WINDOW) {
      far[slot] |= 1L << (-ahead - 64);
    }
  }

  private void shift(int slot, long by) {
    if (by >= WINDOW) {
      near[slot] = 0;
      far[slot] = 0;
    } else if (by >= 64) {
      far[slot] = by == 64 ? near[slot] : near[slot] << (by - 64);
      near[slot] = 0;
    } else {
      far[slot] = (far[slot] << by) | (near[slot] >>> (64 - by));
      near[slot] <<= by;
    }
  }

  private void add(int ssrc, long index) {
    if (size == ssrcs.length) {
      int capacity = Math.min(MAX_SSRCS, size * 2);
      ssrcs = Arrays.copyOf(ssrcs, capacity);
      highest = Arrays.copyOf(highest, capacity);
      near = Arrays.copyOf(near, capacity);
      far = Arrays.copyOf(far, capacity);
    }
    ssrcs[size] = ssrc;
    highest[size] = index;
    near[size] = 1;
    far[size] = 0;
    latest = size;
    size++;
  }
}
