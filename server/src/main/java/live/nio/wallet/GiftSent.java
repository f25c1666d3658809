package live.nio.wallet;

import java.time.Instant;
import java.util.UUID;
import live.nio.identity.Person;

/// A gift was sent; fired once a gift, after the commit.
///
/// @param coins what it cost altogether
/// @param comboId id of the first gift of its combo, its own when it begins one
/// @param comboCount gifts of the combo so far, this one included
/// @param comboCoins what they cost
/// @param streamCoinsTotal what all gifts of the stream cost so far, this one included. Of the
///   gifts one server takes, every total is that of the gift before plus this one's coins
public record GiftSent(
    UUID giftId,
    UUID streamId,
    UUID streamerId,
    Person sender,
    String giftType,
    int count,
    long coins,
    UUID comboId,
    int comboCount,
    long comboCoins,
    long streamCoinsTotal,
    Instant at) {}
