package live.nio.identity.oauth;

import com.nimbusds.oauth2.sdk.AuthorizationCode;
import com.nimbusds.oauth2.sdk.AuthorizationCodeGrant;
import com.nimbusds.oauth2.sdk.AuthorizationRequest;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.TokenRequest;
import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.ClientID;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.oauth2.sdk.token.BearerAccessToken;
import java.net.URI;
import java.util.Map;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;

/// What the providers have in common: the authorization code flow ([RFC 6749
/// §4.1](https://www.rfc-editor.org/rfc/rfc6749#section-4.1)) with PKCE ([RFC
/// 7636](https://www.rfc-editor.org/rfc/rfc7636), always S256).
///
/// @param authentication null for a public client
/// @param redirect ours, another one for every provider: a code of one cannot be brought as
///   another's (RFC 9700 §4.4.2.2)
record CodeFlow(
    ClientID client,
    @Nullable ClientAuthentication authentication,
    URI redirect,
    ProviderHttp http) {

  private static final int MAX_CODE = 4_096;
  private static final int MAX_TOKEN = 8_192;

  /// The request for a code, to be added to.
  AuthorizationRequest.Builder request(URI endpoint, Errand errand, String... scopes) {
    return new AuthorizationRequest.Builder(ResponseType.CODE, client)
        .endpointURI(endpoint)
        .redirectionURI(redirect)
        .scope(new Scope(scopes))
        .state(new State(errand.state()))
        .codeChallenge(new CodeVerifier(errand.verifier()), CodeChallengeMethod.S256);
  }

  /// Redeems the code.
  ///
  /// @param extras further parameters
  /// @return the token answer
  JSONObject redeem(
      URI endpoint, Errand errand, Map<String, String> answer, Map<String, String> extras)
      throws ProviderFailure {
    String code = answer.getOrDefault("code", "");
    if (code.isBlank() || code.length() > MAX_CODE) {
      throw new ProviderFailure("callback: no code");
    }
    AuthorizationCodeGrant grant =
        new AuthorizationCodeGrant(
            new AuthorizationCode(code), redirect, new CodeVerifier(errand.verifier()));
    TokenRequest.Builder request =
        authentication == null
            ? new TokenRequest.Builder(endpoint, client, grant)
            : new TokenRequest.Builder(endpoint, authentication, grant);
    extras.forEach(request::customParameter);
    return http.json("token", request.build().toHTTPRequest());
  }

  /// The access token of a token answer.
  static BearerAccessToken accessToken(JSONObject tokens) throws ProviderFailure {
    if (tokens.get("access_token") instanceof String token
        && !token.isBlank()
        && token.length() <= MAX_TOKEN) {
      return new BearerAccessToken(token);
    }
    throw new ProviderFailure("token: no access token");
  }

  /// Asks an API who the token's owner is.
  JSONObject ask(URI endpoint, BearerAccessToken token) throws ProviderFailure {
    HTTPRequest request = new HTTPRequest(HTTPRequest.Method.GET, endpoint);
    request.setAuthorization(token.toAuthorizationHeader());
    return http.json("user", request);
  }

  /// A member that is text.
  static @Nullable String text(JSONObject object, String member) {
    return object.get(member) instanceof String text ? text : null;
  }

  /// The member that names somebody for ever: text, or the number some providers give.
  static String subject(JSONObject object, String member) throws ProviderFailure {
    return switch (object.get(member)) {
      case String text when !text.isBlank() -> text;
      case Long number -> number.toString();
      case Integer number -> number.toString();
      case null, default -> throw new ProviderFailure("user: no " + member);
    };
  }
}
