package live.nio.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.jspecify.annotations.Nullable;

/// One field's error.
///
/// @param field name as in the request
/// @param error stable code: `required`, `size`, `email`, `pattern`, `one_of`, `too_common`, …
/// @param detail English sentence
/// @param min smallest length or value, where the rule has one
/// @param max largest length or value, where the rule has one

@JsonInclude(JsonInclude.Include.NON_NULL)
public record FieldError(
    String field, String error, String detail, @Nullable Long min, @Nullable Long max) {

  public FieldError(String field, String error, String detail) {
    this(field, error, detail, null, null);
  }
}
