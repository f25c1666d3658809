package live.nio.sfu;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import live.nio.sfu.net.DatagramHandler;
import live.nio.sfu.net.MediaSocket;
import live.nio.sfu.net.SocketCounters;

/// The thread and the socket of a [Loop].
final class LoopThread {
  private static final System.Logger LOG = System.getLogger(LoopThread.class.getName());

  /// The socket's counters belong to the thread; others read a copy as old as this.
  private static final long COUNT_NANOS = TimeUnit.SECONDS.toNanos(1);

  private final Loop loop;
  private final MediaSocket socket;
  private final Thread thread;
  private final CountDownLatch ended = new CountDownLatch(1);
  private volatile SocketCounters counters;
  private volatile boolean closing;

  LoopThread(Loop loop, MediaSocket socket) {
    this.loop = loop;
    this.socket = socket;
    this.counters = socket.counters();
    loop.waker(socket::wakeup);
    this.thread =
        Thread.ofPlatform().name("nio-sfu-" + loop.index()).daemon(true).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  private void run() {
    DatagramHandler handler =
        (path, buffer, offset, length) ->
            loop.datagram(System.nanoTime(), path, buffer, offset, length);
    long countedAt = System.nanoTime();
    try {
      while (!closing) {
        long wait = loop.sleep(System.nanoTime());
        try {
          socket.receive(handler, wait);
          loop.awake();
          receiveRest(handler);
          long now = System.nanoTime();
          loop.run(now);
          if (now - countedAt >= COUNT_NANOS) {
            countedAt = now;
            counters = socket.counters();
          }
        } catch (RuntimeException e) {
          // A defect in one leg's handling must not end everybody's media.
          loop.awake();
          LOG.log(System.Logger.Level.ERROR, "media loop " + loop.index(), e);
        }
      }
      loop.run(System.nanoTime());
    } finally {
      ended.countDown();
    }
  }

  /// Waits a moment for the rest of a picture, as long as more of it comes.
  private void receiveRest(DatagramHandler handler) {
    if (!loop.outbox().joins()) {
      return;
    }
    long wait = loop.linger(System.nanoTime());
    while (wait > 0 && socket.receive(handler, wait) > 0) {
      wait = loop.linger(System.nanoTime());
    }
  }

  /// Ends the thread after what was queued before is done, then closes the socket.
  void close() {
    closing = true;
    socket.wakeup();
    try {
      if (!ended.await(5, TimeUnit.SECONDS)) {
        LOG.log(System.Logger.Level.WARNING, "media loop {0} does not end", loop.index());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    socket.close();
  }

  Loop loop() {
    return loop;
  }

  MediaSocket socket() {
    return socket;
  }

  /// What the socket has counted. Any thread; a second old while there is traffic.
  SocketCounters counters() {
    return counters;
  }
}
