package live.nio.platform;

/// What sort of thing went wrong, without a word about HTTP; each edge (REST, sockets) translates
/// it once.
public enum ErrorKind {
  INVALID,
  UNAUTHENTICATED,
  FORBIDDEN,
  NOT_FOUND,
  CONFLICT,
  THROTTLED
}
