package live.nio.identity.qr;

import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;

/// The refusals of this feature.
final class QrErrors {

  private QrErrors() {}

  /// A code that is unknown, used, refused or too old. Which of these is not said.
  static final class Gone extends DomainError {
    Gone() {
      super(ErrorKind.GONE, "qr_gone", "This code no longer works. Show a new one.");
    }
  }

  /// Without the secret of the browser that made the code. Unknown codes get it too.
  static final class NotYours extends DomainError {
    NotYours() {
      super(
          ErrorKind.FORBIDDEN,
          "qr_not_yours",
          "Only the browser that shows this code may do this.");
    }
  }

  static final class NotConfirmed extends DomainError {
    NotConfirmed() {
      super(ErrorKind.CONFLICT, "qr_not_confirmed", "Confirm the login on the phone first.");
    }
  }

  /// Somebody else scanned it before.
  static final class Taken extends DomainError {
    Taken() {
      super(
          ErrorKind.CONFLICT,
          "qr_taken",
          "Another phone has scanned this code already. Show a new one.");
    }
  }

  /// Confirmed by whoever has not scanned it, or not with the confirmation they got.
  static final class NotScanned extends DomainError {
    NotScanned() {
      super(ErrorKind.CONFLICT, "qr_not_scanned", "Scan the code with this phone first.");
    }
  }

  static final class NumberRequired extends DomainError {
    NumberRequired() {
      super(
          ErrorKind.UNPROCESSABLE,
          "number_required",
          "Choose the number that the other screen shows.");
    }
  }

  static final class WrongNumber extends DomainError {
    WrongNumber() {
      super(
          ErrorKind.CONFLICT,
          "qr_wrong_number",
          "That is not the number on the other screen. The code no longer works; show a new one.");
    }
  }
}
