package live.nio.payment;

import java.math.BigDecimal;
import java.math.RoundingMode;

/// A currency coins are sold in. All arithmetic is exact; what does not come out even is rounded so
/// that nobody gets a coin that was not paid for.
///
/// @param code ISO 4217
/// @param minorDigits digits of its minor unit: 2 for cents
/// @param coinsPerUnit coins for one dollar, euro, ruble
record CoinCurrency(String code, int minorDigits, BigDecimal coinsPerUnit) {

  /// Coins for an amount, rounded down.
  long coinsFor(long amountMinor) {
    return coinsPerUnit
        .multiply(BigDecimal.valueOf(amountMinor, minorDigits))
        .setScale(0, RoundingMode.FLOOR)
        .longValueExact();
  }

  /// What so many coins cost, in minor units, rounded up.
  long priceOf(long coins) {
    return minor(coins, RoundingMode.CEILING);
  }

  /// The most that buys no more than so many coins, in minor units.
  long atMost(long coins) {
    return minor(coins, RoundingMode.FLOOR);
  }

  private long minor(long coins, RoundingMode rounding) {
    return BigDecimal.valueOf(coins)
        .movePointRight(minorDigits)
        .divide(coinsPerUnit, 0, rounding)
        .longValueExact();
  }

  /// An amount as it is written: `4.99`.
  String decimal(long amountMinor) {
    return BigDecimal.valueOf(amountMinor, minorDigits).toPlainString();
  }
}
