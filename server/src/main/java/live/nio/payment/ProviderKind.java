package live.nio.payment;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Who takes the money.
@Schema(
    name = "PaymentProvider",
    enumeration = {"stripe", "paypal", "test"})
public enum ProviderKind {
  STRIPE,
  PAYPAL,
  /// Nobody: pays at once, in development only.
  TEST;

  /// The word on the wire and in the database.
  @JsonValue
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  static ProviderKind ofWord(String word) {
    return valueOf(word.toUpperCase(Locale.ROOT));
  }
}
