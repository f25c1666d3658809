package live.nio.wallet;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A request to be paid out.
///
/// @param destination where the money is to go, in the person's own words
/// @param reason why it was refused
/// @param reference of the payment that was made
@Schema(name = "Withdrawal")
record Withdrawal(
    @Schema(required = true) UUID id,
    @Schema(hidden = true) @JsonIgnore UUID accountId,
    @Schema(required = true) long beans,
    @Schema(required = true) long amountMinor,
    @Schema(required = true) String currency,
    @Schema(required = true) String destination,
    @Schema(required = true, nullable = true) @Nullable String note,
    @Schema(
            required = true,
            enumeration = {"requested", "approved", "paid", "refused", "cancelled"})
        String status,
    @Schema(required = true, nullable = true) @Nullable String reason,
    @Schema(required = true, nullable = true) @Nullable String reference,
    @Schema(required = true) Instant createdAt,
    @Schema(required = true, nullable = true) @Nullable Instant decidedAt,
    @Schema(required = true, nullable = true) @Nullable Instant paidAt) {}
