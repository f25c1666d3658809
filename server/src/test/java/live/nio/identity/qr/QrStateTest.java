package live.nio.identity.qr;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QrStateTest {

  @ParameterizedTest
  @CsvSource({
    "CREATED, ''",
    "SCANNED, 'created,scanned'",
    "CONFIRMED, 'scanned'",
    "CONSUMED, 'confirmed'",
    "REJECTED, 'created,scanned,confirmed'",
    "EXPIRED, 'created,scanned,confirmed'",
  })
  void aStateComesOnlyFromThose(QrState state, String from) {
    assertThat(String.join(",", state.comesFrom())).isEqualTo(from);
  }

  @ParameterizedTest
  @CsvSource({
    "CREATED, false",
    "SCANNED, false",
    "CONFIRMED, false",
    "CONSUMED, true",
    "REJECTED, true",
    "EXPIRED, true"
  })
  void theEndIsTheEnd(QrState state, boolean end) {
    assertThat(state.isEnd()).isEqualTo(end);
  }
}
