package live.nio.payment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import live.nio.platform.StartupFailure;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {

  private final Catalogue catalogue =
      new Catalogue(
          List.of("USD:100", "EUR:110", "RUB:1.1", "JPY:0.7"),
          List.of("100", "500+25"),
          100,
          100_000);

  @ParameterizedTest
  @CsvSource({
    "USD, 500, 525",
    "EUR, 455, 525",
    "RUB, 45455, 525",
    "JPY, 715, 525",
  })
  void aPackageCostsItsCoinsAndTheBonusNothing(String currency, long price, long coins) {
    Order order = catalogue.order("coins-500", null, currency);
    assertThat(order.amountMinor()).isEqualTo(price);
    assertThat(order.coins()).isEqualTo(coins);
  }

  @ParameterizedTest
  @CsvSource({
    "USD, 100, 100",
    "USD, 100000, 100000",
    "USD, 12345, 12345",
    "EUR, 999, 1098",
    "RUB, 10000, 110",
    "RUB, 9091, 100",
    "JPY, 1000, 700",
    "JPY, 143, 100",
  })
  void aFreeAmountBuysWholeCoinsAndNoneThatIsNotPaid(String currency, long amount, long coins) {
    assertThat(catalogue.order(null, amount, currency).coins()).isEqualTo(coins);
  }

  @Test
  void noPriceIsBelowItsCoins() {
    for (CoinCurrency currency : catalogue.currencies()) {
      for (long coins = 1; coins < 5_000; coins++) {
        assertThat(currency.coinsFor(currency.priceOf(coins))).isGreaterThanOrEqualTo(coins);
        assertThat(currency.coinsFor(currency.atMost(coins))).isLessThanOrEqualTo(coins);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"USD", "USD:0", "USD:-1", "usd:100", "XYZ:1", "KWD:300", "ISK:1", "USD:1e9"})
  void aCurrencyThatMakesNoSenseStopsTheStart(String currency) {
    assertThatThrownBy(() -> new Catalogue(List.of(currency), List.of("100"), 1, 100))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("PAYMENT_CURRENCIES");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "-5", "100+", "100+x"})
  void aPackageThatMakesNoSenseStopsTheStart(String coinPackage) {
    assertThatThrownBy(() -> new Catalogue(List.of("USD:100"), List.of(coinPackage), 1, 100))
        .isInstanceOf(StartupFailure.class)
        .hasMessageContaining("PAYMENT_PACKAGES");
  }
}
