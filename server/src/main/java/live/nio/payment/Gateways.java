package live.nio.payment;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.nio.platform.ContentSources;
import live.nio.platform.NotFound;
import live.nio.platform.OutgoingHttp;
import live.nio.platform.PlatformConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The providers there are keys for, and what pages have to know of them.
@Singleton
class Gateways implements ContentSources {

  private static final Logger LOG = Logger.getLogger(Gateways.class);

  private final @Nullable StripeGateway stripe;
  private final @Nullable PayPalGateway paypal;
  private final @Nullable TestGateway test;
  private final PaymentSettings settings;

  Gateways(
      PaymentSettings settings,
      PlatformConfig platform,
      OutgoingHttp http,
      ObjectMapper mapper,
      PayPalTrust trust,
      Clock clock) {
    this.settings = settings;
    this.stripe = stripe(settings.stripe(), clock);
    this.paypal = paypal(settings.paypal(), platform, http, mapper, trust, clock);
    this.test = hasTest(platform.mode(), settings) ? new TestGateway() : null;
  }

  /// Coins for nothing: only where nobody else's money is, and nobody could have meant it to be.
  static boolean hasTest(PlatformConfig.Mode mode, PaymentSettings settings) {
    return mode == PlatformConfig.Mode.DEVELOPMENT && !settings.anyKey();
  }

  private static @Nullable StripeGateway stripe(PaymentSettings.Stripe settings, Clock clock) {
    Optional<String> key = PaymentSettings.given(settings.secretKey());
    Optional<String> webhook = PaymentSettings.given(settings.webhookSecret());
    Optional<String> publishable = PaymentSettings.given(settings.publishableKey());
    if (all(
        "Stripe",
        "STRIPE_SECRET_KEY, STRIPE_WEBHOOK_SECRET and STRIPE_PUBLISHABLE_KEY",
        List.of(key, webhook, publishable))) {
      return new StripeGateway(settings.apiUrl(), key.orElseThrow(), webhook.orElseThrow(), clock);
    }
    return null;
  }

  private static @Nullable PayPalGateway paypal(
      PaymentSettings.PayPal settings,
      PlatformConfig platform,
      OutgoingHttp http,
      ObjectMapper mapper,
      PayPalTrust trust,
      Clock clock) {
    Optional<String> id = PaymentSettings.given(settings.clientId());
    Optional<String> secret = PaymentSettings.given(settings.clientSecret());
    Optional<String> webhook = PaymentSettings.given(settings.webhookId());
    if (!all(
        "PayPal",
        "PAYPAL_CLIENT_ID, PAYPAL_CLIENT_SECRET and PAYPAL_WEBHOOK_ID",
        List.of(id, secret, webhook))) {
      return null;
    }
    Optional<String> elsewhere = PaymentSettings.given(settings.apiUrl());
    PayPalSignature signature =
        new PayPalSignature(
            http,
            clock,
            webhook.orElseThrow(),
            elsewhere.map(Set::of).orElse(settings.mode().certificateOrigins()),
            trust.anchors());
    PayPalClient client =
        new PayPalClient(
            http,
            mapper,
            clock,
            elsewhere.orElse(settings.mode().apiUrl()),
            id.orElseThrow(),
            secret.orElseThrow());
    return new PayPalGateway(client, signature, mapper, platform.publicUrl());
  }

  private static boolean all(String provider, String names, List<Optional<String>> keys) {
    long given = keys.stream().filter(Optional::isPresent).count();
    if (given > 0 && given < keys.size()) {
      LOG.warnf("%s belong together; one is missing, so payments by %s stay off", names, provider);
    }
    return given == keys.size();
  }

  /// @throws NotFound when it is not set up
  StripeGateway stripe() {
    return require(stripe);
  }

  /// @throws NotFound when it is not set up
  PayPalGateway paypal() {
    return require(paypal);
  }

  /// @throws NotFound everywhere but in development without keys
  TestGateway test() {
    return require(test);
  }

  private static <T> T require(@Nullable T gateway) {
    if (gateway == null) {
      throw new NotFound("way to pay");
    }
    return gateway;
  }

  /// The way to a provider, or empty when its keys have been taken away.
  Optional<Gateway> of(ProviderKind provider) {
    return Optional.ofNullable(
        switch (provider) {
          case STRIPE -> stripe;
          case PAYPAL -> paypal;
          case TEST -> test;
        });
  }

  /// What a page needs to pay by Stripe, or empty.
  Optional<String> stripePublishableKey() {
    return stripe == null
        ? Optional.empty()
        : PaymentSettings.given(settings.stripe().publishableKey());
  }

  /// What a page needs to pay by PayPal, or empty.
  Optional<String> paypalClientId() {
    return paypal == null ? Optional.empty() : PaymentSettings.given(settings.paypal().clientId());
  }

  boolean hasTest() {
    return test != null;
  }

  /// Card forms come from Stripe, 3-D Secure in frames of its own; PayPal's buttons from PayPal.
  @Override
  public Map<String, List<String>> sources() {
    Stream.Builder<Map.Entry<String, String>> all = Stream.builder();
    if (stripe != null) {
      all.add(Map.entry("script-src", "https://js.stripe.com"))
          .add(Map.entry("frame-src", "https://js.stripe.com"))
          .add(Map.entry("frame-src", "https://hooks.stripe.com"))
          .add(Map.entry("connect-src", "https://api.stripe.com"));
    }
    if (paypal != null) {
      Stream.of("https://www.paypal.com", settings.paypal().mode().siteUrl())
          .distinct()
          .forEach(site ->
              Stream.of("script-src", "frame-src", "connect-src", "img-src")
                  .forEach(directive -> all.add(Map.entry(directive, site))));
      all.add(Map.entry("img-src", "https://www.paypalobjects.com"));
    }
    return all.build()
        .collect(
            Collectors.groupingBy(
                Map.Entry::getKey, Collectors.mapping(Map.Entry::getValue, Collectors.toList())));
  }

  /// PayPal asks its buyers in a window.
  @Override
  public boolean opensWindows() {
    return paypal != null;
  }
}
