package live.nio.socketio.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// What the sessions of one event loop have in common: their deadlines and the pass that writes
/// what is queued for them.
///
/// ## How packets for one socket come to leave in one write
///
/// A system call per socket is most of what a broadcast costs, so packets that come close together
/// must share it. A session with something to send is pushed on the loop's stack; the first one
/// also schedules a *pass*, which empties the queues of all sessions on the stack. A pass over more
/// than [#FREE_SOCKETS] sockets must be paid for: the next one starts no sooner than [#REST] times
/// its CPU time, times the number of loops in use, after its start; at most the configured window,
/// and no longer than it takes to gather [#ENOUGH_PACKETS] a socket. So all writing together takes
/// a bounded share of one core, whatever the rate and however sockets are spread; the more sockets
/// and the slower the machine, the more packets share a write. After a pause nothing is owed, and a
/// packet leaves at once.
///
/// Members of a room mostly have equal queues. Within a pass, equal sequences of shared messages
/// are copied into one buffer once, and every socket gets a duplicate of it ([#merged]).
///
/// Everything is confined to the event loop, apart from [#push].
final class EngineLoop {
  /// A pass over so few sockets is free, so that a dialogue with one client is never delayed.
  static final int FREE_SOCKETS = 4;

  /// One part in so many of a core may be spent on writing before packets wait for each other.
  static final int REST = 16;

  /// When a pass wrote more packets a socket than this, the next one comes sooner: the system call
  /// is shared well enough, more waiting would only be delay.
  static final int ENOUGH_PACKETS = 14;

  /// Waiting less than this is not worth a timer: selectors count in milliseconds.
  private static final long SHORTEST_WAIT_NANOS = TimeUnit.MICROSECONDS.toNanos(300);

  private static final int MERGED_SLOTS = 32;

  /// With more, those nobody uses are dropped: applications may come up with any number of delays.
  private static final int MAX_DEADLINE_LISTS = 32;

  /// Wall time would count what other threads do, and hold packets back on a busy machine for
  /// nothing.
  private static final ThreadMXBean CPU_CLOCK = ManagementFactory.getThreadMXBean();

  final EventLoop eventLoop;
  final EngineServer server;
  private final long maxWindowNanos;
  private final Map<Long, DeadlineList> deadlines = new HashMap<>();
  private final AtomicReference<@Nullable EngineSocket> toFlush = new AtomicReference<>();
  private final @Nullable Merged[] merged = new Merged[MERGED_SLOTS];
  private volatile long restUntil;
  private long lastPass;
  private int packetsWritten;
  private int users;

  @SuppressWarnings("ArrayRecordComponent") // compared element by element
  private record Merged(EncodedMessage[] batch, int count, ByteBuf bytes) {}

  EngineLoop(EngineServer server, EventLoop eventLoop) {
    this.server = server;
    this.eventLoop = eventLoop;
    this.maxWindowNanos = server.options().outbound().maxWindow().toNanos();
    this.restUntil = System.nanoTime();
    this.lastPass = restUntil;
  }

  void retain() {
    users++;
  }

  /// The last user takes the loop out of the server's map.
  void release() {
    if (--users == 0) {
      server.forget(this);
    }
  }

  DeadlineList deadlines(long delayNanos) {
    if (deadlines.size() > MAX_DEADLINE_LISTS) {
      deadlines.values().removeIf(DeadlineList::isEmpty);
    }
    return deadlines.computeIfAbsent(
        delayNanos, delay -> new DeadlineList(delay, System::nanoTime, this::schedule));
  }

  private Cancellable schedule(Runnable task, long delay, TimeUnit unit) {
    ScheduledFuture<?> future = eventLoop.schedule(task, delay, unit);
    return () -> future.cancel(false);
  }

  /// Puts a session on the stack of the next pass. Called under its monitor, from any thread, once
  /// per pass.
  void push(EngineSocket socket) {
    EngineSocket head;
    do {
      head = toFlush.get();
      socket.nextToFlush = head;
    } while (!toFlush.compareAndSet(head, socket));
    if (head == null) {
      schedulePass(restUntil - System.nanoTime());
    }
  }

  private void schedulePass(long wait) {
    try {
      if (wait < SHORTEST_WAIT_NANOS) {
        eventLoop.execute(this::pass);
      } else {
        var _ = eventLoop.schedule(this::pass, wait, TimeUnit.NANOSECONDS);
      }
    } catch (RejectedExecutionException e) {
      // The loop has ended, and every channel on it.
      toFlush.set(null);
    }
  }

  private void pass() {
    long start = System.nanoTime();
    long wait = restUntil - start;
    if (wait >= SHORTEST_WAIT_NANOS) {
      // Asked for while the previous pass was still running.
      schedulePass(wait);
      return;
    }
    long cpuStart = CPU_CLOCK.getCurrentThreadCpuTime();
    EngineSocket socket = inOrder(toFlush.getAndSet(null));
    int sockets = 0;
    packetsWritten = 0;
    while (socket != null) {
      EngineSocket next = socket.nextToFlush;
      socket.nextToFlush = null;
      socket.flush(this);
      sockets++;
      socket = next;
    }
    forgetMerged();
    if (sockets > FREE_SOCKETS) {
      long spent = CPU_CLOCK.getCurrentThreadCpuTime() - cpuStart;
      long window = Math.min(spent * REST * server.loopsInUse(), maxWindowNanos);
      restUntil = start + Math.min(window, untilEnough(start - lastPass, sockets));
    }
    lastPass = start;
  }

  /// How long it takes, at the rate of the pass just made, until sockets have [#ENOUGH_PACKETS]
  /// each.
  private long untilEnough(long gathered, int sockets) {
    return packetsWritten == 0
        ? maxWindowNanos
        : (long) ((double) gathered * ENOUGH_PACKETS * sockets / packetsWritten);
  }

  /// A session has written so many packets in this pass.
  void wrote(int packets) {
    packetsWritten += packets;
  }

  /// The stack holds the latest first; the first to ask is the first to be written to.
  private static @Nullable EngineSocket inOrder(@Nullable EngineSocket stack) {
    EngineSocket first = null;
    while (stack != null) {
      EngineSocket next = stack.nextToFlush;
      stack.nextToFlush = first;
      first = stack;
      stack = next;
    }
    return first;
  }

  /// A buffer with the frames of a batch, owned by the caller.
  ///
  /// @param shared whether all messages are shared ones, so that the next session may well have the
  ///   same batch
  ByteBuf merged(
      ByteBufAllocator allocator, EncodedMessage[] batch, int count, int bytes, boolean shared) {
    if (!shared) {
      return merge(allocator, batch, count, bytes);
    }
    int hash = count;
    for (int i = 0; i < count; i++) {
      hash = hash * 31 + batch[i].tag;
    }
    int slot = (hash ^ hash >>> 16) & MERGED_SLOTS - 1;
    Merged known = merged[slot];
    if (known == null || !same(known, batch, count)) {
      if (known != null) {
        known.bytes.release();
      }
      known = new Merged(batch, count, merge(allocator, batch, count, bytes));
      merged[slot] = known;
    }
    return known.bytes.retainedDuplicate();
  }

  private static boolean same(Merged known, EncodedMessage[] batch, int count) {
    if (known.count != count) {
      return false;
    }
    for (int i = 0; i < count; i++) {
      if (known.batch[i] != batch[i]) {
        return false;
      }
    }
    return true;
  }

  private ByteBuf merge(ByteBufAllocator allocator, EncodedMessage[] batch, int count, int bytes) {
    server.counters.merges.increment();
    ByteBuf buffer = allocator.directBuffer(bytes, bytes);
    for (int i = 0; i < count; i++) {
      buffer.writeBytes(batch[i].frames());
    }
    return buffer;
  }

  private void forgetMerged() {
    for (int i = 0; i < MERGED_SLOTS; i++) {
      Merged known = merged[i];
      if (known != null) {
        known.bytes.release();
        merged[i] = null;
      }
    }
  }
}
