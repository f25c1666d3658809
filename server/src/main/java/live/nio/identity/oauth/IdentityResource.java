package live.nio.identity.oauth;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import live.nio.identity.BrowserCookies;
import live.nio.identity.Caller;
import live.nio.identity.Identity;
import live.nio.identity.SignInMethod;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The providers the caller can sign in with.
@Path("/api/account/identities")
@Tag(name = "Account")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class IdentityResource {

  private static final String HOME = "/";

  /// @param email as the provider last told it; for people to recognise the account by
  /// @param name as the provider last told it
  @Schema(name = "LinkedIdentity")
  record LinkedAnswer(
      @Schema(required = true) SignInMethod provider,
      @Schema(required = true, nullable = true) @Nullable String email,
      @Schema(required = true, nullable = true) @Nullable String name,
      @Schema(required = true) Instant linkedAt,
      @Schema(required = true) Instant lastUsedAt) {

    static LinkedAnswer of(LinkedIdentities.Linked linked) {
      return new LinkedAnswer(
          linked.provider(), linked.email(), linked.name(), linked.linkedAt(), linked.lastUsedAt());
    }
  }

  /// @param available providers set up here, linked or not
  @Schema(name = "LinkedIdentitiesResponse")
  record IdentitiesAnswer(
      @Schema(required = true) List<LinkedAnswer> identities,
      @Schema(required = true) List<SignInMethod> available) {}

  /// What a caller may leave for a provider for.
  @Schema(
      name = "IdentityPurpose",
      enumeration = {"link", "reauthenticate"})
  enum Purpose {
    @JsonProperty("link")
    LINK,
    @JsonProperty("reauthenticate")
    REAUTHENTICATE
  }

  /// @param next path to go on to after `reauthenticate`
  @Schema(name = "IdentityStartRequest")
  record StartRequest(@NotNull Purpose purpose, @Nullable @Size(max = 512) String next) {}

  /// @param url where to lead the browser
  @Schema(name = "IdentityStartResponse")
  record StartAnswer(@Schema(required = true) String url) {}

  @Schema(name = "IdentityUnlinkedResponse")
  record UnlinkedAnswer(@Schema(required = true) String message) {}

  private final AccountIdentities identities;
  private final OAuthProviders providers;
  private final OAuthCookie errandCookie;
  private final BrowserCookies cookies;
  private final Caller caller;

  IdentityResource(
      AccountIdentities identities,
      OAuthProviders providers,
      OAuthCookie errandCookie,
      BrowserCookies cookies,
      Caller caller) {
    this.identities = identities;
    this.providers = providers;
    this.errandCookie = errandCookie;
    this.cookies = cookies;
    this.caller = caller;
  }

  @GET
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "identities", summary = "Providers linked to the caller's account")
  public IdentitiesAnswer list() {
    return new IdentitiesAnswer(
        identities.of(caller.require()).stream().map(LinkedAnswer::of).toList(),
        providers.configured());
  }

  @POST
  @Path("/{provider}/start")
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "startIdentity",
      summary = "Leave for a provider to link it, or to prove oneself through it")
  @APIResponseSchema(StartAnswer.class)
  public Response start(
      @PathParam("provider") String provider,
      @Valid @NotNull StartRequest request,
      @Context HttpServerRequest http) {
    Identity who = caller.require();
    Provider through = providers.require(provider);
    OAuthFlow.Departure departure =
        switch (request.purpose()) {
          case LINK -> identities.startLink(who, through, cookies.requester(http));
          case REAUTHENTICATE ->
              identities.startProof(
                  who, through, NextPath.safe(request.next(), HOME), cookies.requester(http));
        };
    return Response.ok(new StartAnswer(departure.url()))
        .cookie(errandCookie.make(departure.sealedErrand()))
        .build();
  }

  @DELETE
  @Path("/{provider}")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "unlinkIdentity", summary = "Sign in with this provider no longer")
  public UnlinkedAnswer unlink(@PathParam("provider") String provider) {
    identities.unlink(caller.require(), provider);
    return new UnlinkedAnswer("Unlinked.");
  }
}
