package live.nio.wallet;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.IntStream;
import live.nio.wallet.GiftStore.Order;
import live.nio.wallet.GiftStore.Outcome;
import org.jboss.logging.Logger;

/// Sends gifts, those that wait at the same moment in one transaction: what a gift costs is mostly
/// what its statement and its commit cost, and those are shared then.
///
/// ```
/// nobody else gives ──────────────────────────▶ GiftStore.send, on the caller's thread
/// others do ──▶ waiting ──▶ a writer: sendTogether ──▶ sent
///                                     └── left alone, or the batch failed ──▶ GiftStore.send, as above
/// ```
///
/// Nobody waits for a batch to fill: a writer takes what there is. Gifts of one sender are sent one
/// after another in the order they came, so a batch has one of each. What is not plain (a refusal,
/// a repetition, coins the platform gave) is decided by `send_gift` alone. That a batch failed says
/// nothing of any gift in it, and the key makes it harmless to send each again.
///
/// Any thread may send; it blocks until the gift is stored or refused.
@Singleton
class GiftBatches implements AutoCloseable {

  private static final Logger LOG = Logger.getLogger(GiftBatches.class);

  static final int BATCH = 64;

  /// A third of a second's gifts, and more than a stream's crowd sends in the time of a commit.
  static final int QUEUE = 4_096;

  /// While one waits for the disk, the other has the processor.
  private static final int WRITERS = 2;

  private static final Duration STOP = Duration.ofSeconds(5);

  /// A gift, and what a batch made of it: empty when the sender's thread has to send it.
  private record Waiting(Order order, CompletableFuture<Optional<Outcome.Stored>> answer) {}

  private static final CompletableFuture<Optional<Outcome.Stored>> ALONE =
      CompletableFuture.completedFuture(Optional.empty());

  private final GiftStore store;
  private final Clock clock;
  private final int capacity;
  private final DistributionSummary sizes;
  private final List<Thread> writers;

  private final ReentrantLock lock = new ReentrantLock();

  // Guarded by the lock.

  private final Condition changed = lock.newCondition();
  private final Deque<Waiting> waiting = new ArrayDeque<>();

  /// Whose gift is on its way, in a batch or alone.
  private final Set<UUID> senders = new HashSet<>();

  private boolean closed;

  @Inject
  GiftBatches(GiftStore store, Clock clock, MeterRegistry metrics) {
    this(store, clock, metrics, QUEUE);
  }

  /// @param capacity how many gifts may wait
  GiftBatches(GiftStore store, Clock clock, MeterRegistry metrics, int capacity) {
    this.store = store;
    this.clock = clock;
    this.capacity = capacity;
    this.sizes =
        DistributionSummary.builder("nio.gifts.batch")
            .description("Gifts stored in one transaction")
            .register(metrics);
    Gauge.builder("nio.gifts.waiting", this, GiftBatches::waiting)
        .description("Gifts that wait to be stored")
        .register(metrics);
    this.writers =
        IntStream.range(0, WRITERS)
            .mapToObj(i -> Thread.ofPlatform().daemon().name("gifts-" + i).start(this::write))
            .toList();
  }

  private int waiting() {
    lock.lock();
    try {
      return waiting.size();
    } finally {
      lock.unlock();
    }
  }

  /// Takes the coins and stores the gift; committed when it returns.
  ///
  /// @throws WalletErrors.Busy when too many wait already
  Outcome send(Order order) {
    Optional<Outcome.Stored> together = enter(order).join();
    if (together.isPresent()) {
      return together.get();
    }
    try {
      return store.send(order, clock.instant());
    } finally {
      leave(order.senderId());
    }
  }

  /// Queues a gift, unless nobody else gives: then the answer is there, and empty.
  private CompletableFuture<Optional<Outcome.Stored>> enter(Order order) {
    lock.lock();
    try {
      if (closed || (waiting.isEmpty() && senders.isEmpty())) {
        senders.add(order.senderId());
        return ALONE;
      }
      if (waiting.size() >= capacity) {
        throw new WalletErrors.Busy();
      }
      Waiting gift = new Waiting(order, new CompletableFuture<>());
      waiting.add(gift);
      changed.signal();
      return gift.answer();
    } finally {
      lock.unlock();
    }
  }

  private void leave(UUID sender) {
    lock.lock();
    try {
      senders.remove(sender);
      if (!waiting.isEmpty()) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  // ---- writers

  private void write() {
    List<Waiting> batch = take();
    while (!batch.isEmpty()) {
      write(batch);
      batch = take();
    }
  }

  /// Waits for gifts and takes them; none once it is closed and nobody waits.
  private List<Waiting> take() {
    lock.lock();
    try {
      List<Waiting> batch = takeReady();
      while (batch.isEmpty() && !(closed && waiting.isEmpty())) {
        changed.awaitUninterruptibly();
        batch = takeReady();
      }
      return batch;
    } finally {
      lock.unlock();
    }
  }

  /// Of each sender the oldest, unless one is on its way.
  private List<Waiting> takeReady() {
    List<Waiting> batch = new ArrayList<>();
    Iterator<Waiting> gifts = waiting.iterator();
    while (gifts.hasNext() && batch.size() < BATCH) {
      Waiting gift = gifts.next();
      if (senders.add(gift.order().senderId())) {
        gifts.remove();
        batch.add(gift);
      }
    }
    return batch;
  }

  private void write(List<Waiting> batch) {
    List<Optional<Outcome.Stored>> outcomes = store(batch);
    lock.lock();
    try {
      for (int i = 0; i < batch.size(); i++) {
        // Who has to send it alone leaves afterwards.
        if (outcomes.get(i).isPresent()) {
          senders.remove(batch.get(i).order().senderId());
        }
      }
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < batch.size(); i++) {
      batch.get(i).answer().complete(outcomes.get(i));
    }
  }

  private List<Optional<Outcome.Stored>> store(List<Waiting> batch) {
    try {
      List<Optional<Outcome.Stored>> outcomes =
          store.sendTogether(batch.stream().map(Waiting::order).toList(), clock.instant());
      sizes.record(batch.size());
      return outcomes;
    } catch (RuntimeException | Error failure) {
      // Nobody but this thread answers those who wait, so it outlives whatever this is.
      LOG.errorf(failure, "A batch of %d gifts failed; each is sent alone", batch.size());
      return Collections.nCopies(batch.size(), Optional.empty());
    }
  }

  void stop(@Observes ShutdownEvent event) {
    close();
  }

  /// Sends what waits; afterwards every gift goes alone.
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    try {
      for (Thread writer : writers) {
        if (!writer.join(STOP)) {
          LOG.warn("The database kept gifts waiting at the stop");
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    List<Waiting> left;
    lock.lock();
    try {
      left = List.copyOf(waiting);
      waiting.clear();
    } finally {
      lock.unlock();
    }
    left.forEach(gift -> gift.answer().complete(Optional.empty()));
  }
}
