package live.nio.wallet;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// Why an entry was made.
enum EntryKind {
  PURCHASE,
  PROMO,
  GIFT_SENT,
  GIFT_RECEIVED,
  BEAN_RELEASE,
  WITHDRAWAL,
  WITHDRAWAL_RETURNED,
  REFUND,
  CHARGEBACK,
  CHARGEBACK_WON;

  /// On the wire and in the database.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Optional<EntryKind> ofWord(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word().equals(word)).findFirst();
  }
}
