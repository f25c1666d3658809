package live.nio.sfu.bwe;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.function.LongUnaryOperator;
import live.nio.sfu.rtcp.Rtcp;
import live.nio.sfu.rtcp.RtcpReader;
import live.nio.sfu.rtcp.RtcpWriter;
import live.nio.sfu.rtcp.TransportFeedbackGenerator;

/// A sender with an estimator, a link each way, and a receiver that writes real feedback, in
/// virtual time. Video leaves as thirty frames a second, in packets, through a pacer; probes as
/// padding.
final class Call {
  static final long MS = 1_000_000;
  static final long SECOND = 1_000_000_000;

  private record Event(long at, int order, Runnable action) {}

  final BandwidthEstimator estimator;
  final VirtualLink forward;
  final VirtualLink back;
  private final PacerBudget pacer = new PacerBudget();
  private TransportFeedbackGenerator generator = new TransportFeedbackGenerator();
  private final RtcpWriter writer = new RtcpWriter(new byte[1200]);
  private final PriorityQueue<Event> events =
      new PriorityQueue<>((a, b) -> a.at != b.at ? Long.compare(a.at, b.at) : a.order - b.order);
  private int order;
  long now;

  /// Bits per second of video, given the estimate.
  LongUnaryOperator encoder = estimate -> estimate;

  long wantedBps = 5_000_000;
  boolean feedbackOn = true;
  boolean probing = true;
  int probes;
  long sentBytes;
  long queuedBytes;
  private final List<Integer> queue = new ArrayList<>();
  private double frameDebt;

  Call(BandwidthOptions options, VirtualLink forward, VirtualLink back) {
    this.estimator = new BandwidthEstimator(options);
    this.forward = forward;
    this.back = back;
    at(0, this::frame);
    at(0, this::feedback);
  }

  static Call over(VirtualLink forward) {
    return new Call(BandwidthOptions.DEFAULT, forward, new VirtualLink(100_000_000, 25 * MS, 99));
  }

  void at(long nanos, Runnable action) {
    events.add(new Event(nanos, order++, action));
  }

  /// The receiver forgets everything, its clock as well.
  void restartReceiver() {
    generator = new TransportFeedbackGenerator();
  }

  /// Goes on until a time after the start.
  Call until(double seconds) {
    long end = (long) (seconds * 1e9);
    while (true) {
      Event event = events.peek();
      if (event == null || event.at > end) {
        break;
      }
      events.poll();
      now = event.at;
      event.action.run();
    }
    now = end;
    return this;
  }

  /// Goes on, and says after how many seconds the estimate was within limits for the first time.
  double secondsUntil(long minBps, long maxBps, double atMost) {
    double start = now / 1e9;
    for (double t = 0.05; t <= atMost; t += 0.05) {
      until(start + t);
      if (estimator.estimateBps() >= minBps && estimator.estimateBps() <= maxBps) {
        return t;
      }
    }
    return Double.POSITIVE_INFINITY;
  }

  private void frame() {
    long rate = encoder.applyAsLong(estimator.estimateBps());
    frameDebt += rate / 8.0 / 30;
    while (frameDebt > 200) {
      int size = (int) Math.min(1_200, frameDebt);
      queue.add(size);
      queuedBytes += size;
      frameDebt -= size;
    }
    estimator.poll(now);
    Probe probe =
        probing ? estimator.probe(now, wantedBps, rate < estimator.estimateBps() * 0.8) : null;
    if (probe != null) {
      probes++;
      int packets = Math.max(5, probe.bytes() / 1_200 + 1);
      for (int i = 0; i < packets; i++) {
        send(probe.bytes() / packets + 1, probe.cluster());
      }
    }
    pacer.rate(Math.max(estimator.estimateBps() * 5 / 2, 100_000));
    pace();
    at(now + 33 * MS, this::frame);
  }

  private void pace() {
    while (!queue.isEmpty() && pacer.maySend(now)) {
      int size = queue.removeFirst();
      queuedBytes -= size;
      pacer.sent(now, size);
      send(size, -1);
    }
    if (!queue.isEmpty()) {
      at(pacer.nextTimeout(now), this::pace);
    }
  }

  private void send(int size, int cluster) {
    int sequence = estimator.nextTransportSequence();
    estimator.sent(now, sequence, size, cluster);
    sentBytes += size;
    long arrival = forward.send(now, size);
    if (arrival != VirtualLink.LOST) {
      at(arrival, () -> generator.received(now, sequence));
    }
  }

  private void feedback() {
    if (feedbackOn && now >= generator.nextTimeout()) {
      while (generator.write(now, writer.reset(), 1, 2)) {
        byte[] datagram = java.util.Arrays.copyOf(writer.buffer(), writer.length());
        long arrival = back.send(now, datagram.length);
        if (arrival != VirtualLink.LOST) {
          at(
              arrival,
              () ->
                  RtcpReader.read(
                      datagram,
                      0,
                      datagram.length,
                      p -> estimator.feedback(now, (Rtcp.TransportFeedback) p)));
        }
      }
    }
    at(now + 5 * MS, this::feedback);
  }
}
