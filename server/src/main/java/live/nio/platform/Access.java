package live.nio.platform;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Who may call a REST method. Every method says it; one that does not fails the build and is
/// refused at run time.
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.METHOD)
public @interface Access {

  /// The callers let in.
  Who value();

  /// Whether a stream key will do in place of an access token. Whose it is, is for the method to
  /// find out; everywhere else a stream key is a token like any invalid one.
  boolean streamKey() default false;

  /// Sorts of callers.
  enum Who {
    /// Everybody, signed in or not; a token that is sent must still be valid.
    ANYONE,
    /// Holders of a valid access token.
    SIGNED_IN,
    /// Signed-in administrators.
    ADMIN
  }
}
