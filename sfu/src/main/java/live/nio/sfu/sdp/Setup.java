package live.nio.sfu.sdp;

import java.util.Locale;

/// Who begins the DTLS handshake, `a=setup` ([RFC 4145
/// §4](https://www.rfc-editor.org/rfc/rfc4145#section-4), [RFC 8842
/// §5.1](https://www.rfc-editor.org/rfc/rfc8842#section-5.1)).
public enum Setup {
  /// Begins: the DTLS client.
  ACTIVE,
  /// Waits: the DTLS server.
  PASSIVE,
  /// Leaves the choice to the answer.
  ACTPASS;

  /// As in `a=setup`.
  String token() {
    return name().toLowerCase(Locale.ROOT);
  }

  static Setup parse(String token) throws SdpException {
    return switch (token.strip().toLowerCase(Locale.ROOT)) {
      case "active" -> ACTIVE;
      case "passive" -> PASSIVE;
      case "actpass" -> ACTPASS;
      default -> throw SdpException.unsupported("a=setup must be actpass, active or passive");
    };
  }
}
