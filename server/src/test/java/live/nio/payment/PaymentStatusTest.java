package live.nio.payment;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaymentStatusTest {

  @ParameterizedTest
  @CsvSource({
    "PENDING, paid failed",
    "FAILED, pending paid",
    "PAID, partially_refunded refunded disputed dispute_won dispute_lost",
    "PARTIALLY_REFUNDED, paid refunded disputed dispute_won dispute_lost",
    "REFUNDED, paid partially_refunded disputed dispute_won dispute_lost",
    "DISPUTED, partially_refunded refunded dispute_won dispute_lost",
    "DISPUTE_WON, partially_refunded refunded disputed dispute_lost",
    "DISPUTE_LOST, partially_refunded refunded disputed dispute_won",
  })
  void aPaymentMayGoFromHereToThere(PaymentStatus from, String to) {
    assertThat(
            Arrays.stream(PaymentStatus.values())
                .filter(from::mayBecome)
                .map(PaymentStatus::word)
                .collect(Collectors.toSet()))
        .isEqualTo(Set.of(to.toLowerCase(Locale.ROOT).split(" ")));
  }

  @Test
  void whatIsCreditedNeverBecomesUncredited() {
    for (PaymentStatus from : PaymentStatus.values()) {
      for (PaymentStatus to : PaymentStatus.values()) {
        if (from.isCredited() && from.mayBecome(to)) {
          assertThat(to.isCredited()).isTrue();
        }
      }
    }
  }
}
