package live.nio.identity.oauth;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.source.JWKSource;
import com.nimbusds.jose.jwk.source.JWKSourceBuilder;
import com.nimbusds.jose.proc.BadJOSEException;
import com.nimbusds.jose.proc.JWSVerificationKeySelector;
import com.nimbusds.jose.proc.SecurityContext;
import com.nimbusds.jwt.JWT;
import com.nimbusds.jwt.JWTParser;
import com.nimbusds.oauth2.sdk.ParseException;
import com.nimbusds.oauth2.sdk.ResponseType;
import com.nimbusds.oauth2.sdk.Scope;
import com.nimbusds.oauth2.sdk.http.HTTPRequest;
import com.nimbusds.oauth2.sdk.id.Issuer;
import com.nimbusds.oauth2.sdk.id.State;
import com.nimbusds.oauth2.sdk.pkce.CodeChallengeMethod;
import com.nimbusds.oauth2.sdk.pkce.CodeVerifier;
import com.nimbusds.openid.connect.sdk.AuthenticationRequest;
import com.nimbusds.openid.connect.sdk.Nonce;
import com.nimbusds.openid.connect.sdk.Prompt;
import com.nimbusds.openid.connect.sdk.claims.IDTokenClaimsSet;
import com.nimbusds.openid.connect.sdk.op.OIDCProviderMetadata;
import com.nimbusds.openid.connect.sdk.validators.IDTokenValidator;
import java.net.MalformedURLException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import live.nio.identity.SignInMethod;
import net.minidev.json.JSONObject;
import org.jspecify.annotations.Nullable;

/// Google, by [OpenID Connect](https://openid.net/specs/openid-connect-core-1_0.html): all that
/// counts is the ID token, whose signature, issuer, audience, time and nonce are checked.
final class GoogleProvider implements Provider {

  /// The token's header does not choose how it is verified: asymmetric signatures only.
  private static final Set<JWSAlgorithm> ALGORITHMS =
      Set.of(JWSAlgorithm.RS256, JWSAlgorithm.PS256, JWSAlgorithm.ES256);

  private static final Duration DISCOVERY_KEPT = Duration.ofHours(1);

  /// What the issuer says of itself.
  private record Discovered(
      OIDCProviderMetadata metadata, IDTokenValidator validator, Instant readAt) {}

  private final String issuer;
  private final CodeFlow flow;
  private final ProviderHttp http;
  private final Clock clock;

  private volatile @Nullable Discovered discovered;

  GoogleProvider(String issuer, CodeFlow flow, ProviderHttp http, Clock clock) {
    this.issuer = issuer;
    this.flow = flow;
    this.http = http;
    this.clock = clock;
  }

  @Override
  public SignInMethod method() {
    return SignInMethod.GOOGLE;
  }

  @Override
  public String issuer() {
    return issuer;
  }

  @Override
  public URI authorization(Errand errand) throws ProviderFailure {
    AuthenticationRequest.Builder request =
        new AuthenticationRequest.Builder(
                ResponseType.CODE,
                new Scope("openid", "email", "profile"),
                flow.client(),
                flow.redirect())
            .endpointURI(discover().metadata().getAuthorizationEndpointURI())
            .state(new State(errand.state()))
            .nonce(new Nonce(errand.nonce()))
            .codeChallenge(new CodeVerifier(errand.verifier()), CodeChallengeMethod.S256)
            // Google refuses the standard's `login`.
            .prompt(Prompt.Type.SELECT_ACCOUNT);
    if (errand.purpose() == Errand.Purpose.REAUTHENTICATE) {
      request.maxAge(0);
    }
    return request.build().toURI();
  }

  @Override
  public ForeignIdentity identify(Errand errand, Map<String, String> answer)
      throws ProviderFailure {
    Discovered now = discover();
    JSONObject tokens = flow.redeem(now.metadata().getTokenEndpointURI(), errand, answer, Map.of());
    String idToken = CodeFlow.text(tokens, "id_token");
    if (idToken == null) {
      throw new ProviderFailure("token: no ID token");
    }
    JSONObject claims = verified(now, idToken, errand).toJSONObject();
    return new ForeignIdentity(
        issuer,
        CodeFlow.subject(claims, "sub"),
        CodeFlow.text(claims, "name"),
        null,
        CodeFlow.text(claims, "email"),
        Boolean.TRUE.equals(claims.get("email_verified")),
        claims.get("auth_time") instanceof Number at
            ? Instant.ofEpochSecond(at.longValue())
            : null);
  }

  private static IDTokenClaimsSet verified(Discovered now, String idToken, Errand errand)
      throws ProviderFailure {
    try {
      JWT jwt = JWTParser.parse(idToken);
      return now.validator().validate(jwt, new Nonce(errand.nonce()));
    } catch (java.text.ParseException e) {
      throw new ProviderFailure("ID token: not a JWT");
    } catch (BadJOSEException | JOSEException e) {
      throw new ProviderFailure("ID token: " + e.getMessage());
    }
  }

  private Discovered discover() throws ProviderFailure {
    Discovered known = discovered;
    Instant now = clock.instant();
    if (known != null && now.isBefore(known.readAt().plus(DISCOVERY_KEPT))) {
      return known;
    }
    // Two at once both ask; that does no harm and needs no lock over the network.
    JSONObject document =
        http.json(
            "discovery",
            new HTTPRequest(
                HTTPRequest.Method.GET,
                ProviderHttp.uri(issuer, "/.well-known/openid-configuration")));
    try {
      OIDCProviderMetadata metadata = OIDCProviderMetadata.parse(document);
      Issuer said = metadata.getIssuer();
      if (!said.getValue().equals(issuer)) {
        throw new ProviderFailure("discovery: another issuer");
      }
      requireSecure(metadata.getAuthorizationEndpointURI());
      requireSecure(metadata.getTokenEndpointURI());
      requireSecure(metadata.getJWKSetURI());
      JWKSource<SecurityContext> keys =
          JWKSourceBuilder.create(metadata.getJWKSetURI().toURL(), http)
              .refreshAheadCache(false)
              .build();
      Discovered fresh =
          new Discovered(
              metadata,
              new IDTokenValidator(
                  said, flow.client(), new JWSVerificationKeySelector<>(ALGORITHMS, keys), null),
              now);
      discovered = fresh;
      return fresh;
    } catch (ParseException | MalformedURLException e) {
      throw new ProviderFailure("discovery: not understood");
    }
  }

  /// What an HTTPS issuer names is HTTPS too; codes and secrets go there.
  private void requireSecure(@Nullable URI endpoint) throws ProviderFailure {
    if (endpoint == null
        || (issuer.startsWith("https://") && !"https".equals(endpoint.getScheme()))) {
      throw new ProviderFailure("discovery: an endpoint is missing or not secure");
    }
  }
}
