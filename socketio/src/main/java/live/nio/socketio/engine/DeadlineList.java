package live.nio.socketio.engine;

import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// Deadlines that all lie the same time ahead when they are set, and therefore expire in order.
///
/// A list with one timer for its head replaces a timer object per session: setting and cancelling a
/// deadline is relinking two neighbours. Deadlines fire up to 1/64 of their time early (at most 50
/// ms), so that one wake-up serves many.
///
/// Confined to one event loop.
final class DeadlineList {

  /// Runs a task once, later, on the same event loop.
  interface Timer {
    Cancellable schedule(Runnable task, long delay, TimeUnit unit);
  }

  private static final long MAX_SLACK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private final long delayNanos;
  private final long slackNanos;
  private final LongSupplier nanoClock;
  private final Timer timer;
  private final Entry ends = new Entry(() -> {});
  private @Nullable Cancellable scheduled;

  DeadlineList(long delayNanos, LongSupplier nanoClock, Timer timer) {
    this.delayNanos = delayNanos;
    this.slackNanos = Math.min(delayNanos / 64, MAX_SLACK_NANOS);
    this.nanoClock = nanoClock;
    this.timer = timer;
    ends.previous = ends;
    ends.next = ends;
  }

  boolean isEmpty() {
    return ends.next == ends;
  }

  /// Sets a deadline the list's delay from now.
  void add(Entry entry) {
    entry.at = nanoClock.getAsLong() + delayNanos;
    insert(entry);
  }

  /// Sets a deadline the list's delay after the time this entry was due, so that a late start does
  /// not make a late end; but leaves it half of the delay at least.
  void addBehind(Entry entry) {
    long earliest = nanoClock.getAsLong() + delayNanos / 2;
    long at = entry.at + delayNanos;
    entry.at = at - earliest > 0 ? at : earliest;
    insert(entry);
  }

  /// Puts back a deadline that was set in another loop's list of the same delay, keeping its time.
  void insert(Entry entry) {
    if (entry.list != null) {
      throw new IllegalStateException("already set");
    }
    Entry before = ends.before();
    while (before != ends && before.at - entry.at > 0) {
      before = before.before();
    }
    Entry after = before.after();
    entry.list = this;
    entry.previous = before;
    entry.next = after;
    before.next = entry;
    after.previous = entry;
    if (before == ends) {
      schedule();
    }
  }

  private void schedule() {
    if (scheduled != null) {
      scheduled.cancel();
      scheduled = null;
    }
    if (!isEmpty()) {
      long delay = ends.after().at - slackNanos / 2 - nanoClock.getAsLong();
      scheduled = timer.schedule(this::expire, Math.max(0, delay), TimeUnit.NANOSECONDS);
    }
  }

  private void expire() {
    scheduled = null;
    long until = nanoClock.getAsLong() + slackNanos;
    while (!isEmpty() && ends.after().at - until <= 0) {
      Entry due = ends.after();
      due.cancel();
      due.action.run();
    }
    if (scheduled == null) {
      schedule();
    }
  }

  /// A deadline that is set in at most one list.
  static final class Entry {
    private final Runnable action;
    private @Nullable DeadlineList list;
    private @Nullable Entry previous;
    private @Nullable Entry next;
    private long at;

    Entry(Runnable action) {
      this.action = action;
    }

    boolean isSet() {
      return list != null;
    }

    /// Whether its time has come, even if its action has not run yet.
    boolean isDue() {
      return list != null && at - list.slackNanos / 2 - list.nanoClock.getAsLong() <= 0;
    }

    /// Does nothing when the deadline is not set.
    void cancel() {
      DeadlineList owner = list;
      if (owner == null) {
        return;
      }
      before().next = next;
      after().previous = previous;
      list = null;
      previous = null;
      next = null;
      if (owner.isEmpty() && owner.scheduled != null) {
        owner.scheduled.cancel();
        owner.scheduled = null;
      }
    }

    private Entry before() {
      return Objects.requireNonNull(previous);
    }

    private Entry after() {
      return Objects.requireNonNull(next);
    }
  }
}
