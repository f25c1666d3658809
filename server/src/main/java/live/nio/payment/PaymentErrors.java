package live.nio.payment;

import java.time.Duration;
import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;

/// The refusals of this feature.
final class PaymentErrors {

  private static final Duration OUTAGE = Duration.ofSeconds(30);

  private PaymentErrors() {}

  /// The provider does not answer, or not as it should. What was begun is found out later.
  static final class Unavailable extends DomainError {
    Unavailable() {
      super(
          ErrorKind.UNAVAILABLE,
          "payment_unavailable",
          "The payment service does not answer. Try again in a minute; if you have paid already, your coins will come by themselves.");
    }

    @Override
    public Duration retryAfter() {
      return OUTAGE;
    }
  }

  /// The provider does not take this payment, whoever tries.
  static final class Refused extends DomainError {
    Refused() {
      super(
          ErrorKind.UNPROCESSABLE,
          "payment_refused",
          "The payment service refused this. Choose another amount, currency or way to pay.");
    }
  }

  static final class Declined extends DomainError {
    Declined() {
      super(
          ErrorKind.UNPROCESSABLE,
          "payment_declined",
          "PayPal could not take the money. Choose another card or account there and try again.");
    }
  }

  static final class NotApproved extends DomainError {
    NotApproved() {
      super(
          ErrorKind.CONFLICT,
          "not_approved",
          "Agree to the payment at PayPal first, then come back.");
    }
  }

  /// A message that is not the provider's, or too old. Which of these is not said.
  static final class BadSignature extends DomainError {
    BadSignature() {
      super(ErrorKind.INVALID, "bad_signature", "The signature of this message is not valid.");
    }
  }

  static final class WrongState extends DomainError {
    WrongState(PaymentStatus status) {
      super(
          ErrorKind.CONFLICT,
          "wrong_state",
          "This payment is " + status.word().replace('_', ' ') + "; that cannot be done to it.");
    }
  }
}
