package live.nio.platform;

/// What sort of thing went wrong, without a word about HTTP; each edge (REST, sockets) translates
/// it once.
public enum ErrorKind {
  INVALID,
  UNAUTHENTICATED,
  FORBIDDEN,
  NOT_FOUND,
  CONFLICT,
  /// It was there and is no more.
  GONE,
  /// Longer than we read.
  TOO_LARGE,
  /// Well-formed, but nothing that can be done.
  UNPROCESSABLE,
  THROTTLED,
  /// Cannot be done now, by nobody's fault; later it can.
  UNAVAILABLE
}
