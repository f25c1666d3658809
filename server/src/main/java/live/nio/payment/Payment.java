package live.nio.payment;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `payments`.
///
/// @param providerReference PaymentIntent or order; null until the provider has answered
/// @param captureReference charge or capture that was credited; null before
/// @param coins with their bonus
/// @param problem why nothing was credited although money came, or what came besides; null as a
///   rule
/// @param paidAt when the coins were credited
/// @param nextCheckAt when to ask the provider next; null when there is nothing to ask any more
record Payment(
    UUID id,
    UUID accountId,
    ProviderKind provider,
    @Nullable String providerReference,
    @Nullable String captureReference,
    PaymentStatus status,
    long coins,
    long amountMinor,
    String currency,
    long refundedMinor,
    @Nullable Problem problem,
    Instant createdAt,
    @Nullable Instant paidAt,
    @Nullable Instant nextCheckAt) {

  /// What may be wrong with what a provider reports.
  enum Problem {
    REFERENCE_MISMATCH,
    OWNER_MISMATCH,
    CURRENCY_MISMATCH,
    AMOUNT_MISMATCH,
    /// Paid twice: the second one is not credited and waits for an administrator.
    SECOND_CAPTURE
  }

  /// The provider's name of it, of a payment that has been to the provider.
  String reference() {
    if (providerReference == null) {
      throw new IllegalStateException("payment " + id + " has not been to its provider");
    }
    return providerReference;
  }
}
