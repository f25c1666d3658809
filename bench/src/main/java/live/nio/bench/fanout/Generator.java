package live.nio.bench.fanout;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Many receivers on one thread of their own.
///
/// One thread because it has one processor; receiving costs it about as much as sending costs a
/// good server.
final class Generator implements AutoCloseable {
  /// Handshakes under way at a time; more would only fill the server's backlog.
  private static final int HANDSHAKES = 64;

  private static final int READ_BYTES = 256 * 1024;

  /// Scratch of the clients' parsing.
  final long[] numbers = new long[3];

  private final Selector selector;
  private final Thread thread;
  private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
  private final Semaphore handshakes = new Semaphore(HANDSHAKES);
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BYTES);
  private volatile boolean closing;

  // Confined to the thread.
  private final List<Client> clients = new ArrayList<>();
  private @Nullable Window window;
  private @Nullable String failure;
  private int ended;
  private int entered;

  /// What all clients have seen since they connected.
  ///
  /// @param entered clients that got into the namespace
  /// @param ended clients whose connection ended
  /// @param received events, all clients together
  /// @param lost numbers skipped
  /// @param repeated events whose number had been seen or skipped
  /// @param slowest the least number a connected client waits for
  /// @param failure why the first connection ended
  record Tally(
      int entered,
      int ended,
      long received,
      long lost,
      long repeated,
      long slowest,
      @Nullable String failure) {}

  Generator() throws IOException {
    selector = Selector.open();
    thread = Thread.ofPlatform().name("generator").daemon().start(this::loop);
  }

  /// Connects clients, and returns when all of them are in the namespace.
  ///
  /// @throws IOException when one does not get there
  void connect(int port, int count, Duration timeout) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    InetSocketAddress server = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    int before = tally().entered();
    for (int i = 0; i < count; i++) {
      if (!handshakes.tryAcquire(deadline - System.nanoTime(), TimeUnit.NANOSECONDS)) {
        throw new IOException("clients do not get in: " + tally());
      }
      SocketChannel channel = SocketChannel.open(server);
      channel.setOption(StandardSocketOptions.TCP_NODELAY, true);
      channel.configureBlocking(false);
      onThread(() -> adopt(channel));
    }
    while (tally().entered() - before < count) {
      if (System.nanoTime() > deadline) {
        throw new IOException("clients do not get in: " + tally());
      }
      Thread.sleep(10);
    }
  }

  private @Nullable Void adopt(SocketChannel channel) {
    try {
      Client client = new Client(this, channel);
      clients.add(client);
      channel.register(selector, SelectionKey.OP_READ, client);
      client.begin();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return null;
  }

  void onEntered() {
    entered++;
    handshakes.release();
  }

  /// Disconnects everybody.
  void disconnect() {
    onThread(() -> {
      clients.forEach(client -> closeQuietly(client.channel));
      clients.clear();
      return null;
    });
  }

  void beginWindow() {
    onThread(() -> window = new Window());
  }

  Window endWindow() {
    return onThread(() -> {
      Window measured = window;
      window = null;
      if (measured == null) {
        throw new IllegalStateException("no window has begun");
      }
      return measured;
    });
  }

  Tally tally() {
    return onThread(() -> {
      long received = 0;
      long lost = 0;
      long repeated = 0;
      long slowest = Long.MAX_VALUE;
      for (Client client : clients) {
        received += client.received;
        lost += client.lost;
        repeated += client.repeated;
        slowest = Math.min(slowest, client.expected());
      }
      return new Tally(entered, ended, received, lost, repeated, slowest, failure);
    });
  }

  private <T extends @Nullable Object> T onThread(Supplier<T> task) {
    CompletableFuture<T> result = new CompletableFuture<>();
    tasks.add(() -> {
      try {
        result.complete(task.get());
      } catch (RuntimeException e) {
        result.completeExceptionally(e);
      }
    });
    selector.wakeup();
    return result.orTimeout(30, TimeUnit.SECONDS).join();
  }

  private void loop() {
    try {
      while (!closing) {
        selector.select(this::onReady);
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
          task.run();
        }
      }
      clients.forEach(client -> closeQuietly(client.channel));
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void onReady(SelectionKey key) {
    Client client = (Client) key.attachment();
    try {
      if (window != null) {
        window.reads++;
      }
      if (!client.read(buffer, window)) {
        end(client, "the connection ended");
      }
    } catch (IOException | IllegalArgumentException e) {
      end(client, String.valueOf(e.getMessage()));
    }
  }

  private void end(Client client, String reason) {
    ended++;
    if (failure == null) {
      failure = reason;
    }
    closeQuietly(client.channel);
  }

  private static void closeQuietly(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException e) {
      // It is gone either way.
    }
  }

  @Override
  public void close() {
    closing = true;
    selector.wakeup();
    try {
      thread.join(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
