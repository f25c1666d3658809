package live.nio.sfu.sdp;

import java.net.InetAddress;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// One ICE candidate, `a=candidate` ([RFC 8839
/// §5.1](https://www.rfc-editor.org/rfc/rfc8839#section-5.1)); TCP by [RFC 6544
/// §4.5](https://www.rfc-editor.org/rfc/rfc6544#section-4.5).
///
///     candidate:1 1 udp 2130706431 198.51.100.1 39132 typ host
///     candidate:2 1 tcp 1671430143 198.51.100.1 39132 typ host tcptype passive
///
/// @param foundation 1–32 characters
/// @param component 1, as RTP and RTCP share it
/// @param tcp whether it is a TCP candidate
/// @param priority 1 to 2^31 - 1
/// @param address an address or a name such as `….local`, exactly as written; nothing resolves it
/// @param type `host`, `srflx`, `prflx` or `relay`
/// @param tcpType `active`, `passive` or `so` with TCP, else null
public record Candidate(
    String foundation,
    int component,
    boolean tcp,
    long priority,
    String address,
    int port,
    String type,
    @Nullable String tcpType) {
  private static final int MAX_FIELD = 256;

  /// A host candidate over UDP of component 1.
  ///
  /// @param preference 0–65535, higher is tried first; differs between our addresses
  public static Candidate udpHost(InetAddress address, int port, int preference) {
    return new Candidate(
        "u" + preference,
        1,
        false,
        priority(126, preference),
        literal(address),
        port,
        "host",
        null);
  }

  /// A host candidate that waits for TCP connections, of component 1; always after UDP.
  ///
  /// @param preference as in [#udpHost]; the direction takes the upper three bits, RFC 6544 §4.2
  public static Candidate tcpHost(InetAddress address, int port, int preference) {
    int passive = 4;
    return new Candidate(
        "t" + preference,
        1,
        true,
        priority(90, (passive << 13) | (preference & 0x1fff)),
        literal(address),
        port,
        "host",
        "passive");
  }

  /// Without the interface's name that this machine's own IPv6 addresses carry.
  private static String literal(InetAddress address) {
    String text = address.getHostAddress();
    int scope = text.indexOf('%');
    return scope < 0 ? text : text.substring(0, scope);
  }

  /// RFC 8445 §5.1.2.1, for component 1.
  private static long priority(int typePreference, int localPreference) {
    return ((long) typePreference << 24) | ((long) (localPreference & 0xffff) << 8) | 255;
  }

  /// Reads the value of an `a=candidate` line or of a browser's `RTCIceCandidate.candidate`. Empty
  /// when it cannot be used: such a candidate is to be skipped, not a reason to refuse the rest.
  public static Optional<Candidate> parse(String text) {
    String value = text.startsWith("candidate:") ? text.substring("candidate:".length()) : text;
    List<String> parts = Text.words(value, 64);
    if (parts.size() < 8 || !parts.get(6).equalsIgnoreCase("typ")) {
      return Optional.empty();
    }
    long component = Text.number(parts.get(1), 1, 256);
    long priority = Text.number(parts.get(3), 0, 0xffff_ffffL);
    long port = Text.number(parts.get(5), 0, 65_535);
    boolean tcp = parts.get(2).equalsIgnoreCase("tcp");
    if (component < 0
        || priority < 0
        || port < 0
        || !(tcp || parts.get(2).equalsIgnoreCase("udp"))
        || parts.get(0).isEmpty()
        || parts.get(0).length() > 32
        || parts.get(4).length() > MAX_FIELD
        || parts.get(7).length() > 32) {
      return Optional.empty();
    }
    String tcpType = null;
    for (int i = 8; i + 1 < parts.size(); i += 2) {
      if (parts.get(i).equalsIgnoreCase("tcptype")) {
        tcpType = parts.get(i + 1).toLowerCase(Locale.ROOT);
      }
    }
    return Optional.of(
        new Candidate(
            parts.get(0),
            (int) component,
            tcp,
            priority,
            parts.get(4),
            (int) port,
            parts.get(7).toLowerCase(Locale.ROOT),
            tcp ? tcpType : null));
  }

  /// The value of its `a=` line, beginning with `candidate:`.
  @Override
  public String toString() {
    return "candidate:"
        + foundation
        + " "
        + component
        + (tcp ? " tcp " : " udp ")
        + priority
        + " "
        + address
        + " "
        + port
        + " typ "
        + type
        + (tcpType == null ? "" : " tcptype " + tcpType);
  }
}
