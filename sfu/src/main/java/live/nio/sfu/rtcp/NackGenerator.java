package live.nio.sfu.rtcp;

/// Decides which missing packets of one incoming stream to ask for again, and when.
///
///     generator.received(now, unwrapped);         // every packet, retransmitted ones as well
///     int n = generator.due(now, sequences);      // whenever the clock reaches nextTimeout()
///     if (generator.needsKeyFrame()) …            // gave up: only a key frame helps
///
/// A gap is asked for when three packets more have come, or after 10 ms, whichever is first, since
/// packets overtake each other. It is asked for again after one and a quarter round trips (at least
/// 20 ms, so that a short round trip does not make a flood), ten times at most and never when older
/// than a second. What fills the list beyond its bound, or a jump that no list could follow, is not
/// asked for but reported by [#needsKeyFrame].
///
/// Takes times as an argument and belongs to one thread. Nothing is allocated after construction.
public final class NackGenerator {
  /// How many missing packets are followed at once.
  public static final int MAX_MISSING = 512;

  static final int REORDER_PACKETS = 3;
  static final long REORDER_NANOS = 10_000_000;
  static final int MAX_TRIES = 10;
  static final long MAX_AGE_NANOS = 1_000_000_000;
  static final long MIN_REPEAT_NANOS = 20_000_000;
  private static final long DEFAULT_RTT_NANOS = 100_000_000;

  // The missing ones, by ascending sequence number; parallel arrays.
  private final long[] sequences = new long[MAX_MISSING];
  private final long[] missedAt = new long[MAX_MISSING];
  private final long[] askedAt = new long[MAX_MISSING];
  private final int[] tries = new int[MAX_MISSING];
  private int count;

  private long highest = -1;
  private long rttNanos = DEFAULT_RTT_NANOS;
  private boolean needsKeyFrame;
  private long recovered;
  private long abandoned;

  /// Tells the round trip to the sender, whenever it is measured anew.
  public void rtt(long nanos) {
    rttNanos = Math.max(0, nanos);
  }

  /// Tells of a packet that came, in whatever order.
  ///
  /// @param unwrappedSequence of a [live.nio.sfu.rtp.SequenceUnwrapper]
  public void received(long nowNanos, long unwrappedSequence) {
    if (highest < 0) {
      highest = unwrappedSequence;
      return;
    }
    if (unwrappedSequence <= highest) {
      int at = find(unwrappedSequence);
      if (at >= 0) {
        if (tries[at] > 0) {
          recovered++;
        }
        remove(at, at + 1);
      }
      return;
    }
    long gap = unwrappedSequence - highest - 1;
    if (gap > 0) {
      missing(nowNanos, gap);
    }
    highest = unwrappedSequence;
  }

  private void missing(long nowNanos, long gap) {
    if (count + gap > MAX_MISSING) {
      abandoned += count;
      count = 0;
      needsKeyFrame = true;
      if (gap > MAX_MISSING) {
        abandoned += gap;
        return;
      }
    }
    for (long sequence = highest + 1; sequence <= highest + gap; sequence++) {
      sequences[count] = sequence;
      missedAt[count] = nowNanos;
      askedAt[count] = 0;
      tries[count] = 0;
      count++;
    }
  }

  /// Fills in the 16-bit sequence numbers to ask for now, ascending, and counts them as asked for.
  /// Those that do not fit stay due.
  ///
  /// @return how many
  public int due(long nowNanos, int[] into) {
    int written = 0;
    int kept = 0;
    for (int i = 0; i < count; i++) {
      boolean exhausted = tries[i] >= MAX_TRIES && nowNanos - askedAt[i] >= repeatNanos();
      if (exhausted || nowNanos - missedAt[i] >= MAX_AGE_NANOS) {
        abandoned++;
        needsKeyFrame = true;
        continue;
      }
      if (written < into.length && tries[i] < MAX_TRIES && dueAt(i) <= nowNanos) {
        into[written++] = (int) sequences[i] & 0xFFFF;
        askedAt[i] = nowNanos;
        tries[i]++;
      }
      move(i, kept++);
    }
    count = kept;
    return written;
  }

  /// When to call [#due] next, [Long#MAX_VALUE] when nothing is missing. May be in the past.
  public long nextTimeout() {
    long next = Long.MAX_VALUE;
    for (int i = 0; i < count; i++) {
      next = Math.min(next, Math.min(dueAt(i), missedAt[i] + MAX_AGE_NANOS));
    }
    return next;
  }

  private long dueAt(int i) {
    if (tries[i] > 0) {
      return askedAt[i] + repeatNanos();
    }
    return highest - sequences[i] >= REORDER_PACKETS ? missedAt[i] : missedAt[i] + REORDER_NANOS;
  }

  private long repeatNanos() {
    return Math.max(MIN_REPEAT_NANOS, rttNanos + rttNanos / 4);
  }

  /// Whether packets were given up since this was asked last, so that decoding can go on only from
  /// a key frame.
  public boolean needsKeyFrame() {
    boolean needs = needsKeyFrame;
    needsKeyFrame = false;
    return needs;
  }

  /// Forgets what is missing before a packet that begins a key frame: nothing needs it any more.
  public void keyFrame(long unwrappedSequence) {
    int to = 0;
    while (to < count && sequences[to] < unwrappedSequence) {
      to++;
    }
    remove(0, to);
    needsKeyFrame = false;
  }

  /// How many packets are missing now.
  public int missing() {
    return count;
  }

  /// How many came after they had been asked for.
  public long recovered() {
    return recovered;
  }

  /// How many were given up.
  public long abandoned() {
    return abandoned;
  }

  private int find(long sequence) {
    int at = java.util.Arrays.binarySearch(sequences, 0, count, sequence);
    return Math.max(-1, at);
  }

  private void remove(int from, int to) {
    if (to > from) {
      System.arraycopy(sequences, to, sequences, from, count - to);
      System.arraycopy(missedAt, to, missedAt, from, count - to);
      System.arraycopy(askedAt, to, askedAt, from, count - to);
      System.arraycopy(tries, to, tries, from, count - to);
      count -= to - from;
    }
  }

  private void move(int from, int to) {
    if (from != to) {
      sequences[to] = sequences[from];
      missedAt[to] = missedAt[from];
      askedAt[to] = askedAt[from];
      tries[to] = tries[from];
    }
  }
}
