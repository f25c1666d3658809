package live.nio.identity.qr;

import io.quarkus.runtime.StartupEvent;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.URI;
import java.util.Optional;
import live.nio.platform.PlatformConfig;
import live.nio.platform.StartupFailure;

/// What a code becomes for cameras and for apps. Any thread.
@Singleton
class QrLinks {

  @ConfigMapping(prefix = "nio.qr")
  interface Settings {
    /// The link in the picture, with `{code}` and, if wanted, `{PUBLIC_URL}`.
    Optional<String> linkTemplate();
  }

  private static final String DEFAULT_TEMPLATE = "{PUBLIC_URL}/qr-login?code={code}";
  private static final String CODE = "{code}";
  private static final String PUBLIC_URL = "{PUBLIC_URL}";
  private static final String APP_TEMPLATE = "ospabhost://qr-login?code=" + CODE;

  /// A longer one makes a picture too fine for a phone's camera.
  private static final int MAX_LENGTH = 300;

  private final String template;

  @Inject
  QrLinks(Settings settings, PlatformConfig config) {
    this(settings.linkTemplate().orElse(""), config.publicUrl());
  }

  /// @param template empty for the default one
  QrLinks(String template, String publicUrl) {
    String chosen = template.isBlank() ? DEFAULT_TEMPLATE : template.strip();
    if (!chosen.contains(CODE)) {
      throw new StartupFailure(
          "QR_LINK_TEMPLATE is %s, which says nowhere where the code goes. Put {code} into it, or unset it."
              .formatted(chosen));
    }
    this.template = chosen.replace(PUBLIC_URL, publicUrl);
    String example = forCamera("A".repeat(22));
    if (!isAbsolute(example) || example.length() > MAX_LENGTH) {
      throw new StartupFailure(
          "QR_LINK_TEMPLATE is %s, which makes no link of at most %d characters, such as %s. Correct or unset it."
              .formatted(chosen, MAX_LENGTH, DEFAULT_TEMPLATE));
    }
  }

  // Made at start, so that a wrong template is told then and not at the first login.
  void start(@Observes StartupEvent event) {}

  private static boolean isAbsolute(String link) {
    try {
      URI uri = URI.create(link);
      return uri.isAbsolute() && !uri.isOpaque();
    } catch (IllegalArgumentException notALink) {
      return false;
    }
  }

  /// The link in the picture, which any camera opens.
  String forCamera(String code) {
    return template.replace(CODE, code);
  }

  /// The link that opens the app where it is installed.
  String forApp(String code) {
    return APP_TEMPLATE.replace(CODE, code);
  }
}
