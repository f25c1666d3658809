package live.nio.identity.oauth;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.Optional;

/// Keys of the providers and where they are. A provider exists here when its keys are set;
/// `docs/social-login.md` says where to get them. The addresses are settings for tests and proxies.
@ConfigMapping(prefix = "nio.oauth")
interface OAuthSettings {

  Google google();

  Facebook facebook();

  Vk vk();

  Twitter twitter();

  /// `GOOGLE_CLIENT_ID`, `GOOGLE_CLIENT_SECRET`.
  interface Google {
    Optional<String> clientId();

    Optional<String> clientSecret();

    /// OpenID Connect issuer; everything else is discovered from it.
    @WithDefault("https://accounts.google.com")
    String issuer();
  }

  /// `FACEBOOK_CLIENT_ID`, `FACEBOOK_CLIENT_SECRET`.
  interface Facebook {
    Optional<String> clientId();

    Optional<String> clientSecret();

    /// Where people agree.
    @WithDefault("https://www.facebook.com")
    String dialogUrl();

    /// The Graph API.
    @WithDefault("https://graph.facebook.com")
    String graphUrl();
  }

  /// `VK_CLIENT_ID`; VK ID knows its clients by PKCE and redirect address, not by a secret.
  interface Vk {
    Optional<String> clientId();

    @WithDefault("https://id.vk.com")
    String url();
  }

  /// `TWITTER_CLIENT_ID`, and `TWITTER_CLIENT_SECRET` for an app registered as confidential.
  interface Twitter {
    Optional<String> clientId();

    Optional<String> clientSecret();

    /// Where people agree.
    @WithDefault("https://x.com")
    String url();

    @WithDefault("https://api.x.com")
    String apiUrl();
  }
}
