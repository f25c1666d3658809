package live.nio.payment;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Prices and keys. A provider exists here when all its keys are set. The addresses are settings
/// for tests and proxies.
@ConfigMapping(prefix = "nio.payment")
interface PaymentSettings {

  /// `PAYMENT_CURRENCIES`: coins a unit of each currency, `USD:100,EUR:110`.
  @WithDefault("USD:100")
  List<String> currencies();

  /// `PAYMENT_PACKAGES`: coins and what is added to them for nothing, `500+25`.
  @WithDefault("100,500+25,1000+80,2500+250,5000+600,10000+1500")
  List<String> packages();

  /// `PAYMENT_MIN_COINS`: the least a free amount may buy.
  @WithDefault("100")
  long minCoins();

  /// `PAYMENT_MAX_COINS`: the most a free amount may buy.
  @WithDefault("100000")
  long maxCoins();

  /// How often to look whether there is a payment to ask about; `off` in tests that do it
  /// themselves.
  @WithDefault("1m")
  String checkEvery();

  Stripe stripe();

  PayPal paypal();

  /// `STRIPE_SECRET_KEY`, `STRIPE_WEBHOOK_SECRET`, `STRIPE_PUBLISHABLE_KEY`.
  interface Stripe {
    Optional<String> secretKey();

    Optional<String> webhookSecret();

    Optional<String> publishableKey();

    @WithDefault("https://api.stripe.com")
    String apiUrl();
  }

  /// `PAYPAL_CLIENT_ID`, `PAYPAL_CLIENT_SECRET`, `PAYPAL_WEBHOOK_ID`, `PAYPAL_MODE`.
  interface PayPal {
    Optional<String> clientId();

    Optional<String> clientSecret();

    Optional<String> webhookId();

    @WithDefault("live")
    PayPalMode mode();

    /// In place of the mode's own address; certificates of messages then come from here too.
    Optional<String> apiUrl();
  }

  /// Whether any key of any provider is set, be it alone.
  default boolean anyKey() {
    return Stream.of(
            stripe().secretKey(),
            stripe().webhookSecret(),
            stripe().publishableKey(),
            paypal().clientId(),
            paypal().clientSecret(),
            paypal().webhookId())
        .anyMatch(key -> given(key).isPresent());
  }

  /// A setting that is not blank.
  static Optional<String> given(Optional<String> setting) {
    return setting.map(String::strip).filter(value -> !value.isEmpty());
  }
}
