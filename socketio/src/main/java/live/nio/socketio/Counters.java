package live.nio.socketio;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;

/// Running totals of a server.
final class Counters {
  final AtomicInteger busySockets = new AtomicInteger();
  final AtomicInteger pendingAcks = new AtomicInteger();
  final LongAdder eventsIn = new LongAdder();
  final LongAdder unhandledEvents = new LongAdder();
  final LongAdder handlerErrors = new LongAdder();
  final LongAdder refusedConnections = new LongAdder();
  final LongAdder recovered = new LongAdder();
  final LongAdder encodings = new LongAdder();
}
