package live.nio.identity.oauth;

import java.net.URI;
import java.util.Map;
import live.nio.identity.SignInMethod;
import net.minidev.json.JSONObject;

/// X, by [OAuth 2.0](https://docs.x.com/fundamentals/authentication/oauth-2-0/authorization-code).
/// An address would need one more permission, which few apps have; we ask for none. X has no way to
/// make somebody prove themselves anew.
final class TwitterProvider implements Provider {

  private final CodeFlow flow;
  private final String url;
  private final String apiUrl;

  TwitterProvider(CodeFlow flow, String url, String apiUrl) {
    this.flow = flow;
    this.url = url;
    this.apiUrl = apiUrl;
  }

  @Override
  public SignInMethod method() {
    return SignInMethod.TWITTER;
  }

  @Override
  public String issuer() {
    return "https://x.com";
  }

  @Override
  public URI authorization(Errand errand) {
    // `users.read` alone does not open /2/users/me.
    return flow.request(
            ProviderHttp.uri(url, "/i/oauth2/authorize"), errand, "users.read", "tweet.read")
        .build()
        .toURI();
  }

  @Override
  public ForeignIdentity identify(Errand errand, Map<String, String> answer)
      throws ProviderFailure {
    JSONObject tokens =
        flow.redeem(ProviderHttp.uri(apiUrl, "/2/oauth2/token"), errand, answer, Map.of());
    JSONObject envelope =
        flow.ask(ProviderHttp.uri(apiUrl, "/2/users/me"), CodeFlow.accessToken(tokens));
    if (!(envelope.get("data") instanceof JSONObject user)) {
      throw new ProviderFailure("user: no data");
    }
    return new ForeignIdentity(
        issuer(),
        CodeFlow.subject(user, "id"),
        CodeFlow.text(user, "name"),
        CodeFlow.text(user, "username"),
        null,
        false,
        null);
  }
}
