package live.nio.sfu.sdp;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// The ICE attributes offers, answers and fragments share ([RFC 8839
/// §5](https://www.rfc-editor.org/rfc/rfc8839#section-5)).
final class IceText {
  private IceText() {}

  /// RFC 8839 §5.4 gives the lengths. Of the characters only those are refused that would break a
  /// STUN user name or a line.
  static void check(String ufrag, String password) throws SdpException {
    if (ufrag.length() < 4 || ufrag.length() > 256 || !isPlain(ufrag)) {
      throw SdpException.malformed("a=ice-ufrag must have 4 to 256 characters of the ICE alphabet");
    }
    if (password.length() < 22 || password.length() > 256 || !isPlain(password)) {
      throw SdpException.malformed("a=ice-pwd must have 22 to 256 characters of the ICE alphabet");
    }
  }

  private static boolean isPlain(String text) {
    return text.chars().allMatch(c -> c > ' ' && c < 127 && c != ':');
  }

  /// The usable candidates of several places, each once, bounded.
  static List<Candidate> candidates(List<SessionDescription> places) {
    Set<Candidate> candidates = new LinkedHashSet<>();
    for (SessionDescription place : places) {
      for (String value : place.attributes("candidate")) {
        if (candidates.size() < IceFragment.MAX_CANDIDATES) {
          Candidate.parse(value).filter(one -> one.component() == 1).ifPresent(candidates::add);
        }
      }
    }
    return List.copyOf(candidates);
  }

  static void write(StringBuilder to, LocalTransport local, boolean withCandidates) {
    to.append("a=ice-ufrag:").append(local.ufrag()).append("\r\n");
    to.append("a=ice-pwd:").append(local.password()).append("\r\n");
    if (withCandidates) {
      local.candidates().forEach(one -> to.append("a=").append(one).append("\r\n"));
      to.append("a=end-of-candidates\r\n");
    }
  }
}
