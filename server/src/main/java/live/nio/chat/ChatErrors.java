package live.nio.chat;

import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;

/// The refusals of this feature.
final class ChatErrors {

  private ChatErrors() {}

  static final class LoginRequired extends DomainError {
    LoginRequired() {
      super(ErrorKind.UNAUTHENTICATED, "login_required", "Sign in to write.");
    }
  }

  static final class TextEmpty extends DomainError {
    TextEmpty() {
      super(ErrorKind.INVALID, "text_empty", "Write something first.");
    }
  }

  static final class TextTooLong extends DomainError {
    TextTooLong() {
      super(
          ErrorKind.INVALID,
          "text_too_long",
          "A message has at most " + Chat.MAX_TEXT + " characters.");
    }
  }
}
