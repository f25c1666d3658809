package live.nio.identity.oauth;

import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;

/// The refusals of this feature. After a provider's redirect their codes are the `problem` in the
/// address.
final class OAuthErrors {

  private OAuthErrors() {}

  /// The person said no at the provider.
  static final class Cancelled extends DomainError {
    Cancelled() {
      super(ErrorKind.INVALID, "cancelled", "The sign-in was cancelled.");
    }
  }

  /// The answer belongs to no errand of this browser, or to one that is over.
  static final class StateExpired extends DomainError {
    StateExpired() {
      super(ErrorKind.INVALID, "state_expired", "That took too long. Try again.");
    }
  }

  /// See [ProviderFailure]; why is in the log.
  static final class ProviderFailed extends DomainError {
    ProviderFailed() {
      super(
          ErrorKind.UNAVAILABLE,
          "provider_failed",
          "The provider did not answer as it should. Try again in a moment.");
    }
  }

  static final class IdentityTaken extends DomainError {
    IdentityTaken() {
      super(ErrorKind.CONFLICT, "identity_taken", "That account is linked to somebody else here.");
    }
  }

  static final class AlreadyLinked extends DomainError {
    AlreadyLinked() {
      super(
          ErrorKind.CONFLICT,
          "already_linked",
          "Another account of this provider is linked. Unlink it first.");
    }
  }

  /// Reauthenticated as somebody else.
  static final class WrongAccount extends DomainError {
    WrongAccount() {
      super(ErrorKind.CONFLICT, "wrong_account", "That is not the account linked here.");
    }
  }

  static final class LastLoginMethod extends DomainError {
    LastLoginMethod() {
      super(
          ErrorKind.CONFLICT,
          "last_login_method",
          "This is the only way into the account. Set a password first.");
    }
  }
}
