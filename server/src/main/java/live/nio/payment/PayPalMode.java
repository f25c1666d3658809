package live.nio.payment;

import java.util.Set;

/// PayPal's two worlds.
enum PayPalMode {
  LIVE(
      "https://api-m.paypal.com",
      "https://www.paypal.com",
      Set.of("https://api.paypal.com", "https://api-m.paypal.com")),
  SANDBOX(
      "https://api-m.sandbox.paypal.com",
      "https://www.sandbox.paypal.com",
      Set.of("https://api.sandbox.paypal.com", "https://api-m.sandbox.paypal.com"));

  private final String apiUrl;
  private final String siteUrl;

  // A copy that cannot be changed; the check knows only Guava's sets.
  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<String> certificateOrigins;

  PayPalMode(String apiUrl, String siteUrl, Set<String> certificateOrigins) {
    this.apiUrl = apiUrl;
    this.siteUrl = siteUrl;
    this.certificateOrigins = certificateOrigins;
  }

  String apiUrl() {
    return apiUrl;
  }

  /// Where buyers agree.
  String siteUrl() {
    return siteUrl;
  }

  /// Where the certificates of its messages may be fetched.
  Set<String> certificateOrigins() {
    return certificateOrigins;
  }
}
