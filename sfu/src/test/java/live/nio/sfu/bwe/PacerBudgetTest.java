package live.nio.sfu.bwe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PacerBudgetTest {
  private static final long MS = 1_000_000;
  private final PacerBudget budget = new PacerBudget();

  private int drain(long now, int size) {
    int packets = 0;
    while (budget.maySend(now)) {
      budget.sent(now, size);
      packets++;
    }
    return packets;
  }

  @Test
  void keepsTheRateOverTime() {
    budget.rate(8_000_000);
    long bytes = 0;
    long now = 0;
    while (now < 10_000 * MS) {
      bytes += 1_200L * drain(now, 1_200);
      now = budget.nextTimeout(now);
    }
    assertThat(bytes).isBetween(9_900_000L, 10_100_000L);
  }

  @Test
  void wakesUpNoMoreThanTwoHundredTimesASecond() {
    budget.rate(8_000_000);
    long now = 0;
    int wakes = 0;
    while (now < 1_000 * MS) {
      assertThat(drain(now, 1_200)).isGreaterThanOrEqualTo(3);
      now = budget.nextTimeout(now);
      wakes++;
    }
    assertThat(wakes).isBetween(100, 201);
  }

  @Test
  void letsASmallFrameLeaveInOneGo() {
    budget.rate(1_000_000);
    assertThat(drain(0, 1_000)).isEqualTo(3);
    assertThat(budget.nextTimeout(0)).isBetween(11 * MS, 13 * MS);
    assertThat(budget.maySend(11 * MS)).isFalse();
    assertThat(budget.maySend(13 * MS)).isTrue();
  }

  @Test
  void savesNothingUpWhileIdle() {
    budget.rate(8_000_000);
    drain(0, 1_000);
    assertThat(drain(60_000 * MS, 1_000)).isEqualTo(10);
  }

  @Test
  void whatDoesNotAskLeavesADebtWithAnEnd() {
    budget.rate(1_000_000);
    for (int i = 0; i < 1_000; i++) {
      budget.sent(0, 1_000);
    }
    assertThat(budget.maySend(0)).isFalse();
    assertThat(budget.nextTimeout(0)).isLessThan(120 * MS);
  }

  @Test
  void nowIsTheTimeWhenItMaySend() {
    assertThat(budget.nextTimeout(5)).isEqualTo(5);
  }
}
