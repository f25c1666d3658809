/// The double-entry ledger of coins, beans and money; gifts; balances; payouts. The contract is
/// `docs/protocols/wallet.md`.
///
/// ```
/// purchase ─▶ coins_paid ─┐            ┌─▶ coins_spent
///    promo ─▶ coins_promo ┴── a gift ──┤
///                                      └─▶ inbox ─▶ beans_held ─▶ beans_available ─▶ beans_withdrawing ─▶ beans_paid_out
///                                        roll-up      BEAN_HOLD       a request         │     paid
///                                                         ▲                ▲────────────┘ refused, cancelled
///                                 refund, chargeback ─────┘ takes back what is held
/// ```
///
/// A transfer is the entries of one transaction in one asset; they sum to zero, and nothing changes
/// or deletes them. People's accounts are changed under a row lock: `coins_paid` guards a person's
/// coins, `beans_held` their beans. Coins come before the platform's two sides of gifts
/// (`coins_spent`, then `beans_issued`), those before beans, several people's beans in the order of
/// their accounts. Accounts everybody writes to get their entries through an inbox, which locks
/// nothing, and [Ledger] rolls it up: `gift_inbox` for gifts, `ledger_inbox` for everything else of
/// the platform. A gift is one round trip to the database, and those that come at the same moment
/// share it ([GiftBatches], whose writer is a thread of its own). `ledger-checks.sql` says what
/// must always hold; [LedgerChecks] runs it.
///
/// The package's API: [CoinPurchases], [PromoCoins], [Balances], [GiftSent].
@NullMarked
package live.nio.wallet;

import org.jspecify.annotations.NullMarked;
