package live.nio.platform;

/// The caller is known but may not do this.
public final class Forbidden extends DomainError {

  /// @param detail who may, in one sentence
  public Forbidden(String detail) {
    super(ErrorKind.FORBIDDEN, "forbidden", detail);
  }
}
