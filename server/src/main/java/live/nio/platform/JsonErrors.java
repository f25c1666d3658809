package live.nio.platform;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.JsonMappingException;
import java.util.List;
import java.util.Optional;

/// Reads Jackson's failures: JSON that is well-formed but has a field of a wrong kind is an error
/// of that field.
public final class JsonErrors {

  private JsonErrors() {}

  /// The field in question, or empty when the text is no JSON object at all.
  public static Optional<DomainError> wrongField(JacksonException e) {
    if (!(e instanceof JsonMappingException mapping)) {
      return Optional.empty();
    }
    List<JsonMappingException.Reference> path = mapping.getPath();
    if (path.isEmpty() || path.getLast().getFieldName() == null) {
      return Optional.empty();
    }
    return Optional.of(
        new InvalidInput(path.getLast().getFieldName(), "pattern", "this value is not possible"));
  }
}
