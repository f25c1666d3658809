package live.nio.identity;

import java.util.List;

/// The providers people can sign in with here, as far as the operator has set them up.
public interface SocialLogins {

  /// Their codes (`google`, …) in the order of the buttons.
  List<String> providers();
}
