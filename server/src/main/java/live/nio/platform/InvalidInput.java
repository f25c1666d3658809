package live.nio.platform;

import java.util.List;
import java.util.Map;

/// Input that breaks a rule no annotation can express, or that came by socket.
public final class InvalidInput extends DomainError {

  private final List<FieldError> errors;

  public InvalidInput(List<FieldError> errors) {
    super(ErrorKind.INVALID, "validation_failed", "Check the marked fields.");
    this.errors = List.copyOf(errors);
  }

  public InvalidInput(String field, String error, String detail) {
    this(List.of(new FieldError(field, error, detail)));
  }

  /// The fields in question, at least one.
  public List<FieldError> errors() {
    return errors;
  }

  @Override
  public Map<String, Object> extras() {
    return Map.of("errors", errors);
  }
}
