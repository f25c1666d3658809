package live.nio.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class SpreadTest {
  @Test
  void theMedianOfAnOddNumberIsTheMiddleOne() {
    assertThat(Spread.of(List.of(9.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 9));
  }

  @Test
  void theMedianOfAnEvenNumberIsBetweenTheMiddleTwo() {
    assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 9.0))).isEqualTo(new Spread(3, 1, 9));
  }

  @Test
  void numbersAreGroupedAndRounded() {
    assertThat(new Spread(100_000.4, 99_999.5, 100_001).text(0))
        .isEqualTo("100,000 (100,000–100,001)");
    assertThat(new Spread(1.005, 0.1, 2).text(1)).isEqualTo("1.0 (0.1–2.0)");
  }

  @Test
  void listsOfProcessorsHaveRanges() {
    assertThat(Cpus.numbers("0")).containsExactly(0);
    assertThat(Cpus.numbers("0-2,8,10-11")).containsExactly(0, 1, 2, 8, 10, 11);
  }
}
