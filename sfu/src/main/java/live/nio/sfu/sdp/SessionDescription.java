package live.nio.sfu.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A session description as lines: those before the first `m=`, then the media sections. Reads and
/// writes the grammar of [RFC 8866 §9](https://www.rfc-editor.org/rfc/rfc8866#section-9) as far as
/// it has structure; what lines mean is [Negotiator]'s business. Lines may end in CRLF or LF.
///
/// @param session the lines before the first section, `v=` first
/// @param media the sections in order
public record SessionDescription(List<Line> session, List<Media> media) {
  /// Longest text that is read, in characters.
  public static final int MAX_LENGTH = 256 * 1024;

  static final int MAX_SECTIONS = 32;
  static final int MAX_LINE = 4096;
  private static final int MAX_FORMATS = 128;

  /// One line: `a=mid:0` has the type `a` and the value `mid:0`.
  public record Line(char type, String value) {
    @Override
    public String toString() {
      return type + "=" + value;
    }
  }

  /// A media section.
  ///
  /// @param kind `audio`, `video`, `application`, …
  /// @param port 0 when the section is not to be used, unless it says `a=bundle-only`
  /// @param protocol such as `UDP/TLS/RTP/SAVPF`
  /// @param formats payload types, in the sender's order of preference
  /// @param lines those after its `m=`
  public record Media(
      String kind, int port, String protocol, List<String> formats, List<Line> lines) {
    public Media {
      formats = List.copyOf(formats);
      lines = List.copyOf(lines);
    }

    /// The value of the first such attribute; empty text for a property attribute.
    Optional<String> attribute(String name) {
      return first(lines, name);
    }

    List<String> attributes(String name) {
      return all(lines, name);
    }

    boolean has(String name) {
      return attribute(name).isPresent();
    }

    private void writeTo(StringBuilder to) {
      to.append("m=").append(kind).append(' ').append(port).append(' ').append(protocol);
      formats.forEach(format -> to.append(' ').append(format));
      to.append("\r\n");
      lines.forEach(line -> to.append(line).append("\r\n"));
    }
  }

  public SessionDescription {
    session = List.copyOf(session);
    media = List.copyOf(media);
  }

  Optional<String> attribute(String name) {
    return first(session, name);
  }

  List<String> attributes(String name) {
    return all(session, name);
  }

  boolean has(String name) {
    return attribute(name).isPresent();
  }

  /// Reads a whole description.
  ///
  /// @throws SdpException when it is no SDP, is too long, or has too many sections
  public static SessionDescription parse(String text) throws SdpException {
    SessionDescription parsed = read(text);
    if (parsed.session.isEmpty() || !parsed.session.getFirst().equals(new Line('v', "0"))) {
      throw SdpException.malformed("SDP must begin with v=0");
    }
    if (parsed.media.isEmpty()) {
      throw SdpException.malformed("SDP has no media section");
    }
    return parsed;
  }

  /// Reads lines that need not begin with `v=`, nor have a section: fragments.
  static SessionDescription read(String text) throws SdpException {
    if (text.length() > MAX_LENGTH) {
      throw SdpException.malformed("SDP is longer than " + MAX_LENGTH + " characters");
    }
    List<Line> session = new ArrayList<>();
    List<Media> media = new ArrayList<>();
    List<Line> current = session;
    String section = null;
    int at = 0;
    while (at < text.length()) {
      int end = text.indexOf('\n', at);
      int next = end < 0 ? text.length() : end + 1;
      end = end < 0 ? text.length() : end;
      while (end > at && text.charAt(end - 1) == '\r') {
        end--;
      }
      if (end > at) {
        Line line = line(text, at, end);
        if (line.type == 'm') {
          if (section != null) {
            media.add(section(section, current));
          }
          if (media.size() == MAX_SECTIONS) {
            throw SdpException.malformed("SDP has more than " + MAX_SECTIONS + " media sections");
          }
          section = line.value;
          current = new ArrayList<>();
        } else {
          current.add(line);
        }
      }
      at = next;
    }
    if (section != null) {
      media.add(section(section, current));
    }
    return new SessionDescription(session, media);
  }

  private static Line line(String text, int from, int to) throws SdpException {
    if (to - from > MAX_LINE) {
      throw SdpException.malformed("SDP has a line longer than " + MAX_LINE + " characters");
    }
    if (to - from < 2 || text.charAt(from + 1) != '=' || !isLowerCase(text.charAt(from))) {
      throw SdpException.malformed("SDP has a line that does not begin with a letter and =");
    }
    for (int i = from + 2; i < to; i++) {
      char c = text.charAt(i);
      if (c == 0 || c == '\r') {
        throw SdpException.malformed("SDP has a control character in a line");
      }
    }
    return new Line(text.charAt(from), text.substring(from + 2, to));
  }

  private static boolean isLowerCase(char c) {
    return c >= 'a' && c <= 'z';
  }

  private static Media section(String value, List<Line> lines) throws SdpException {
    List<String> parts = Text.words(value, MAX_FORMATS + 4);
    if (parts.size() < 4) {
      throw SdpException.malformed("an m= line needs media, port, protocol and a format");
    }
    if (parts.size() > MAX_FORMATS + 3) {
      throw SdpException.malformed("an m= line has more than " + MAX_FORMATS + " formats");
    }
    // The number of ports that may follow a slash is for layered multicast only.
    int slash = parts.get(1).indexOf('/');
    long port = Text.number(slash < 0 ? parts.get(1) : parts.get(1).substring(0, slash), 0, 65_535);
    if (port < 0) {
      throw SdpException.malformed("an m= line needs a port number");
    }
    return new Media(parts.get(0), (int) port, parts.get(2), parts.subList(3, parts.size()), lines);
  }

  /// The text, with CRLF after every line.
  @Override
  public String toString() {
    StringBuilder to = new StringBuilder(1024);
    session.forEach(line -> to.append(line).append("\r\n"));
    media.forEach(section -> section.writeTo(to));
    return to.toString();
  }

  private static Optional<String> first(List<Line> lines, String name) {
    for (Line line : lines) {
      String value = attribute(line, name);
      if (value != null) {
        return Optional.of(value);
      }
    }
    return Optional.empty();
  }

  private static List<String> all(List<Line> lines, String name) {
    List<String> values = new ArrayList<>();
    for (Line line : lines) {
      String value = attribute(line, name);
      if (value != null) {
        values.add(value);
      }
    }
    return values;
  }

  private static @Nullable String attribute(Line line, String name) {
    if (line.type != 'a' || !line.value.startsWith(name)) {
      return null;
    }
    if (line.value.length() == name.length()) {
      return "";
    }
    return line.value.charAt(name.length()) == ':' ? line.value.substring(name.length() + 1) : null;
  }
}
