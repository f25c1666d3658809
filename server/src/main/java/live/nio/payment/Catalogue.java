package live.nio.payment;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import live.nio.platform.FieldError;
import live.nio.platform.InvalidInput;
import live.nio.platform.StartupFailure;
import org.jspecify.annotations.Nullable;

/// Currencies, packages and prices. The only place where a price is made.
@Singleton
class Catalogue {

  private static final Pattern RATE = Pattern.compile("([A-Z]{3}):([0-9]{1,9}(?:\\.[0-9]{1,8})?)");
  private static final Pattern PACKAGE = Pattern.compile("([0-9]{1,9})(?:\\+([0-9]{1,9}))?");

  /// Providers count these in other units than ISO 4217 does.
  private static final Set<String> COUNTED_OTHERWISE = Set.of("MGA", "UGX", "ISK", "MRU");

  /// 2 as a rule, 0 for the yen; three-digit ones providers round.
  private static final Set<Integer> DIGITS = Set.of(0, 2);

  private final Map<String, CoinCurrency> currencies = new LinkedHashMap<>();
  private final Map<String, CoinPackage> packages = new LinkedHashMap<>();
  private final long minCoins;
  private final long maxCoins;

  @Inject
  Catalogue(PaymentSettings settings) {
    this(settings.currencies(), settings.packages(), settings.minCoins(), settings.maxCoins());
  }

  /// @throws StartupFailure when a setting makes no sense
  Catalogue(List<String> currencies, List<String> packages, long minCoins, long maxCoins) {
    currencies.forEach(text -> add(currency(text.strip())));
    packages.forEach(text -> add(coinPackage(text.strip())));
    if (minCoins < 1 || maxCoins < minCoins || maxCoins > Integer.MAX_VALUE) {
      throw new StartupFailure(
          "PAYMENT_MIN_COINS and PAYMENT_MAX_COINS must be between 1 and %d, in this order."
              .formatted(Integer.MAX_VALUE));
    }
    this.minCoins = minCoins;
    this.maxCoins = maxCoins;
  }

  private void add(CoinCurrency currency) {
    currencies.put(currency.code(), currency);
  }

  private void add(CoinPackage coinPackage) {
    packages.put(coinPackage.id(), coinPackage);
  }

  private static CoinCurrency currency(String text) {
    Matcher rate = RATE.matcher(text);
    if (rate.matches() && !COUNTED_OTHERWISE.contains(rate.group(1))) {
      int digits = minorDigits(rate.group(1));
      BigDecimal coins = new BigDecimal(rate.group(2));
      if (DIGITS.contains(digits) && coins.signum() > 0) {
        return new CoinCurrency(rate.group(1), digits, coins.stripTrailingZeros());
      }
    }
    throw new StartupFailure(
        "PAYMENT_CURRENCIES holds \"%s\"; it takes currencies of none or two digits with coins a unit, like USD:100,EUR:110,JPY:0.7."
            .formatted(text));
  }

  private static int minorDigits(String code) {
    try {
      return Currency.getInstance(code).getDefaultFractionDigits();
    } catch (IllegalArgumentException unknown) {
      return -1;
    }
  }

  private static CoinPackage coinPackage(String text) {
    Matcher parts = PACKAGE.matcher(text);
    if (!parts.matches() || Long.parseLong(parts.group(1)) == 0) {
      throw new StartupFailure(
          "PAYMENT_PACKAGES holds \"%s\"; it takes coins with their bonus, like 100,500+25."
              .formatted(text));
    }
    long bonus = parts.group(2) == null ? 0 : Long.parseLong(parts.group(2));
    return new CoinPackage("coins-" + parts.group(1), Long.parseLong(parts.group(1)), bonus);
  }

  List<CoinCurrency> currencies() {
    return List.copyOf(currencies.values());
  }

  List<CoinPackage> packages() {
    return new ArrayList<>(packages.values());
  }

  /// The least a free amount may be, in minor units.
  long min(CoinCurrency currency) {
    return currency.priceOf(minCoins);
  }

  /// The most a free amount may be, in minor units.
  long max(CoinCurrency currency) {
    return currency.atMost(maxCoins);
  }

  /// What a caller wants to buy.
  ///
  /// @param packageId or null for a free amount
  /// @param amountMinor in minor units, or null for a package
  /// @throws InvalidInput when there is no such package or currency, both or none of the first two
  ///   are given, or the amount is out of bounds
  Order order(@Nullable String packageId, @Nullable Long amountMinor, String currencyCode) {
    CoinCurrency currency = currencies.get(currencyCode);
    if (currency == null) {
      throw new InvalidInput(
          "currency", "one_of", "choose one of " + String.join(", ", currencies.keySet()));
    }
    if ((packageId == null) == (amountMinor == null)) {
      throw new InvalidInput("packageId", "required", "choose a package or an amount, not both");
    }
    return packageId == null
        ? freeAmount(amountMinor == null ? 0 : amountMinor, currency)
        : ofPackage(packageId, currency);
  }

  private Order ofPackage(String id, CoinCurrency currency) {
    CoinPackage chosen = packages.get(id);
    if (chosen == null) {
      throw new InvalidInput("packageId", "one_of", "there is no such package");
    }
    return new Order(
        chosen.coins() + chosen.bonusCoins(), currency.priceOf(chosen.coins()), currency);
  }

  private Order freeAmount(long amountMinor, CoinCurrency currency) {
    long min = min(currency);
    long max = max(currency);
    if (amountMinor < min || amountMinor > max) {
      throw new InvalidInput(
          List.of(
              new FieldError(
                  "amount",
                  "size",
                  "must be between %s and %s %s"
                      .formatted(currency.decimal(min), currency.decimal(max), currency.code()),
                  min,
                  max)));
    }
    return new Order(currency.coinsFor(amountMinor), amountMinor, currency);
  }
}
