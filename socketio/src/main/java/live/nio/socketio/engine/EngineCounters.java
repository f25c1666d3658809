package live.nio.socketio.engine;

import java.util.concurrent.atomic.LongAdder;

/// Running totals of a server.
final class EngineCounters {
  final LongAdder opened = new LongAdder();
  final LongAdder refused = new LongAdder();
  final LongAdder upgraded = new LongAdder();
  final LongAdder packetsIn = new LongAdder();
  final LongAdder packetsOut = new LongAdder();
  final LongAdder writes = new LongAdder();
  final LongAdder merges = new LongAdder();
  final LongAdder volatileDrops = new LongAdder();
  final LongAdder overflows = new LongAdder();
  final LongAdder parseErrors = new LongAdder();
}
