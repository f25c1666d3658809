package live.nio.platform;

import jakarta.validation.ConstraintViolation;
import jakarta.validation.Path;
import jakarta.validation.Validator;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Turns Bean Validation's violations into [FieldError]s, for REST and sockets alike.
public final class Violations {

  /// Constraint → code. A constraint that is not listed gets its own name in lower case.
  private static final Map<String, String> CODES =
      Map.of(
          "NotNull", "required",
          "NotBlank", "required",
          "NotEmpty", "required",
          "Size", "size",
          "Min", "size",
          "Max", "size",
          "Email", "email",
          "Pattern", "pattern",
          "PlainText", "pattern",
          "HttpsLink", "pattern");

  private Violations() {}

  /// Checks an object that did not come through JAX-RS.
  ///
  /// @throws InvalidInput with every broken rule
  public static void check(Validator validator, Object input) {
    Set<ConstraintViolation<Object>> violations = validator.validate(input);
    if (!violations.isEmpty()) {
      throw new InvalidInput(fieldErrors(violations));
    }
  }

  /// One entry a violation, ordered by field.
  static List<FieldError> fieldErrors(Collection<? extends ConstraintViolation<?>> violations) {
    return violations.stream()
        .map(Violations::fieldError)
        .sorted(Comparator.comparing(FieldError::field).thenComparing(FieldError::error))
        .toList();
  }

  private static FieldError fieldError(ConstraintViolation<?> violation) {
    Map<String, Object> attributes = violation.getConstraintDescriptor().getAttributes();
    String constraint =
        violation.getConstraintDescriptor().getAnnotation().annotationType().getSimpleName();
    return new FieldError(
        lastName(violation.getPropertyPath()),
        CODES.getOrDefault(constraint, constraint.toLowerCase(Locale.ROOT)),
        violation.getMessage(),
        bound(attributes, "Min".equals(constraint) ? "value" : "min"),
        bound(attributes, "Max".equals(constraint) ? "value" : "max"));
  }

  private static @Nullable Long bound(Map<String, Object> attributes, String name) {
    return attributes.get(name) instanceof Number number ? number.longValue() : null;
  }

  private static String lastName(Path path) {
    String name = "";
    for (Path.Node node : path) {
      if (node.getName() != null) {
        name = node.getName();
      }
    }
    return name;
  }
}
