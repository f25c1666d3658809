package live.nio.sfu.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicLong;

/// One ICE-TCP connection, from the sending side: a bounded queue its writer empties.
final class TcpPath implements NetworkPath {
  /// About a quarter of a second of a good picture; what is later than that helps nobody.
  private static final int QUEUE = 256;

  private final InetSocketAddress remote;
  private final AtomicLong dropped;
  final BlockingQueue<byte[]> frames = new ArrayBlockingQueue<>(QUEUE);
  volatile boolean closed;

  TcpPath(InetSocketAddress remote, AtomicLong dropped) {
    this.remote = remote;
    this.dropped = dropped;
  }

  /// Queues a datagram with its length in front, [RFC
  /// 4571](https://www.rfc-editor.org/rfc/rfc4571). Never blocks; drops when the queue is full.
  void send(MemorySegment memory, long at, int length) {
    byte[] frame = new byte[2 + length];
    frame[0] = (byte) (length >> 8);
    frame[1] = (byte) length;
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, at, frame, 2, length);
    if (closed || !frames.offer(frame)) {
      dropped.incrementAndGet();
    }
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public boolean isTcp() {
    return true;
  }

  @Override
  public String toString() {
    return "tcp " + remote;
  }
}
