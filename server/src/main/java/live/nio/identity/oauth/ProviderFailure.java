package live.nio.identity.oauth;

/// A provider could not be reached, or said what cannot be believed. Its message is for the log
/// alone and holds no token, name or address.
final class ProviderFailure extends Exception {

  ProviderFailure(String reason) {
    super(reason, null, false, false);
  }
}
