package live.nio.identity.oauth;

import java.net.URI;
import java.net.URISyntaxException;
import org.jspecify.annotations.Nullable;

/// Where to go after signing in: paths of this site only, so that nobody is led elsewhere by a
/// crafted link. The web app has the same rule (`auth/next.ts`).
final class NextPath {

  private static final int MAX_LENGTH = 512;

  private NextPath() {}

  /// The path itself when it is one, otherwise the fallback.
  static String safe(@Nullable String next, String fallback) {
    if (next == null || next.length() > MAX_LENGTH || !next.startsWith("/")) {
      return fallback;
    }
    // Browsers take a backslash for a slash, and leave out tabs and newlines.
    if (next.indexOf('\\') >= 0 || next.chars().anyMatch(Character::isISOControl)) {
      return fallback;
    }
    try {
      // Dots are resolved as browsers do: `/.//host` must not turn into `//host`.
      URI uri = new URI(next).normalize();
      String path = uri.getRawPath();
      boolean inside =
          uri.getScheme() == null
              && uri.getRawAuthority() == null
              && path != null
              && path.startsWith("/")
              && !path.startsWith("//")
              && !next.startsWith("//")
              && !next.contains("/.//")
              && !next.contains("/..//");
      return inside ? uri.toASCIIString() : fallback;
    } catch (URISyntaxException notAPath) {
      return fallback;
    }
  }
}
