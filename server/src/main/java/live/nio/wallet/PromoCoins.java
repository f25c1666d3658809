package live.nio.wallet;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Coins the platform gives away. They are spent before bought ones and never paid back. Joins the
/// caller's transaction; after the commit, [Balances#tell].
@Singleton
public class PromoCoins {

  private final Ledger ledger;
  private final Clock clock;

  PromoCoins(Ledger ledger, Clock clock) {
    this.ledger = ledger;
    this.clock = clock;
  }

  /// Gives coins, once per id.
  ///
  /// @param reason for the books; not shown
  public void grant(Handle handle, UUID id, UUID accountId, long coins, String reason) {
    boolean created =
        handle
                .createUpdate(
                    """
                    INSERT INTO coin_promotions (id, account_id, coins, reason, created_at)
                    VALUES (:id, :accountId, :coins, :reason, :now) ON CONFLICT (id) DO NOTHING
                    """)
                .bind("id", id)
                .bind("accountId", accountId)
                .bind("coins", coins)
                .bind("reason", reason)
                .bind("now", clock.instant())
                .execute()
            == 1;
    if (!created) {
      return;
    }
    Ledger.Wallet wallet = ledger.open(handle, accountId);
    ledger.lock(handle, wallet.coinsPaid());
    ledger.post(handle, wallet.coinsPromo(), id, EntryKind.PROMO, coins);
    ledger.platform(handle, PlatformAccount.COINS_ISSUED, id, EntryKind.PROMO, -coins);
  }
}
