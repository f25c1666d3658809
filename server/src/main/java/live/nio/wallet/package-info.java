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
/// coins, `beans_held` their beans; coins come before beans, several people's beans in the order of
/// their accounts. Accounts everybody writes to (the platform's, and `beans_held` for gifts) get
/// their entries through `ledger_inbox`, which locks nothing, and [Ledger] rolls it up. A gift is
/// one round trip to the database. `ledger-checks.sql` says what must always hold; [LedgerChecks]
/// runs it.
///
/// The package's API: [CoinPurchases], [PromoCoins], [Balances], [GiftSent].
@NullMarked
package live.nio.wallet;

import org.jspecify.annotations.NullMarked;
