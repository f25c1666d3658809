package live.nio.sfu.net;

import java.net.InetSocketAddress;

/// One loop's socket on the shared port. Belongs to the thread that receives, which also sends and
/// closes; only [#wakeup] and [#counters] may be called from others.
public interface MediaSocket extends AutoCloseable {
  /// Waits for datagrams, [#wakeup] or the time, handles up to 64 datagrams and returns how many.
  ///
  /// @param maxWaitNanos 0 does not wait; negative counts as 0
  int receive(DatagramHandler handler, long maxWaitNanos);

  /// Makes the current or next [#receive] return without waiting. Any thread; cheap when repeated.
  void wakeup();

  /// The same object each time.
  Outbox outbox();

  SocketCounters counters();

  /// The local port, shared by all sockets opened together.
  int port();

  /// The path to an address nothing was received from yet; equal to the one its datagrams will come
  /// by.
  NetworkPath path(InetSocketAddress remote);

  @Override
  void close();
}
