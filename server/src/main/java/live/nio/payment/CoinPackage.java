package live.nio.payment;

/// Coins sold together.
///
/// @param coins what is paid for
/// @param bonusCoins what is added for nothing
record CoinPackage(String id, long coins, long bonusCoins) {}
