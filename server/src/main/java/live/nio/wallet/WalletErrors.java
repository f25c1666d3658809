package live.nio.wallet;

import java.time.Duration;
import java.util.Map;
import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;

/// The refusals of this feature.
final class WalletErrors {

  private WalletErrors() {}

  static final class LoginRequired extends DomainError {
    LoginRequired() {
      super(ErrorKind.UNAUTHENTICATED, "login_required", "Sign in to send gifts.");
    }
  }

  static final class UnknownGift extends DomainError {
    UnknownGift() {
      super(ErrorKind.INVALID, "unknown_gift", "There is no such gift.");
    }
  }

  static final class OwnStream extends DomainError {
    OwnStream() {
      super(ErrorKind.FORBIDDEN, "own_stream", "You cannot send gifts to yourself.");
    }
  }

  /// More gifts arrive than are stored.
  static final class Busy extends DomainError {
    Busy() {
      super(ErrorKind.UNAVAILABLE, "busy", "Too many gifts at once. Try again in a moment.");
    }

    @Override
    public Duration retryAfter() {
      return Duration.ofSeconds(1);
    }
  }

  /// Coins are owed after a refund or chargeback.
  static final class InDebt extends DomainError {
    InDebt() {
      super(
          ErrorKind.CONFLICT,
          "wallet_in_debt",
          "You owe coins of a payment that was taken back. Buy coins to cover it first.");
    }
  }

  static final class InsufficientCoins extends DomainError {
    private final long missing;

    InsufficientCoins(long missing) {
      super(ErrorKind.CONFLICT, "insufficient_coins", "You have too few coins for this gift.");
      this.missing = missing;
    }

    @Override
    public Map<String, Object> extras() {
      return Map.of("missing", missing);
    }
  }

  /// The key of an earlier request came with another one.
  static final class IdempotencyMismatch extends DomainError {
    IdempotencyMismatch() {
      super(
          ErrorKind.UNPROCESSABLE,
          "idempotency_mismatch",
          "This key was used for another request. Choose a new one for every request.");
    }
  }

  static final class InsufficientBeans extends DomainError {
    private final long available;

    InsufficientBeans(long available) {
      super(ErrorKind.CONFLICT, "insufficient_beans", "You have too few available beans for this.");
      this.available = available;
    }

    @Override
    public Map<String, Object> extras() {
      return Map.of("available", available);
    }
  }

  static final class BelowMinimum extends DomainError {
    private final long min;

    BelowMinimum(long min) {
      super(ErrorKind.INVALID, "below_minimum", "The least that is paid out is " + min + " beans.");
      this.min = min;
    }

    @Override
    public Map<String, Object> extras() {
      return Map.of("min", min);
    }
  }

  static final class TooManyOpen extends DomainError {
    TooManyOpen() {
      super(
          ErrorKind.CONFLICT,
          "too_many_open",
          "You have " + Withdrawals.MAX_OPEN + " open requests already. Wait until one is done.");
    }
  }

  /// The request is not in a state from which this can be done, perhaps by now.
  static final class WrongState extends DomainError {
    private final String status;

    WrongState(WithdrawalStatus status) {
      super(ErrorKind.CONFLICT, "wrong_state", "The request is " + status.word() + " already.");
      this.status = status.word();
    }

    @Override
    public Map<String, Object> extras() {
      return Map.of("status", status);
    }
  }
}
