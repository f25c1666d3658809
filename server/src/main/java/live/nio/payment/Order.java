package live.nio.payment;

/// What somebody wants to buy, with our price.
///
/// @param coins with their bonus
/// @param amountMinor in minor units of the currency
record Order(long coins, long amountMinor, CoinCurrency currency) {}
