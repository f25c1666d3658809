package live.nio.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import live.nio.platform.Throttled;
import live.nio.testing.TestClock;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoginDelayTest {

  private final TestClock clock = TestClock.start();
  private final LoginDelay delay = new LoginDelay(clock);

  @ParameterizedTest
  @CsvSource({"1, 0", "4, 0", "5, 1", "6, 2", "7, 4", "10, 32", "14, 512", "15, 900", "1000, 900"})
  void theDelayDoublesUpToAQuarterOfAnHour(int failures, long seconds) {
    assertThat(LoginDelay.delayAfter(failures)).isEqualTo(Duration.ofSeconds(seconds));
  }

  @Test
  void aGuesserWaitsAndTheOwnerElsewhereDoesNot() {
    for (int i = 0; i < 7; i++) {
      delay.failed("anna@example.com", "203.0.113.7");
    }
    assertThatThrownBy(() -> delay.check("anna@example.com", "203.0.113.7"))
        .isInstanceOfSatisfying(
            Throttled.class,
            refusal -> assertThat(refusal.retryAfter()).isEqualTo(Duration.ofSeconds(4)));
    assertThatCode(() -> delay.check("anna@example.com", "198.51.100.1"))
        .doesNotThrowAnyException();
    clock.advance(Duration.ofSeconds(4));
    assertThatCode(() -> delay.check("anna@example.com", "203.0.113.7")).doesNotThrowAnyException();
  }

  @Test
  void aRightPasswordForgetsTheWrongOnes() {
    for (int i = 0; i < 9; i++) {
      delay.failed("anna@example.com", "203.0.113.7");
    }
    delay.succeeded("anna@example.com", "203.0.113.7");
    assertThatCode(() -> delay.check("anna@example.com", "203.0.113.7")).doesNotThrowAnyException();
  }
}
