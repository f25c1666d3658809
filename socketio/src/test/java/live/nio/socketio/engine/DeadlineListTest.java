package live.nio.socketio.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DeadlineListTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private record Scheduled(long at, Runnable task) {}

  private long now = -3 * SECOND; // the nano clock may be negative
  private int timersSet;
  private final PriorityQueue<Scheduled> timers =
      new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
  private final List<String> fired = new ArrayList<>();
  private final DeadlineList list = new DeadlineList(SECOND, () -> now, this::schedule);

  private Cancellable schedule(Runnable task, long delay, TimeUnit unit) {
    Scheduled timer = new Scheduled(now + unit.toNanos(delay), task);
    timers.add(timer);
    timersSet++;
    return () -> timers.remove(timer);
  }

  private void advance(long nanos) {
    long until = now + nanos;
    while (!timers.isEmpty() && timers.element().at <= until) {
      Scheduled due = timers.remove();
      now = Math.max(now, due.at);
      due.task.run();
    }
    now = until;
  }

  private DeadlineList.Entry entry(String name) {
    return new DeadlineList.Entry(() -> fired.add(name));
  }

  @Test
  void firesInTheOrderOfSetting() {
    list.add(entry("a"));
    advance(SECOND / 2);
    list.add(entry("b"));
    advance(SECOND / 2);
    assertThat(fired).containsExactly("a");
    advance(SECOND / 2);
    assertThat(fired).containsExactly("a", "b");
    assertThat(list.isEmpty()).isTrue();
    assertThat(timers).isEmpty();
  }

  @Test
  void neverFiresLateAndAtMostASixtyFourthEarly() {
    list.add(entry("a"));
    advance(SECOND / 128 - 1);
    list.add(entry("b"));
    advance(2);
    list.add(entry("c"));
    advance(SECOND - SECOND / 64 - 2);
    assertThat(fired).isEmpty();
    advance(1);
    assertThat(fired).containsExactly("a", "b");
    advance(SECOND / 128 + 1);
    assertThat(fired).containsExactly("a", "b", "c");
  }

  @Test
  void oneTimerServesDeadlinesCloseTogether() {
    for (int i = 0; i < 1_000; i++) {
      list.add(entry("x"));
      now += 1_000;
    }
    advance(2 * SECOND);
    assertThat(fired).hasSize(1_000);
    assertThat(timersSet).isEqualTo(1);
  }

  @Test
  void aCancelledDeadlineNeverFires() {
    DeadlineList.Entry first = entry("first");
    DeadlineList.Entry middle = entry("middle");
    DeadlineList.Entry last = entry("last");
    List.of(first, middle, last).forEach(list::add);
    middle.cancel();
    first.cancel();
    first.cancel();
    advance(2 * SECOND);
    assertThat(fired).containsExactly("last");
  }

  @Test
  void theTimerGoesWithTheLastDeadline() {
    DeadlineList.Entry only = entry("only");
    list.add(only);
    only.cancel();
    assertThat(timers).isEmpty();
    assertThat(list.isEmpty()).isTrue();
  }

  @Test
  void anActionMaySetItsDeadlineAgain() {
    DeadlineList.Entry[] self = new DeadlineList.Entry[1];
    self[0] =
        new DeadlineList.Entry(() -> {
          fired.add("beat");
          list.add(self[0]);
        });
    list.add(self[0]);
    advance(3 * SECOND);
    assertThat(fired).hasSize(3);
  }

  @Test
  void aDeadlineFromAnotherListKeepsItsTime() {
    DeadlineList other = new DeadlineList(SECOND, () -> now, this::schedule);
    DeadlineList.Entry moved = entry("moved");
    other.add(moved);
    now += SECOND / 2;
    list.add(entry("stayed"));
    moved.cancel();
    list.insert(moved);
    advance(SECOND / 2);
    assertThat(fired).containsExactly("moved");
  }

  @Test
  void aChainOfDeadlinesDoesNotDriftWhenTheLoopIsLate() {
    DeadlineList.Entry entry = entry("x");
    list.add(entry);
    now += SECOND + SECOND / 4; // the loop was busy
    advance(0);
    list.addBehind(entry);
    advance(SECOND * 3 / 4 - SECOND / 128);
    assertThat(fired).hasSize(2);
  }

  @Test
  void aChainedDeadlineLeavesHalfOfTheTimeAtLeast() {
    DeadlineList.Entry entry = entry("x");
    list.add(entry);
    now += SECOND * 3;
    advance(0);
    list.addBehind(entry);
    advance(SECOND / 2 - SECOND / 64);
    assertThat(fired).hasSize(1);
    assertThat(entry.isDue()).isFalse();
    now += SECOND / 64;
    assertThat(entry.isDue()).isTrue();
  }
}
