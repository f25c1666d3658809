package live.nio.sfu.sdp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A fragment of type `application/trickle-ice-sdpfrag` ([RFC 8840
/// §9](https://www.rfc-editor.org/rfc/rfc8840#section-9)), the body of a WHIP or WHEP PATCH: more
/// candidates, or new credentials for an ICE restart ([RFC 9725
/// §4.3](https://www.rfc-editor.org/rfc/rfc9725#section-4.3)).
///
///     a=ice-ufrag:EsAw
///     a=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1
///     a=group:BUNDLE 0 1
///     m=audio 9 UDP/TLS/RTP/SAVPF 111
///     a=mid:0
///     a=candidate:1387637174 1 udp 2122260223 192.0.2.1 61764 typ host
///     a=end-of-candidates
public final class IceFragment {
  static final int MAX_CANDIDATES = 64;

  private final @Nullable String ufrag;
  private final @Nullable String password;
  private final List<Candidate> candidates;
  private final boolean endOfCandidates;
  private final SessionDescription description;

  private IceFragment(
      @Nullable String ufrag,
      @Nullable String password,
      List<Candidate> candidates,
      boolean endOfCandidates,
      SessionDescription description) {
    this.ufrag = ufrag;
    this.password = password;
    this.candidates = candidates;
    this.endOfCandidates = endOfCandidates;
    this.description = description;
  }

  /// Reads a fragment. Candidates that cannot be used are left out.
  ///
  /// @throws SdpException when a line has no form, or credentials are incomplete or too short
  public static IceFragment parse(String text) throws SdpException {
    SessionDescription read = SessionDescription.read(text);
    List<SessionDescription.Line> lines = new ArrayList<>(read.session());
    read.media().forEach(section -> lines.addAll(section.lines()));
    // The sections are bundled, so what they say of ICE is about one transport.
    SessionDescription flat = new SessionDescription(lines, List.of());
    Optional<String> ufrag = flat.attribute("ice-ufrag");
    Optional<String> password = flat.attribute("ice-pwd");
    if (ufrag.isPresent() != password.isPresent()) {
      throw SdpException.malformed("a fragment needs both a=ice-ufrag and a=ice-pwd, or neither");
    }
    if (ufrag.isPresent()) {
      IceText.check(ufrag.get().strip(), password.orElse("").strip());
    }
    return new IceFragment(
        ufrag.map(String::strip).orElse(null),
        password.map(String::strip).orElse(null),
        IceText.candidates(List.of(flat)),
        flat.has("end-of-candidates"),
        read);
  }

  /// Null when the fragment names none, which RFC 8840 forbids but clients do.
  public @Nullable String ufrag() {
    return ufrag;
  }

  /// Null exactly when [#ufrag] is.
  public @Nullable String password() {
    return password;
  }

  public List<Candidate> candidates() {
    return candidates;
  }

  public boolean endOfCandidates() {
    return endOfCandidates;
  }

  /// Whether it brings other credentials than the current ones: an ICE restart.
  public boolean restarts(String currentUfrag, String currentPassword) {
    return ufrag != null && !(ufrag.equals(currentUfrag) && currentPassword.equals(password));
  }

  /// The reply to an ICE restart, with our new credentials.
  public String answer(LocalTransport local) {
    StringBuilder to = new StringBuilder(512);
    to.append("a=ice-lite\r\na=ice-options:trickle ice2\r\n");
    description
        .attribute("group")
        .ifPresent(group -> to.append("a=group:").append(group).append("\r\n"));
    if (!description.media().isEmpty()) {
      SessionDescription.Media first = description.media().getFirst();
      to.append("m=").append(first.kind()).append(" 9 ").append(first.protocol());
      first.formats().forEach(format -> to.append(' ').append(format));
      to.append("\r\n");
      first.attribute("mid").ifPresent(mid -> to.append("a=mid:").append(mid).append("\r\n"));
    }
    IceText.write(to, local, true);
    return to.toString();
  }
}
