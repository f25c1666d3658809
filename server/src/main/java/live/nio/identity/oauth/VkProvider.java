package live.nio.identity.oauth;

import com.nimbusds.common.contenttype.ContentType;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import com.nimbusds.oauth2.sdk.util.URLUtils;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.nio.identity.SignInMethod;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;

/// VK ID, by its [OAuth
/// 2.1](https://id.vk.com/about/business/go/docs/ru/vkid/latest/vk-id/connection/api-integration/api-description):
/// no client secret but PKCE, a `device_id` that must go back with the code, and a `state` that is
/// asked for and answered once more at the token endpoint. It does not say whether it has proved an
/// address.
final class VkProvider implements Provider {

  private static final int MAX_DEVICE_ID = 1_024;

  private final CodeFlow flow;
  private final ProviderHttp http;
  private final String url;

  VkProvider(CodeFlow flow, ProviderHttp http, String url) {
    this.flow = flow;
    this.http = http;
    this.url = url;
  }

  @Override
  public SignInMethod method() {
    return SignInMethod.VK;
  }

  @Override
  public String issuer() {
    return "https://id.vk.com";
  }

  @Override
  public URI authorization(Errand errand) {
    AuthorizationRequest.Builder request =
        flow.request(ProviderHttp.uri(url, "/authorize"), errand, "vkid.personal_info", "email");
    if (errand.purpose() == Errand.Purpose.REAUTHENTICATE) {
      request.customParameter("prompt", "login");
    }
    return request.build().toURI();
  }

  @Override
  public ForeignIdentity identify(Errand errand, Map<String, String> answer)
      throws ProviderFailure {
    String deviceId = answer.getOrDefault("device_id", "");
    if (deviceId.isBlank() || deviceId.length() > MAX_DEVICE_ID) {
      throw new ProviderFailure("callback: no device_id");
    }
    JSONObject tokens =
        flow.redeem(
            ProviderHttp.uri(url, "/oauth2/auth"),
            errand,
            answer,
            Map.of("device_id", deviceId, "state", errand.state()));
    if (!errand.state().equals(tokens.get("state"))) {
      throw new ProviderFailure("token: another state");
    }
    JSONObject user = user(CodeFlow.accessToken(tokens));
    return new ForeignIdentity(
        issuer(),
        CodeFlow.subject(user, "user_id"),
        name(user),
        null,
        CodeFlow.text(user, "email"),
        false,
        null);
  }

  private JSONObject user(BearerAccessToken token) throws ProviderFailure {
    HTTPRequest request =
        new HTTPRequest(HTTPRequest.Method.POST, ProviderHttp.uri(url, "/oauth2/user_info"));
    request.setEntityContentType(ContentType.APPLICATION_URLENCODED);
    request.setBody(
        URLUtils.serializeParameters(
            Map.of(
                "client_id", List.of(flow.client().getValue()),
                "access_token", List.of(token.getValue()))));
    if (http.json("user", request).get("user") instanceof JSONObject user) {
      return user;
    }
    throw new ProviderFailure("user: no user");
  }

  private static @Nullable String name(JSONObject user) {
    String name =
        Stream.of("first_name", "last_name")
            .map(user::get)
            .filter(String.class::isInstance)
            .map(String.class::cast)
            .filter(part -> !part.isBlank())
            .collect(Collectors.joining(" "));
    return name.isEmpty() ? null : name;
  }
}
