package live.nio.sfu.rtcp;

import live.nio.sfu.rtp.SequenceUnwrapper;

/// Makes transport-wide feedback for a publisher whose packets carry transport sequence numbers,
/// [draft-holmer-rmcat-transport-wide-cc-extensions-01](https://datatracker.ietf.org/doc/html/draft-holmer-rmcat-transport-wide-cc-extensions-01).
///
///     generator.received(now, sequence);                   // every packet with the extension
///     if (now >= generator.nextTimeout()) {
///       writer.reset();
///       while (generator.write(now, writer, ours, theirs)) send(writer);
///     }
///
/// Feedback leaves every 100 ms, more often at a high packet rate: every 50 ms from 10, every 25 ms
/// from 25 packets in that time. It reaches from the end of the last one to the newest packet; one
/// that comes late, after feedback called it lost, is told of in the next. Belongs to one thread;
/// nothing is allocated after construction.
public final class TransportFeedbackGenerator {
  static final long SLOW_NANOS = 100_000_000;
  static final long MIDDLE_NANOS = 50_000_000;
  static final long FAST_NANOS = 25_000_000;

  /// Arrivals remembered, a power of two.
  static final int WINDOW = 4096;

  /// Packets one feedback says have arrived, at most.
  static final int MAX_RECEIVED = 400;

  /// How far before the end of the last feedback a packet may come late and still be told of.
  static final int MAX_LATE = 256;

  private static final long TICK_NANOS = Rtcp.TransportFeedback.TICK_NANOS;
  private static final long REFERENCE_NANOS = 64_000_000;

  private final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
  // Arrival by sequence number modulo WINDOW, since the epoch; 0 when not received.
  private final long[] arrivals = new long[WINDOW];
  private final char[] offsets = new char[MAX_RECEIVED];
  private final short[] deltas = new short[MAX_RECEIVED];
  // First sequence number the next feedback is about; -1 before the first packet.
  private long next = -1;
  private long epochNanos;
  private long lastFeedbackNanos;
  private int receivedSince;
  private int feedbackCount;

  /// Tells of a packet's arrival.
  ///
  /// @param transportSequence 0–65535
  public void received(long nowNanos, int transportSequence) {
    long before = unwrapper.highest();
    long sequence = unwrapper.unwrap(transportSequence);
    if (next < 0) {
      next = sequence;
      // So that no arrival is 0, which means not received.
      epochNanos = nowNanos - REFERENCE_NANOS;
      lastFeedbackNanos = nowNanos;
    } else if (sequence - before >= WINDOW) {
      // A jump no window can follow: begin again here.
      java.util.Arrays.fill(arrivals, 0);
      next = sequence;
    } else if (sequence > before) {
      for (long s = before + 1; s < sequence; s++) {
        arrivals[(int) s & (WINDOW - 1)] = 0;
      }
      next = Math.max(next, sequence - WINDOW + 1);
    } else if (sequence < next - MAX_LATE
        || sequence <= before - WINDOW
        || arrivals[(int) sequence & (WINDOW - 1)] != 0) {
      return;
    }
    arrivals[(int) sequence & (WINDOW - 1)] = nowNanos - epochNanos;
    next = Math.min(next, sequence);
    receivedSince++;
  }

  /// When to call [#write] next; [Long#MAX_VALUE] when nothing came since the last feedback. Comes
  /// nearer with each packet that is received.
  public long nextTimeout() {
    if (receivedSince == 0) {
      return Long.MAX_VALUE;
    }
    long interval = SLOW_NANOS;
    if (receivedSince >= 25) {
      interval = FAST_NANOS;
    } else if (receivedSince >= 10) {
      interval = MIDDLE_NANOS;
    }
    return lastFeedbackNanos + interval;
  }

  /// Writes one feedback packet of what came since the last one. Call it until it has nothing more
  /// to tell, with a fresh writer each time.
  ///
  /// @param writer with room for 64 bytes at least; how much is told at once depends on its room
  /// @return false when there is nothing to tell or no room, and then nothing was written
  public boolean write(long nowNanos, RtcpWriter writer, long senderSsrc, long mediaSsrc) {
    lastFeedbackNanos = nowNanos;
    receivedSince = 0;
    // Header and padding; then every chunk but the last covers seven statuses or a long gap.
    int room = writer.remaining() - 24 - 2;
    if (next < 0 || room < 16) {
      return false;
    }
    long base = next;
    long highest = unwrapper.highest();
    int received = 0;
    int dense = 0;
    int spent = 0;
    long reference = 0;
    long lastTick = 0;
    long last = base - 1;
    for (long s = base; s <= highest && received < MAX_RECEIVED; s++) {
      long arrival = arrivals[(int) s & (WINDOW - 1)];
      if (arrival == 0) {
        continue;
      }
      long tick = arrival / TICK_NANOS;
      if (received == 0) {
        reference = arrival / REFERENCE_NANOS;
        lastTick = reference * (REFERENCE_NANOS / TICK_NANOS);
      }
      long delta = tick - lastTick;
      long gap = s - last - 1;
      int denseThen = dense + 1;
      int spentThen = spent + (delta >= 0 && delta <= 255 ? 1 : 2);
      if (gap >= 21) {
        // A run, and the vectors before and after it that hold its ends.
        spentThen += 6;
      } else {
        denseThen += (int) gap;
      }
      if (delta != (short) delta || spentThen + 2 * (denseThen / 7 + 1) > room) {
        break;
      }
      dense = denseThen;
      spent = spentThen;
      offsets[received] = (char) (s - base);
      deltas[received++] = (short) delta;
      lastTick = tick;
      last = s;
    }
    if (received == 0) {
      return false;
    }
    // What follows the last that arrived is told with the next, when more may have come.
    next = last + 1;
    writer.transportFeedback(
        senderSsrc,
        mediaSsrc,
        (int) base & 0xFFFF,
        (int) (next - base),
        reference,
        feedbackCount,
        offsets,
        deltas,
        received);
    feedbackCount = (feedbackCount + 1) & 0xFF;
    return true;
  }
}
