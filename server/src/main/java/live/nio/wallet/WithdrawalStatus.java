package live.nio.wallet;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The states of a request to be paid out, and which may follow which:
///
/// | from | to |
/// |---|---|
/// | requested | approved, refused, cancelled |
/// | approved | paid, refused |
/// | paid, refused, cancelled | – |
enum WithdrawalStatus {
  REQUESTED,
  APPROVED,
  PAID,
  REFUSED,
  CANCELLED;

  /// Every state that may follow this one.
  Set<WithdrawalStatus> next() {
    return switch (this) {
      case REQUESTED -> Set.of(APPROVED, REFUSED, CANCELLED);
      case APPROVED -> Set.of(PAID, REFUSED);
      case PAID, REFUSED, CANCELLED -> Set.of();
    };
  }

  /// Every state this one may follow.
  List<WithdrawalStatus> before() {
    return Arrays.stream(values()).filter(status -> status.next().contains(this)).toList();
  }

  /// On the wire and in the database.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static WithdrawalStatus ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
