package live.nio.platform;

/// There is no such object, or the caller may not know of it.
public final class NotFound extends DomainError {

  /// @param what the thing's name in a sentence, for example "stream"
  public NotFound(String what) {
    super(ErrorKind.NOT_FOUND, "not_found", "There is no such " + what + ".");
  }
}
