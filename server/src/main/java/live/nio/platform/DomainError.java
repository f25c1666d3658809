package live.nio.platform;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A refusal the caller can understand and act on. Features declare small named subtypes.
///
/// It carries no stack trace: it is an answer, not a fault, and under attack it is thrown often.
public abstract class DomainError extends RuntimeException {

  private final ErrorKind kind;
  private final String code;

  /// @param kind sort of refusal
  /// @param code stable word for programs, `snake_case`, listed in `docs/protocols/`
  /// @param detail one English sentence for people; never a secret, never an internal
  protected DomainError(ErrorKind kind, String code, String detail) {
    super(detail, null, false, false);
    this.kind = kind;
    this.code = code;
  }

  public final ErrorKind kind() {
    return kind;
  }

  public final String code() {
    return code;
  }

  /// The sentence given at construction.
  public final String detail() {
    return String.valueOf(getMessage());
  }

  /// When the same call can succeed, or null when waiting alone does not help.
  public @Nullable Duration retryAfter() {
    return null;
  }

  /// Members to add to the answer, for example the id of the object in the way.
  public Map<String, Object> extras() {
    return Map.of();
  }
}
