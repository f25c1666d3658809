package live.nio.platform;

import java.util.List;
import java.util.Map;

/// A feature whose pages need something from another site: scripts, frames. [SecurityHeaders] puts
/// it into the content security policy. Asked once, at the start.
public interface ContentSources {

  /// Directive → origins to allow beside our own, for example `script-src` →
  /// `https://js.stripe.com`; empty when the feature is not set up.
  Map<String, List<String>> sources();

  /// Whether that site opens a window of its own and has to be heard from it.
  default boolean opensWindows() {
    return false;
  }
}
