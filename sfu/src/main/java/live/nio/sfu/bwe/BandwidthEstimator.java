package live.nio.sfu.bwe;

import live.nio.sfu.rtcp.Rtcp.TransportFeedback;
import org.jspecify.annotations.Nullable;

/// How many bits per second one receiver's link carries, by the feedback on what we send.
///
///     int sequence = estimator.nextTransportSequence();     // into the header extension
///     estimator.sent(now, sequence, bytes, -1);
///     …
///     estimator.feedback(now, transportFeedback);           // and what else RTCP says
///     long bps = estimator.estimateBps();
///     Probe probe = estimator.probe(now, nextLayerBps, true);   // now and then, some ten times a second
///
/// With transport-wide feedback the estimate follows delay and loss. Without, it follows the loss in
/// receiver reports, up to the rate of REMB. The parts and what differs from the draft are in the
/// package's documentation. Belongs to one thread; neither [#nextTransportSequence] nor [#sent]
/// allocates, but for a longer history when many packets are on their way.
public final class BandwidthEstimator {
  private static final int MIN_HISTORY = 512;
  private static final int MAX_HISTORY = 8192;
  private static final long HISTORY_NANOS = 1_000_000_000;
  private static final long FEEDBACK_TIMEOUT_NANOS = 1_000_000_000;
  private static final int MAX_TIMEOUTS = 4;
  private static final long REMB_NANOS = 15_000_000_000L;
  private static final long WITHOUT_FEEDBACK_NANOS = 3_000_000_000L;
  private static final long INITIAL_RTT_NANOS = 100_000_000;
  private static final long REFERENCE_TICKS = 256;

  private final BandwidthOptions options;
  private final Trendline trendline = new Trendline();
  private final ArrivalGroups groups = new ArrivalGroups(trendline);
  private final ReceivedRate received = new ReceivedRate();
  // By the time of sending, of packets feedback has told of: comparable with what was received.
  private final ReceivedRate sent = new ReceivedRate();
  private final AimdRate delayBased;
  private final LossLimit lossBased;
  private final Prober prober = new Prober();

  // History of sent packets by sequence number modulo its length. Bytes are 0 for none or told of,
  // negative when told lost.
  private long[] sentNanos = new long[MIN_HISTORY];
  private int[] bytes = new int[MIN_HISTORY];
  private byte[] clusters = new byte[MIN_HISTORY];
  private long next = 65_536;
  private long toldUntil = 65_536;
  private long lastSentNanos = Long.MIN_VALUE;

  private boolean hasFeedback;
  private long lastFeedbackNanos;
  private long referenceTime;
  private int timeouts;
  private long rttNanos = INITIAL_RTT_NANOS;
  private boolean rttKnown;
  private long rembBps = Long.MAX_VALUE;
  private long rembNanos;
  private long lastReportNanos = Long.MIN_VALUE;
  private long bytesSinceReport;
  private long lastResultBps;

  public BandwidthEstimator(BandwidthOptions options) {
    this.options = options;
    this.delayBased = new AimdRate(options);
    this.lossBased = new LossLimit(options.minBps());
  }

  /// The number for the next packet, 0–65535. Each call gives another one; it must go with the next
  /// packet, and [#sent] be told.
  public int nextTransportSequence() {
    int slot = (int) next & (bytes.length - 1);
    if (bytes[slot] > 0
        && bytes.length < MAX_HISTORY
        && lastSentNanos - sentNanos[slot] < HISTORY_NANOS) {
      grow();
      slot = (int) next & (bytes.length - 1);
    }
    bytes[slot] = 0;
    return (int) next++ & 0xFFFF;
  }

  private void grow() {
    int old = bytes.length;
    int length = 2 * old;
    long[] moreSent = new long[length];
    int[] moreBytes = new int[length];
    byte[] moreClusters = new byte[length];
    for (long s = next - old; s < next; s++) {
      int from = (int) s & (old - 1);
      int to = (int) s & (length - 1);
      moreSent[to] = sentNanos[from];
      moreBytes[to] = bytes[from];
      moreClusters[to] = clusters[from];
    }
    sentNanos = moreSent;
    bytes = moreBytes;
    clusters = moreClusters;
  }

  /// Tells that a packet left.
  ///
  /// @param transportSequence of [#nextTransportSequence]
  /// @param size of the datagram; with IP and UDP headers or without, but always the same
  /// @param probeCluster of the [Probe] it was sent for, -1 for none
  public void sent(long nowNanos, int transportSequence, int size, int probeCluster) {
    long sequence = next - 1 - (((int) next - 1 - transportSequence) & 0xFFFF);
    if (sequence <= next - 1 - bytes.length || size <= 0) {
      return;
    }
    if (lastSentNanos == Long.MIN_VALUE || toldUntil == sequence) {
      // Nothing was on its way: the time without feedback counts from here.
      lastFeedbackNanos = nowNanos;
    }
    int slot = (int) sequence & (bytes.length - 1);
    sentNanos[slot] = nowNanos;
    bytes[slot] = size;
    clusters[slot] = (byte) probeCluster;
    lastSentNanos = nowNanos;
    bytesSinceReport += size;
    if (probeCluster >= 0) {
      prober.sent(nowNanos, probeCluster, size);
    }
  }

  /// Tells of transport-wide feedback.
  public void feedback(long nowNanos, TransportFeedback feedback) {
    if (hasFeedback) {
      referenceTime += (feedback.referenceTime() - (int) referenceTime) << 8 >> 8;
    } else {
      referenceTime = feedback.referenceTime();
    }
    long base = next - 1 - (((int) next - 1 - feedback.baseSequence()) & 0xFFFF);
    long end = Math.min(next, base + feedback.statusCount());
    long oldest = next - bytes.length;
    int count = feedback.receivedCount();
    long tick = referenceTime * REFERENCE_TICKS;
    long sequence = base;
    int lost = 0;
    int total = 0;
    long newestSent = Long.MIN_VALUE;
    for (int i = 0; i < count; i++) {
      tick += feedback.deltaTicks(i);
      long at = base + feedback.offset(i);
      if (at >= end) {
        break;
      }
      long arrival = tick * TransportFeedback.TICK_NANOS;
      if (i == 0) {
        untold(Math.max(toldUntil, oldest), base, arrival);
      }
      for (long s = Math.max(sequence, oldest); s < at; s++) {
        if (lost(s)) {
          lost++;
          total++;
        }
      }
      sequence = at + 1;
      if (at < oldest) {
        continue;
      }
      int slot = (int) at & (bytes.length - 1);
      int size = bytes[slot];
      if (size == 0) {
        continue;
      }
      bytes[slot] = 0;
      if (size < 0) {
        // Told lost before, and only late.
        lost--;
        received.add(arrival, -size);
        continue;
      }
      total++;
      received.add(arrival, size);
      sent.add(sentNanos[slot], size);
      newestSent = sentNanos[slot];
      if (clusters[slot] >= 0) {
        // Faster than the estimate on purpose: their delay is no sign of a rate too high.
        prober.received(clusters[slot], arrival, size);
      } else {
        groups.packet(sentNanos[slot], arrival);
      }
    }
    for (long s = Math.max(sequence, oldest); s < end; s++) {
      if (lost(s)) {
        lost++;
        total++;
      }
    }
    toldUntil = Math.max(toldUntil, end);
    hasFeedback = true;
    lastFeedbackNanos = nowNanos;
    timeouts = 0;
    if (newestSent != Long.MIN_VALUE) {
      roundTrip(nowNanos - newestSent);
    }
    if (total > 0) {
      delayBased.update(
          nowNanos,
          trendline.usage(),
          received.shortBps(),
          sent.shortBps(),
          received.longBps(),
          rttNanos);
    }
    lossBased.update(nowNanos, lost, total, (double) estimateBps(), received.longBps());
    long found = prober.result(nowNanos);
    if (found > 0) {
      lastResultBps = found;
      if (found > estimateBps()) {
        delayBased.raiseTo(nowNanos, found);
        lossBased.raiseTo(found);
        prober.raised(nowNanos);
      }
    }
  }

  private boolean lost(long sequence) {
    int slot = (int) sequence & (bytes.length - 1);
    int size = bytes[slot];
    if (size <= 0) {
      return false;
    }
    bytes[slot] = -size;
    sent.add(sentNanos[slot], size);
    return true;
  }

  /// Of these packets no feedback told, so it was lost itself: they count as arrived, for else a
  /// lost feedback would look like a link that carries less.
  private void untold(long from, long to, long arrivalNanos) {
    for (long s = from; s < to; s++) {
      int slot = (int) s & (bytes.length - 1);
      if (bytes[slot] > 0) {
        received.add(arrivalNanos, bytes[slot]);
        sent.add(sentNanos[slot], bytes[slot]);
        bytes[slot] = 0;
      }
    }
  }

  private void roundTrip(long sampleNanos) {
    if (sampleNanos < 0) {
      return;
    }
    rttNanos = rttKnown ? rttNanos + (sampleNanos - rttNanos) / 8 : sampleNanos;
    rttKnown = true;
  }

  /// Tells of a receiver report on the stream we send. Its loss counts only where there is no
  /// transport-wide feedback.
  ///
  /// @param fractionLost256 of the report block
  /// @param rtt measured by it, negative when not
  public void receiverReport(long nowNanos, int fractionLost256, long rtt) {
    roundTrip(rtt);
    long before = lastReportNanos;
    long bytesThen = bytesSinceReport;
    lastReportNanos = nowNanos;
    bytesSinceReport = 0;
    if (before == Long.MIN_VALUE || usesFeedback(nowNanos)) {
      return;
    }
    double seconds = Math.min(5, (nowNanos - before) / 1e9);
    if (seconds <= 0.05) {
      bytesSinceReport = bytesThen;
      lastReportNanos = before;
      return;
    }
    double loss = fractionLost256 / 256.0;
    long sentBps = (long) (bytesThen * 8 / seconds);
    lossBased.observe(loss, seconds, (double) estimateBps(), (long) (sentBps * (1 - loss)));
    if (loss < LossLimit.OWN_LOSS) {
      delayBased.update(nowNanos, Trendline.Usage.NORMAL, sentBps, sentBps, sentBps, rttNanos);
    }
  }

  /// Tells of the receiver's own estimate: never more than this, and without transport-wide
  /// feedback as much as this. Forgotten after 15 s.
  public void remb(long nowNanos, long bps) {
    rembBps = bps;
    rembNanos = nowNanos;
    if (!usesFeedback(nowNanos)) {
      delayBased.raiseTo(nowNanos, bps);
    }
  }

  private boolean usesFeedback(long nowNanos) {
    return hasFeedback && nowNanos - lastFeedbackNanos < WITHOUT_FEEDBACK_NANOS;
  }

  /// Does what [#nextTimeout] is for: lowers the estimate step by step while packets leave and no
  /// feedback comes.
  public void poll(long nowNanos) {
    if (rembBps != Long.MAX_VALUE && nowNanos - rembNanos > REMB_NANOS) {
      rembBps = Long.MAX_VALUE;
    }
    if (nowNanos >= nextTimeout()) {
      timeouts++;
      // When the last packet before a pause was lost, no feedback is to come.
      if (nowNanos - lastSentNanos < FEEDBACK_TIMEOUT_NANOS) {
        delayBased.lowerTo(nowNanos, delayBased.bps() * 0.8);
      }
    }
  }

  /// When to call [#poll] next; [Long#MAX_VALUE] when there is no need.
  public long nextTimeout() {
    if (!hasFeedback || timeouts >= MAX_TIMEOUTS || toldUntil >= next) {
      return Long.MAX_VALUE;
    }
    return lastFeedbackNanos + (timeouts + 1) * (FEEDBACK_TIMEOUT_NANOS + rttNanos);
  }

  /// Bits per second, within the options' limits.
  public long estimateBps() {
    long bps = Math.min(Math.min(delayBased.bps(), (long) lossBased.bps()), rembBps);
    return Math.clamp(bps, options.minBps(), options.maxBps());
  }

  /// Smoothed; 100 ms before the first measurement.
  public long rttNanos() {
    return rttNanos;
  }

  /// Of what we sent in the last second or two, 0–1.
  public double lossFraction() {
    return lossBased.loss();
  }

  /// Whether a queue is growing right now.
  public boolean congested() {
    return trendline.usage() == Trendline.Usage.OVERUSE;
  }

  /// Bits per second that arrive, over the last second; -1 while not known.
  public long receivedBps() {
    return received.longBps();
  }

  /// What the last probe found, 0 before the first.
  public long lastProbeBps() {
    return lastResultBps;
  }

  /// Asks whether to probe now. Cheap; to be called whenever layers are chosen. At first and after
  /// a success the next comes at once, else every three to six seconds while more is wanted than
  /// estimated and no queue is growing.
  ///
  /// @param wantedBps what could be put to use: the rate with the next layer
  /// @param applicationLimited whether less is sent than the estimate allows
  /// @return null when there is nothing to probe
  public @Nullable Probe probe(long nowNanos, long wantedBps, boolean applicationLimited) {
    return prober.next(
        nowNanos,
        estimateBps(),
        wantedBps,
        options.maxBps(),
        applicationLimited,
        congested(),
        delayBased.lastDecreaseNanos(),
        rttNanos);
  }

  @Override
  public String toString() {
    return "BandwidthEstimator["
        + estimateBps()
        + " bit/s, delay "
        + delayBased.bps()
        + ", loss limit "
        + lossBased.bps()
        + ", "
        + trendline.usage()
        + "]";
  }
}
