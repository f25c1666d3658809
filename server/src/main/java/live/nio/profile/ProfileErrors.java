package live.nio.profile;

import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;

/// The refusals of this feature.
final class ProfileErrors {

  private ProfileErrors() {}

  /// Following or blocking oneself.
  static final class Self extends DomainError {
    Self() {
      super(ErrorKind.CONFLICT, "self", "That is you.");
    }
  }

  /// One of the two has blocked the other. Which one is not said.
  static final class Blocked extends DomainError {
    Blocked() {
      super(ErrorKind.FORBIDDEN, "blocked", "You cannot follow this person.");
    }
  }
}
