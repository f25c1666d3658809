package live.nio.sfu.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class NackGeneratorTest {
  private static final long MS = 1_000_000;
  private final NackGenerator nacks = new NackGenerator();
  private final int[] due = new int[64];

  private List<Integer> due(long atMs) {
    int n = nacks.due(atMs * MS, due);
    return Arrays.stream(due, 0, n).boxed().toList();
  }

  private void received(long atMs, long... sequences) {
    for (long sequence : sequences) {
      nacks.received(atMs * MS, sequence);
    }
  }

  @Nested
  class AGap {
    @Test
    void isAskedForAfterThreeMorePackets() {
      received(0, 100, 102);
      assertThat(due(1)).isEmpty();
      received(1, 103);
      assertThat(due(1)).isEmpty();
      received(2, 104);
      assertThat(due(2)).containsExactly(101);
    }

    @Test
    void isAskedForAfterTenMilliseconds() {
      received(0, 100, 102);
      assertThat(nacks.nextTimeout()).isEqualTo(10 * MS);
      assertThat(due(9)).isEmpty();
      assertThat(due(10)).containsExactly(101);
    }

    @Test
    void thatFillsItselfIsNotAskedFor() {
      received(0, 100, 102, 101, 103, 104, 105);
      assertThat(nacks.nextTimeout()).isEqualTo(Long.MAX_VALUE);
      assertThat(due(50)).isEmpty();
      assertThat(nacks.recovered()).isZero();
    }

    @Test
    void isAskedForAgainAfterMoreThanARoundTrip() {
      nacks.rtt(40 * MS);
      received(0, 100, 104);
      assertThat(due(10)).containsExactly(101, 102, 103);
      received(50, 102);
      assertThat(due(59)).isEmpty();
      assertThat(nacks.nextTimeout()).isEqualTo(60 * MS);
      assertThat(due(60)).containsExactly(101, 103);
      assertThat(nacks.recovered()).isEqualTo(1);
    }

    @Test
    void isNotAskedForInAFloodWhenTheRoundTripIsShort() {
      nacks.rtt(100_000);
      received(0, 100, 102);
      due(10);
      assertThat(nacks.nextTimeout()).isEqualTo(30 * MS);
    }

    @Test
    void wrapsAround() {
      received(0, 65_536 + 65_534, 65_536 + 65_537);
      assertThat(due(10)).containsExactly(65_535, 0);
    }

    @Test
    void isAskedForInPartsWhenTheRoomIsSmall() {
      received(0, 100, 105);
      int[] two = new int[2];
      assertThat(nacks.due(10 * MS, two)).isEqualTo(2);
      assertThat(two).containsExactly(101, 102);
      assertThat(nacks.nextTimeout()).isEqualTo(10 * MS);
      assertThat(due(10)).containsExactly(103, 104);
    }
  }

  @Nested
  class GivingUp {
    @Test
    void afterTenTries() {
      nacks.rtt(10 * MS);
      received(0, 100, 102);
      int asked = 0;
      for (long t = 0; t < 900; t++) {
        asked += due(t).size();
      }
      assertThat(asked).isEqualTo(10);
      assertThat(nacks.missing()).isZero();
      assertThat(nacks.abandoned()).isEqualTo(1);
      assertThat(nacks.needsKeyFrame()).isTrue();
      assertThat(nacks.needsKeyFrame()).isFalse();
    }

    @Test
    void afterASecond() {
      nacks.rtt(400 * MS);
      received(0, 100, 102);
      assertThat(due(10)).hasSize(1);
      assertThat(due(510)).hasSize(1);
      assertThat(due(1_000)).isEmpty();
      assertThat(nacks.needsKeyFrame()).isTrue();
    }

    @Test
    void whenTheGapIsLargerThanTheList() {
      received(0, 100, 100 + NackGenerator.MAX_MISSING + 2);
      assertThat(nacks.needsKeyFrame()).isTrue();
      assertThat(due(50)).isEmpty();
    }

    @Test
    void ofWhatWasMissingWhenTheListFlowsOver() {
      received(0, 100, 101 + 300, 402 + 300);
      assertThat(nacks.needsKeyFrame()).isTrue();
      assertThat(nacks.missing()).isEqualTo(300);
      assertThat(nacks.abandoned()).isEqualTo(300);
    }

    @Test
    void whenAKeyFrameMadeItPointless() {
      received(0, 100, 102, 104, 110);
      nacks.keyFrame(104);
      assertThat(due(10)).containsExactly(105, 106, 107, 108, 109);
      assertThat(nacks.needsKeyFrame()).isFalse();
    }
  }

  /// 300 packets a second over a link that loses both ways and reorders.
  @Test
  void almostEverythingComesOverALossyLink() {
    Random random = new Random(7);
    record Event(long at, long sequence) {}
    PriorityQueue<Event> link = new PriorityQueue<>((a, b) -> Long.compare(a.at, b.at));
    nacks.rtt(100 * MS);
    int sent = 9_000;
    boolean[] have = new boolean[sent];
    int requests = 0;
    for (int i = 0; i < sent; i++) {
      if (random.nextDouble() >= 0.05) {
        link.add(new Event(i * 3_333_333L + (50 + random.nextInt(5)) * MS, i));
      }
    }
    long now = 0;
    while (!link.isEmpty() || nacks.nextTimeout() != Long.MAX_VALUE) {
      long timeout = nacks.nextTimeout();
      Event event = link.peek();
      if (event == null || timeout <= event.at) {
        now = Math.max(now, timeout);
        int n = nacks.due(now, due);
        for (int i = 0; i < n; i++) {
          requests++;
          long sequence = due[i] & 0xFFFF;
          boolean requestLost = random.nextDouble() < 0.05;
          boolean answerLost = random.nextDouble() < 0.05;
          if (!requestLost && !answerLost) {
            link.add(new Event(now + 100 * MS, sequence));
          }
        }
        continue;
      }
      link.poll();
      now = Math.max(now, event.at);
      have[(int) event.sequence] = true;
      nacks.received(now, 65_536 + event.sequence);
    }
    List<Integer> missing = new ArrayList<>();
    for (int i = 0; i < sent - 5; i++) {
      if (!have[i]) {
        missing.add(i);
      }
    }
    assertThat(missing).isEmpty();
    assertThat(requests).as("requests for some 450 lost packets").isLessThan(650);
  }
}
