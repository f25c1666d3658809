package live.nio.identity;

import live.nio.platform.ClientAddress;
import live.nio.platform.Language;
import org.jspecify.annotations.Nullable;

/// What a request tells of the device it comes from, whoever uses it. [BrowserCookies#requester]
/// reads it.
///
/// @param ipAddress literal IPv4 or IPv6 address; forwarding headers count from trusted proxies
///   only
/// @param userAgent as sent, at most 400 characters; empty when none was
/// @param language the language the device asks for
/// @param deviceToken what the device was given at an earlier sign-in, or null
public record Requester(
    String ipAddress, String userAgent, Language language, @Nullable String deviceToken) {

  private static final int MAX_USER_AGENT_LENGTH = 400;

  public Requester {
    userAgent =
        userAgent.length() <= MAX_USER_AGENT_LENGTH
            ? userAgent
            : userAgent.substring(0, MAX_USER_AGENT_LENGTH);
  }

  /// The network to count by.
  public String network() {
    return new ClientAddress(ipAddress).network();
  }

  /// The same device with the token an app sent in the body, if it sent one.
  public Requester withDeviceToken(@Nullable String token) {
    return token == null ? this : new Requester(ipAddress, userAgent, language, token);
  }
}
