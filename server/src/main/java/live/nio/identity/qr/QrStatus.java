package live.nio.identity.qr;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import live.nio.identity.Person;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What a code's status is, by call and by push. Strangers are told the word alone.
///
/// @param number to be found on the phone; to the browser that made the code, while scanned
/// @param person who scanned; to the browser that made the code, while scanned
/// @param expiresIn seconds until when the next step must be made; to the browser that made the
///   code, until the end
@Schema(name = "QrStatus")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record QrStatus(
    @Schema(required = true) Word status,
    @Nullable Integer number,
    @Nullable Person person,
    @Nullable Long expiresIn) {

  /// The state as the browser is told it.
  @Schema(
      name = "QrStatusWord",
      enumeration = {"pending", "scanned", "confirmed", "rejected", "expired"})
  public enum Word {
    PENDING,
    SCANNED,
    CONFIRMED,
    REJECTED,
    EXPIRED;

    @JsonValue
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  static QrStatus bare(Word word) {
    return new QrStatus(word, null, null, null);
  }
}
