package live.nio.bench.sfu;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class SfuBenchTest {
  @Test
  void aLoadIsANumberOfViewers() {
    assertThat(SfuBench.viewers("250")).isEqualTo(250);
    assertThatThrownBy(() -> SfuBench.viewers("100x5"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("100x5");
  }

  @Test
  void percentilesAreOfTheNearestRank() {
    List<Double> sorted = List.of(1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 8.0, 9.0, 10.0);
    assertThat(SfuBench.percentile(sorted, 50)).isEqualTo(5);
    assertThat(SfuBench.percentile(sorted, 95)).isEqualTo(10);
    assertThat(SfuBench.percentile(sorted, 1)).isEqualTo(1);
    assertThat(SfuBench.percentile(List.of(), 50)).isNaN();
  }
}
