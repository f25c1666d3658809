package live.nio.payment;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A payment as its buyer sees it.
///
/// @param coins with their bonus
/// @param amountMinor in minor units of the currency
/// @param paidAt when the coins were credited
@Schema(name = "Payment")
record PaymentView(
    @Schema(required = true) UUID id,
    @Schema(required = true) ProviderKind provider,
    @Schema(required = true) PaymentStatus status,
    @Schema(required = true) long coins,
    @Schema(required = true) long amountMinor,
    @Schema(required = true) String currency,
    @Schema(required = true) long refundedMinor,
    @Schema(required = true) Instant createdAt,
    @Schema(required = true, nullable = true) @Nullable Instant paidAt) {

  static PaymentView of(Payment payment) {
    return new PaymentView(
        payment.id(),
        payment.provider(),
        payment.status(),
        payment.coins(),
        payment.amountMinor(),
        payment.currency(),
        payment.refundedMinor(),
        payment.createdAt(),
        payment.paidAt());
  }
}
