package live.nio.payment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// How a payment stands.
@Schema(
    name = "PaymentStatus",
    enumeration = {
      "pending",
      "paid",
      "failed",
      "partially_refunded",
      "refunded",
      "disputed",
      "dispute_won",
      "dispute_lost"
    })
public enum PaymentStatus {
  /// Begun; no money yet.
  PENDING,
  /// The money is there and the coins are credited.
  PAID,
  /// No money came; an attempt that failed may be followed by one that does not.
  FAILED,
  /// Some of the money went back.
  PARTIALLY_REFUNDED,
  /// All of the money went back.
  REFUNDED,
  /// The buyer wants the money back through their bank or PayPal.
  DISPUTED,
  /// A dispute ended for us: the buyer has their coins again.
  DISPUTE_WON,
  /// A dispute ended for the buyer.
  DISPUTE_LOST;

  /// From → to. What has been credited never gets back to the first column. The later states lead
  /// to each other, since disputes and refunds can follow and fail, and since we may hear of
  /// several steps at once; only a dispute leaves a trace for good.
  private static final Map<PaymentStatus, Set<PaymentStatus>> NEXT =
      new EnumMap<>(
          Map.of(
              PENDING, EnumSet.of(PAID, FAILED),
              FAILED, EnumSet.of(PENDING, PAID),
              PAID, EnumSet.of(PARTIALLY_REFUNDED, REFUNDED, DISPUTED, DISPUTE_WON, DISPUTE_LOST),
              PARTIALLY_REFUNDED, EnumSet.of(PAID, REFUNDED, DISPUTED, DISPUTE_WON, DISPUTE_LOST),
              REFUNDED, EnumSet.of(PAID, PARTIALLY_REFUNDED, DISPUTED, DISPUTE_WON, DISPUTE_LOST),
              DISPUTED, EnumSet.of(PARTIALLY_REFUNDED, REFUNDED, DISPUTE_WON, DISPUTE_LOST),
              DISPUTE_WON, EnumSet.of(PARTIALLY_REFUNDED, REFUNDED, DISPUTED, DISPUTE_LOST),
              DISPUTE_LOST, EnumSet.of(PARTIALLY_REFUNDED, REFUNDED, DISPUTED, DISPUTE_WON)));

  boolean mayBecome(PaymentStatus next) {
    return NEXT.getOrDefault(this, Set.of()).contains(next);
  }

  /// Whether the coins were credited.
  boolean isCredited() {
    return this != PENDING && this != FAILED;
  }

  /// Whether an administrator may give money back.
  boolean isRefundable() {
    return this == PAID || this == PARTIALLY_REFUNDED || this == DISPUTE_WON;
  }

  /// The word on the wire and in the database.
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static PaymentStatus ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
