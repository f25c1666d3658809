package live.nio.identity.oauth;

import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.NewCookie;
import jakarta.ws.rs.core.NewCookie.SameSite;
import live.nio.identity.BrowserCookies;
import org.jspecify.annotations.Nullable;

/// The cookie a sealed [Errand] travels in. `Lax`, because it must come back with the provider's
/// redirect. A browser is on one errand at a time: a second one takes the first one's place.
@Singleton
class OAuthCookie {

  private static final String NAME = "nio_oauth";

  private final BrowserCookies cookies;

  OAuthCookie(BrowserCookies cookies) {
    this.cookies = cookies;
  }

  @Nullable String read(HttpServerRequest http) {
    return cookies.read(http, NAME).orElse(null);
  }

  NewCookie make(String sealedErrand) {
    return cookies.make(NAME, sealedErrand, Errands.LIFETIME, SameSite.LAX);
  }

  NewCookie remove() {
    return cookies.remove(NAME);
  }
}
