package live.nio.payment;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How a payment stands, as its provider says when asked.
///
/// @param reference PaymentIntent or order
/// @param receipt what was paid; null unless `money` is [Money#PAID]
/// @param claims refunds and disputes there are
record ProviderReport(
    String reference, Money money, @Nullable Receipt receipt, List<Claim> claims) {

  enum Money {
    /// None yet; the buyer may still pay.
    NONE,
    /// The last attempt failed; the buyer may try again.
    REFUSED,
    /// The buyer has agreed; we have to take it.
    APPROVED,
    /// On its way, which can take days.
    PROCESSING,
    /// There.
    PAID,
    /// None, and none can come any more.
    CLOSED
  }

  /// What was paid and for what, in the provider's words.
  ///
  /// @param reference charge or capture
  /// @param paymentId of ours, as we gave it along; null when it is none
  /// @param accountId of ours, likewise
  record Receipt(
      String reference,
      long amountMinor,
      String currency,
      @Nullable UUID paymentId,
      @Nullable UUID accountId) {}

  ProviderReport {
    claims = List.copyOf(claims);
  }

  static ProviderReport unpaid(String reference, Money money) {
    return new ProviderReport(reference, money, null, List.of());
  }

  /// The same with one claim more, or with a newer state of one it has.
  ProviderReport with(Claim claim) {
    List<Claim> all = new ArrayList<>(claims);
    all.removeIf(it -> it.reference().equals(claim.reference()));
    all.add(claim);
    return new ProviderReport(reference, money, receipt, all);
  }
}
