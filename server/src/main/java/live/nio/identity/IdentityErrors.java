package live.nio.identity;

import java.util.List;
import java.util.Map;
import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;

/// The refusals of this feature.
final class IdentityErrors {

  private IdentityErrors() {}

  /// No token, or one that is expired, forged or of an ended session. Which of these is not said.
  static final class Unauthorized extends DomainError {
    Unauthorized() {
      super(ErrorKind.UNAUTHENTICATED, "unauthorized", "Sign in first.");
    }
  }

  static final class InvalidCredentials extends DomainError {
    InvalidCredentials() {
      super(
          ErrorKind.UNAUTHENTICATED, "invalid_credentials", "The e-mail or the password is wrong.");
    }
  }

  static final class RefreshInvalid extends DomainError {
    RefreshInvalid() {
      super(ErrorKind.UNAUTHENTICATED, "refresh_invalid", "The session has ended. Sign in again.");
    }
  }

  static final class AccountDisabled extends DomainError {
    AccountDisabled() {
      super(ErrorKind.FORBIDDEN, "account_disabled", "This account is blocked.");
    }
  }

  static final class EmailTaken extends DomainError {
    EmailTaken() {
      super(ErrorKind.CONFLICT, "email_taken", "There is an account with this e-mail already.");
    }
  }

  static final class NicknameTaken extends DomainError {
    NicknameTaken() {
      super(ErrorKind.CONFLICT, "nickname_taken", "This nickname is taken.");
    }
  }

  /// A link from a letter that is unknown, used or too old. Which of these is not said.
  static final class LinkExpired extends DomainError {
    LinkExpired() {
      super(ErrorKind.GONE, "link_expired", "This link no longer works. Ask for a new one.");
    }
  }

  /// A link that counts only in a session of the account it is for.
  static final class SignInFirst extends DomainError {
    SignInFirst() {
      super(
          ErrorKind.FORBIDDEN,
          "sign_in_first",
          "Sign in to the account this link is for, then open it again.");
    }
  }

  static final class EmailVerified extends DomainError {
    EmailVerified() {
      super(ErrorKind.CONFLICT, "email_verified", "There is no address to confirm.");
    }
  }

  static final class EmailRequired extends DomainError {
    EmailRequired() {
      super(ErrorKind.CONFLICT, "email_required", "Add an e-mail first: it is the login name.");
    }
  }

  static final class MailUnavailable extends DomainError {
    MailUnavailable() {
      super(
          ErrorKind.UNAVAILABLE,
          "mail_unavailable",
          "This server sends no mail. Ask its administrator.");
    }
  }

  /// The session has to prove once more who uses it.
  static final class ReauthenticationRequired extends DomainError {

    private final List<SignInMethod> methods;

    ReauthenticationRequired(List<SignInMethod> methods) {
      super(
          ErrorKind.FORBIDDEN,
          "reauthentication_required",
          "Prove that it is you, then try again.");
      this.methods = List.copyOf(methods);
    }

    @Override
    public Map<String, Object> extras() {
      return Map.of("methods", methods);
    }
  }

  /// A browser sent the cookie from a page of another site.
  static final class ForeignOrigin extends DomainError {
    ForeignOrigin() {
      super(ErrorKind.FORBIDDEN, "forbidden", "This site may not use the session.");
    }
  }
}
