package live.nio.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// The STUN and TURN servers a browser should use.
///
/// TURN credentials are of the time-limited kind every TURN server with a shared secret knows
/// ([draft-uberti-behave-turn-rest-00](https://datatracker.ietf.org/doc/html/draft-uberti-behave-turn-rest-00)):
/// the user name is the moment of expiry, the password its HMAC-SHA-1.
@Singleton
class IceServers {

  private static final Duration TTL = Duration.ofHours(12);

  /// One entry of `RTCConfiguration.iceServers`.
  @Schema(name = "IceServer")
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record IceServer(
      @Schema(required = true) List<String> urls,
      @Nullable String username,
      @Nullable String credential) {}

  private final List<String> stunUrls;
  private final List<String> turnUrls;
  private final @Nullable String turnSecret;
  private final Clock clock;

  IceServers(StreamSettings settings, Clock clock) {
    this.stunUrls = clean(settings.stunUrls().orElse(List.of()));
    this.turnUrls = clean(settings.turnUrls().orElse(List.of()));
    this.turnSecret = settings.turnSecret().filter(secret -> !secret.isBlank()).orElse(null);
    this.clock = clock;
  }

  private static List<String> clean(List<String> urls) {
    return urls.stream().map(String::strip).filter(url -> !url.isEmpty()).toList();
  }

  Duration ttl() {
    return TTL;
  }

  List<IceServer> current() {
    List<IceServer> servers = new ArrayList<>();
    if (!stunUrls.isEmpty()) {
      servers.add(new IceServer(stunUrls, null, null));
    }
    if (!turnUrls.isEmpty() && turnSecret != null) {
      String username = Long.toString(clock.instant().plus(TTL).getEpochSecond());
      servers.add(new IceServer(turnUrls, username, credential(turnSecret, username)));
    }
    return servers;
  }

  /// The servers as values of `Link` headers, one an address ([RFC 9725
  /// §4.6](https://www.rfc-editor.org/rfc/rfc9725#section-4.6)).
  ///
  ///     <turn:turn.example.com:3478>; rel="ice-server"; username="…"; credential="…"; credential-type="password"
  List<String> links() {
    List<String> links = new ArrayList<>();
    for (IceServer server : current()) {
      String credentials =
          server.username() == null
              ? ""
              : "; username=\"%s\"; credential=\"%s\"; credential-type=\"password\""
                  .formatted(server.username(), server.credential());
      server.urls().forEach(url -> links.add("<" + url + ">; rel=\"ice-server\"" + credentials));
    }
    return links;
  }

  private static String credential(String secret, String username) {
    try {
      Mac mac = Mac.getInstance("HmacSHA1");
      mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA1"));
      return Base64.getEncoder()
          .encodeToString(mac.doFinal(username.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA1", e);
    }
  }
}
