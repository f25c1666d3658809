package live.nio.wallet;

import java.util.Set;
import java.util.UUID;

/// What a refund or chargeback took, and from where.
///
/// @param unspentCoins taken from the buyer's bought coins
/// @param giftCoins worth of the beans taken back from gifts of the buyer
/// @param debtCoins what the buyer owes now by it
/// @param lossMinor how much of the money is the platform's loss
/// @param people whose balance it changed, the buyer among them: [Balances#tell] them after the
///   commit
public record Reversal(
    UUID id, long unspentCoins, long giftCoins, long debtCoins, long lossMinor, Set<UUID> people) {

  public Reversal {
    people = Set.copyOf(people);
  }
}
