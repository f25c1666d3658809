package live.nio.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.smallrye.config.ConfigMapping;
import jakarta.enterprise.inject.Instance;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Optional;
import live.nio.mail.Outbox;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// What a login page may offer here.
@Path("/api/auth/methods")
@Tag(name = "Accounts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class MethodsResource {

  @ConfigMapping(prefix = "nio.legal")
  interface Settings {
    /// The operator's terms of use.
    Optional<String> termsUrl();

    /// The operator's privacy policy.
    Optional<String> privacyUrl();
  }

  /// @param mail whether the server sends mail: forgotten passwords and proofs of addresses need it
  /// @param providers `google`, `facebook`, `vk`, `twitter`, as far as set up
  @Schema(name = "SignInMethods")
  record Methods(
      @Schema(required = true) int passwordMinLength,
      @Schema(required = true) boolean mail,
      @Schema(required = true) List<String> providers,
      @Schema(required = true, nullable = true) @Nullable String termsUrl,
      @Schema(required = true, nullable = true) @Nullable String privacyUrl) {}

  private final Settings settings;
  private final Outbox outbox;
  private final Instance<SocialLogins> socialLogins;

  MethodsResource(Settings settings, Outbox outbox, Instance<SocialLogins> socialLogins) {
    this.settings = settings;
    this.outbox = outbox;
    this.socialLogins = socialLogins;
  }

  @GET
  @Access(Who.ANYONE)
  @Operation(operationId = "signInMethods", summary = "What a login page may offer here")
  public Methods methods() {
    return new Methods(
        Passwords.MIN_LENGTH,
        outbox.enabled(),
        socialLogins.stream().flatMap(it -> it.providers().stream()).toList(),
        settings.termsUrl().filter(url -> !url.isBlank()).orElse(null),
        settings.privacyUrl().filter(url -> !url.isBlank()).orElse(null));
  }
}
