package live.nio.wallet;

import java.time.Instant;
import java.util.UUID;
import live.nio.identity.Person;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What happened to a wallet, as its owner sees it.
///
/// @param account which of the owner's accounts it happened to
/// @param amount what came, or went when negative
/// @param balanceAfter of that account
/// @param counterparty from whom or to whom a gift went; who bought what was taken back of it
/// @param reference the payment or the withdrawal it belongs to
@Schema(name = "WalletEntry")
record Entry(
    @Schema(required = true) String id,
    @Schema(
            required = true,
            enumeration = {"COIN", "BEAN"})
        String asset,
    @Schema(
            required = true,
            enumeration = {"coins_paid", "coins_promo", "beans_held", "beans_available"})
        String account,
    @Schema(
            required = true,
            enumeration = {
              "purchase",
              "promo",
              "gift_sent",
              "gift_received",
              "bean_release",
              "withdrawal",
              "withdrawal_returned",
              "refund",
              "chargeback",
              "chargeback_won"
            })
        String kind,
    @Schema(required = true) long amount,
    @Schema(required = true) long balanceAfter,
    @Schema(required = true, nullable = true) @Nullable Person counterparty,
    @Schema(
            required = true,
            nullable = true,
            enumeration = {
              "rose", "heart", "diamond", "rocket", "crown", "star", "fire", "rainbow"
            })
        @Nullable String giftType,
    @Schema(required = true, nullable = true) @Nullable Integer count,
    @Schema(required = true, nullable = true) @Nullable UUID streamId,
    @Schema(required = true, nullable = true) @Nullable UUID reference,
    @Schema(required = true) Instant createdAt) {}
