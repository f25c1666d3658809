package live.nio.socketio;

import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// Runs the tasks of one socket on a virtual thread, one at a time and in order.
///
/// The thread exists only while there is something to run: an idle socket has none.
final class Mailbox {
  private final SocketIoServer server;
  private @Nullable ArrayDeque<Runnable> tasks;
  private boolean running;

  Mailbox(SocketIoServer server) {
    this.server = server;
  }

  /// Adds a task; returns how many wait now.
  int add(Runnable task) {
    int size;
    boolean start;
    synchronized (this) {
      if (tasks == null) {
        tasks = new ArrayDeque<>(4);
      }
      tasks.add(task);
      size = tasks.size();
      start = !running;
      running = true;
    }
    if (start) {
      server.counters.busySockets.incrementAndGet();
      server.startVirtualThread(this::run);
    }
    return size;
  }

  synchronized int size() {
    return tasks == null ? 0 : tasks.size();
  }

  private void run() {
    try {
      for (Runnable task = next(); task != null; task = next()) {
        task.run();
      }
    } finally {
      server.counters.busySockets.decrementAndGet();
      server.completeIfQuiet();
    }
  }

  private synchronized @Nullable Runnable next() {
    Runnable task = tasks == null ? null : tasks.poll();
    if (task == null) {
      tasks = null;
      running = false;
    }
    return task;
  }
}
