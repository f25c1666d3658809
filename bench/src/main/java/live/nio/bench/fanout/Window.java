package live.nio.bench.fanout;

import org.HdrHistogram.Histogram;

/// What the generator received in a measured time. Confined to its thread until it is handed out.
final class Window {
  private static final long LONGEST_MICROS = 600_000_000;

  /// Microseconds from the emit to the read.
  final Histogram sinceEmit = new Histogram(LONGEST_MICROS, 3);

  /// Microseconds from when the event was due; also counts what a server that cannot keep up adds.
  final Histogram sinceDue = new Histogram(LONGEST_MICROS, 3);

  long deliveries;
  long reads;

  void onEvent(long dueMicros, long emittedMicros, long nowMicros) {
    deliveries++;
    sinceEmit.recordValue(bounded(nowMicros - emittedMicros));
    sinceDue.recordValue(bounded(nowMicros - dueMicros));
  }

  private static long bounded(long micros) {
    return Math.min(Math.max(micros, 0), LONGEST_MICROS);
  }
}
