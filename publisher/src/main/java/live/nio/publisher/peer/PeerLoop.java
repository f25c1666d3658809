package live.nio.publisher.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/// One thread that drives any number of publishers and players.
public final class PeerLoop implements AutoCloseable {
  // Timers of peers are looked at this often: well below any interval of RTP feedback.
  private static final long TICK_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private static final long GOODBYES_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

  private final Selector selector;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final List<Connection> connections = new ArrayList<>();
  private final Thread thread;
  private volatile boolean closing;

  /// Starts the thread.
  ///
  /// @param name of the thread
  public PeerLoop(String name) {
    try {
      selector = Selector.open();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    thread = Thread.ofPlatform().name(name).daemon().start(this::run);
  }

  /// Runs something on the thread, soon.
  public void execute(Runnable task) {
    tasks.add(task);
    if (!Thread.currentThread().equals(thread)) {
      selector.wakeup();
    }
  }

  /// Runs something on the thread and waits for what it gives.
  <T> T call(Supplier<T> task) {
    if (Thread.currentThread().equals(thread) || !thread.isAlive()) {
      return task.get();
    }
    CompletableFuture<T> result = new CompletableFuture<>();
    execute(() -> {
      try {
        result.complete(task.get());
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    });
    return result.orTimeout(10, TimeUnit.SECONDS).join();
  }

  /// For a figure of what this thread costs.
  public Thread thread() {
    return thread;
  }

  void add(Connection connection, DatagramChannel channel) throws IOException {
    channel.register(selector, SelectionKey.OP_READ, connection);
    connections.add(connection);
  }

  /// Its socket is closed.
  void released(Connection connection) {
    connections.remove(connection);
  }

  private void run() {
    try {
      long nextTick = System.nanoTime();
      while (!closing) {
        runTasks();
        long now = System.nanoTime();
        if (now - nextTick >= 0) {
          nextTick = now + TICK_NANOS;
          // By index and backwards: a connection may leave the list when it is polled.
          for (int i = connections.size() - 1; i >= 0; i--) {
            connections.get(i).poll(now);
          }
        }
        long wait = TimeUnit.NANOSECONDS.toMillis(nextTick - System.nanoTime());
        if (tasks.isEmpty() && wait > 0) {
          selector.select(PeerLoop::onReady, wait);
        } else {
          selector.selectNow(PeerLoop::onReady);
        }
      }
      List.copyOf(connections).forEach(Connection::close);
      // They say goodbye first, each on a thread of its own.
      long deadline = System.nanoTime() + GOODBYES_NANOS;
      while (!connections.isEmpty() && System.nanoTime() - deadline < 0) {
        selector.select(PeerLoop::onReady, 10);
        runTasks();
      }
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void runTasks() {
    for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
      task.run();
    }
  }

  private static void onReady(SelectionKey key) {
    ((Connection) key.attachment()).readAll();
  }

  /// Closes all peers and ends the thread.
  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join(Duration.ofSeconds(5));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
