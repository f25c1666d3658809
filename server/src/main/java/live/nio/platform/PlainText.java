package live.nio.platform;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.jspecify.annotations.Nullable;

/// Text people can read: no control characters, and something to see. Null is left to other
/// constraints.
@Constraint(validatedBy = PlainText.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface PlainText {

  /// Sentence for people.
  String message() default "write plain text";

  /// Whether it may have several lines, and may be empty.
  boolean optionalLines() default false;

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /// The rule itself.
  final class Validator implements ConstraintValidator<PlainText, @Nullable String> {

    private boolean optionalLines;

    @Override
    public void initialize(PlainText annotation) {
      optionalLines = annotation.optionalLines();
    }

    @Override
    public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
      return text == null
          || ((optionalLines || !text.isBlank()) && text.codePoints().allMatch(this::isAllowed));
    }

    private boolean isAllowed(int codePoint) {
      return !Character.isISOControl(codePoint)
          || (optionalLines && (codePoint == '\n' || codePoint == '\r' || codePoint == '\t'));
    }
  }
}
