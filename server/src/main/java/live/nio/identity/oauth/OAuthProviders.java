package live.nio.identity.oauth;

import com.nimbusds.oauth2.sdk.auth.ClientAuthentication;
import com.nimbusds.oauth2.sdk.auth.ClientSecretBasic;
import com.nimbusds.oauth2.sdk.auth.ClientSecretPost;
import com.nimbusds.oauth2.sdk.auth.Secret;
import com.nimbusds.oauth2.sdk.id.ClientID;
import jakarta.inject.Singleton;
import java.net.URI;
import java.time.Clock;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import live.nio.identity.SignInMethod;
import live.nio.identity.SocialLogins;
import live.nio.platform.NotFound;
import live.nio.platform.PlatformConfig;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// The providers the operator has keys for.
@Singleton
public class OAuthProviders implements SocialLogins {

  private static final Logger LOG = Logger.getLogger(OAuthProviders.class);

  private final Map<SignInMethod, Provider> configured = new EnumMap<>(SignInMethod.class);
  private final PlatformConfig platform;
  private final ProviderHttp http;

  OAuthProviders(OAuthSettings settings, PlatformConfig platform, ProviderHttp http, Clock clock) {
    this.platform = platform;
    this.http = http;
    OAuthSettings.Google google = settings.google();
    both("GOOGLE", google.clientId(), google.clientSecret())
        .ifPresent(keys ->
            add(
                new GoogleProvider(
                    google.issuer(), flow(SignInMethod.GOOGLE, keys.inBody()), http, clock)));
    OAuthSettings.Facebook facebook = settings.facebook();
    both("FACEBOOK", facebook.clientId(), facebook.clientSecret())
        .ifPresent(keys ->
            add(
                new FacebookProvider(
                    flow(SignInMethod.FACEBOOK, keys.inBody()),
                    keys.secret().getValue(),
                    facebook.dialogUrl(),
                    facebook.graphUrl())));
    OAuthSettings.Vk vk = settings.vk();
    given(vk.clientId())
        .map(ClientID::new)
        .ifPresent(id -> add(new VkProvider(publicFlow(SignInMethod.VK, id), http, vk.url())));
    OAuthSettings.Twitter twitter = settings.twitter();
    given(twitter.clientId())
        .map(ClientID::new)
        .ifPresent(id ->
            add(
                new TwitterProvider(
                    given(twitter.clientSecret())
                        .map(secret ->
                            flow(
                                SignInMethod.TWITTER,
                                new ClientSecretBasic(id, new Secret(secret))))
                        .orElseGet(() -> publicFlow(SignInMethod.TWITTER, id)),
                    twitter.url(),
                    twitter.apiUrl())));
  }

  /// Those people can sign in with, in the order of the buttons.
  public List<SignInMethod> configured() {
    return List.copyOf(configured.keySet());
  }

  @Override
  public List<String> providers() {
    return configured().stream().map(SignInMethod::code).toList();
  }

  /// The provider an address names.
  ///
  /// @throws NotFound when it is none, or not set up
  Provider require(String code) {
    return configured.values().stream()
        .filter(provider -> provider.method().code().equals(code))
        .findFirst()
        .orElseThrow(() -> new NotFound("sign-in provider"));
  }

  private void add(Provider provider) {
    configured.put(provider.method(), provider);
  }

  private record Keys(ClientID id, Secret secret) {
    ClientAuthentication inBody() {
      return new ClientSecretPost(id, secret);
    }
  }

  private static Optional<Keys> both(
      String name, Optional<String> clientId, Optional<String> clientSecret) {
    Optional<String> id = given(clientId);
    Optional<String> secret = given(clientSecret);
    if (id.isPresent() != secret.isPresent()) {
      LOG.warnf(
          "%s_CLIENT_ID and %s_CLIENT_SECRET belong together; one is missing, so this sign-in stays off",
          name, name);
    }
    return id.flatMap(it -> secret.map(that -> new Keys(new ClientID(it), new Secret(that))));
  }

  private static Optional<String> given(Optional<String> setting) {
    return setting.map(String::strip).filter(value -> !value.isEmpty());
  }

  private CodeFlow flow(SignInMethod method, ClientAuthentication authentication) {
    return flow(method, authentication.getClientID(), authentication);
  }

  private CodeFlow publicFlow(SignInMethod method, ClientID id) {
    return flow(method, id, null);
  }

  private CodeFlow flow(
      SignInMethod method, ClientID id, @Nullable ClientAuthentication authentication) {
    URI redirect =
        URI.create(platform.publicUrl() + "/api/auth/oauth/" + method.code() + "/callback");
    return new CodeFlow(id, authentication, redirect, http);
  }
}
