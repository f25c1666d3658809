package live.nio.wallet;

/// Why money went back to a buyer.
public enum ReversalKind {
  /// We gave it back.
  REFUND(EntryKind.REFUND),
  /// The buyer's bank took it back; a dispute may still be won.
  CHARGEBACK(EntryKind.CHARGEBACK);

  private final EntryKind entry;

  ReversalKind(EntryKind entry) {
    this.entry = entry;
  }

  EntryKind entry() {
    return entry;
  }
}
