package live.nio.wallet;

/// The platform's accounts of coins and beans, by their numbers in `ledger_accounts`.
enum PlatformAccount {
  COINS_ISSUED(1),
  COINS_SPENT(2),
  BEANS_ISSUED(3),
  BEANS_PAID_OUT(4);

  private final long id;

  PlatformAccount(long id) {
    this.id = id;
  }

  long id() {
    return id;
  }
}
