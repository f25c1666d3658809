package live.nio.platform;

import jakarta.validation.Constraint;
import jakarta.validation.ConstraintValidator;
import jakarta.validation.ConstraintValidatorContext;
import jakarta.validation.Payload;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// An address of a page by HTTPS: with a host, and nobody's password in it. Null is left to other
/// constraints.
@Constraint(validatedBy = HttpsLink.Validator.class)
@Target({ElementType.FIELD, ElementType.PARAMETER, ElementType.RECORD_COMPONENT})
@Retention(RetentionPolicy.RUNTIME)
public @interface HttpsLink {

  /// Sentence for people.
  String message() default "write an address that begins with https://";

  Class<?>[] groups() default {};

  Class<? extends Payload>[] payload() default {};

  /// The rule itself.
  final class Validator implements ConstraintValidator<HttpsLink, @Nullable String> {

    @Override
    public boolean isValid(@Nullable String text, ConstraintValidatorContext context) {
      if (text == null) {
        return true;
      }
      try {
        URI uri = new URI(text);
        return text.startsWith("https://") && uri.getHost() != null && uri.getUserInfo() == null;
      } catch (URISyntaxException e) {
        return false;
      }
    }
  }
}
