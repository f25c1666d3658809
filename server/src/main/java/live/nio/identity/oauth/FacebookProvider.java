package live.nio.identity.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import live.nio.identity.SignInMethod;
import live.nio.platform.Secrets;
import net.minidev.json.JSONObject;

/// Facebook, by its [manual
/// flow](https://developers.facebook.com/docs/facebook-login/guides/advanced/manual-flow) and the
/// Graph API. It does not say whether it has proved an address.
final class FacebookProvider implements Provider {

  private static final String VERSION = "/v25.0";

  private final CodeFlow flow;
  private final byte[] secret;
  private final String dialogUrl;
  private final String graphUrl;

  FacebookProvider(CodeFlow flow, String secret, String dialogUrl, String graphUrl) {
    this.flow = flow;
    this.secret = secret.getBytes(StandardCharsets.UTF_8);
    this.dialogUrl = dialogUrl;
    this.graphUrl = graphUrl;
  }

  @Override
  public SignInMethod method() {
    return SignInMethod.FACEBOOK;
  }

  @Override
  public String issuer() {
    return "https://www.facebook.com";
  }

  @Override
  public URI authorization(Errand errand) {
    AuthorizationRequest.Builder request =
        flow.request(
            ProviderHttp.uri(dialogUrl, VERSION + "/dialog/oauth"),
            errand,
            "public_profile",
            "email");
    if (errand.purpose() == Errand.Purpose.REAUTHENTICATE) {
      request.customParameter("auth_type", "reauthenticate");
    }
    return request.build().toURI();
  }

  @Override
  public ForeignIdentity identify(Errand errand, Map<String, String> answer)
      throws ProviderFailure {
    BearerAccessToken token =
        CodeFlow.accessToken(
            flow.redeem(
                ProviderHttp.uri(graphUrl, VERSION + "/oauth/access_token"),
                errand,
                answer,
                Map.of()));
    // The proof lets the app refuse tokens that were stolen from it elsewhere.
    String proof =
        HexFormat.of()
            .formatHex(Secrets.hmac(secret, token.getValue().getBytes(StandardCharsets.UTF_8)));
    JSONObject user =
        flow.ask(
            ProviderHttp.uri(
                graphUrl, VERSION + "/me?fields=id,name,email&appsecret_proof=" + proof),
            token);
    return new ForeignIdentity(
        issuer(),
        CodeFlow.subject(user, "id"),
        CodeFlow.text(user, "name"),
        null,
        CodeFlow.text(user, "email"),
        false,
        null);
  }
}
