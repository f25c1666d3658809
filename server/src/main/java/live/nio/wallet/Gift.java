package live.nio.wallet;

import java.time.Instant;
import java.util.UUID;
import live.nio.identity.Person;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A gift as everybody sees it. Server → client, as the event `gift` and in lists.
@Schema(name = "Gift")
record Gift(
    @Schema(required = true) UUID id,
    @Schema(required = true) UUID streamId,
    @Schema(
            required = true,
            enumeration = {
              "rose", "heart", "diamond", "rocket", "crown", "star", "fire", "rainbow"
            })
        String giftType,
    @Schema(required = true) int count,
    @Schema(required = true) long coins,
    @Schema(required = true) long beans,
    @Schema(required = true) Person sender,
    @Schema(required = true) Combo combo,
    @Schema(required = true) Instant createdAt) {

  /// Gifts of one type by one person in a row, each within 5 seconds of the one before.
  ///
  /// @param id of the first
  /// @param count sum so far
  /// @param coins sum so far
  @Schema(name = "GiftCombo")
  record Combo(
      @Schema(required = true) UUID id,
      @Schema(required = true) int count,
      @Schema(required = true) long coins) {}
}
