package live.nio.sfu.sdp;

/// A session description that is refused. The message is short, one line, and meant for the person
/// who reads the client's log.
public final class SdpException extends Exception {
  private static final long serialVersionUID = 1L;

  /// Why, in the coarse terms an HTTP status needs.
  public enum Kind {
    /// The text is no SDP, or breaks a rule of its grammar: 400.
    MALFORMED,
    /// Well-formed, but offers nothing that can be answered: 422.
    UNSUPPORTED
  }

  private final Kind kind;

  private SdpException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  static SdpException malformed(String message) {
    return new SdpException(Kind.MALFORMED, message);
  }

  static SdpException unsupported(String message) {
    return new SdpException(Kind.UNSUPPORTED, message);
  }

  public Kind kind() {
    return kind;
  }

  /// The message; never null.
  public String reason() {
    String message = getMessage();
    return message == null ? kind.name() : message;
  }
}
