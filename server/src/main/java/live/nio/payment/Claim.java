package live.nio.payment;

/// Money that went back to a buyer, or may: a refund or a dispute.
///
/// @param reference the provider's name of it
/// @param amountMinor in minor units of the payment's currency
record Claim(String reference, Kind kind, long amountMinor, State state) {

  enum Kind {
    REFUND,
    CHARGEBACK
  }

  /// Only moves forward: `open` → `final` → `returned`, so an answer that comes late changes
  /// nothing.
  enum State {
    /// A refund under way, a dispute nobody has decided.
    OPEN,
    /// The money is gone: refunded, or the dispute lost.
    FINAL,
    /// The money is ours again: the refund failed, or the dispute was won.
    RETURNED
  }

  boolean isReturned() {
    return state == State.RETURNED;
  }
}
