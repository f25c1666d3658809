package live.nio.wallet;

/// The ledger was asked for something that contradicts what it has: a purchase with other content
/// than before, a payment of a provider for a second purchase. Nothing was written; somebody has to
/// look.
public final class LedgerConflict extends IllegalStateException {
  private static final long serialVersionUID = 1;

  LedgerConflict(String message) {
    super(message);
  }
}
