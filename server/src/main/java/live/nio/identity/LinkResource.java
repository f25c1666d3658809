package live.nio.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import live.nio.identity.AccountResource.MessageAnswer;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Forgotten passwords, and the links that letters carry.
@Path("/api/auth")
@Tag(name = "Accounts")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class LinkResource {

  private static final int MAX_LINK_TOKEN = 64;

  @Schema(name = "ForgotPasswordRequest")
  record ForgotPasswordRequest(@NotBlank @Size(max = 254) String email) {}

  @Schema(name = "ResetPasswordRequest")
  record ResetPasswordRequest(
      @NotBlank @Size(max = MAX_LINK_TOKEN) String token,
      @NotNull @Size(min = Passwords.MIN_LENGTH, max = Passwords.MAX_LENGTH) String newPassword) {}

  @Schema(name = "LinkRequest")
  record LinkRequest(@NotBlank @Size(max = MAX_LINK_TOKEN) String token) {}

  @Schema(name = "EmailConfirmedResponse")
  record EmailConfirmedAnswer(
      @Schema(required = true) String message, @Schema(required = true) String email) {}

  private final PasswordRecovery passwords;
  private final EmailProofs emails;
  private final BrowserCookies cookies;
  private final RateLimits limits;
  private final Caller caller;

  LinkResource(
      PasswordRecovery passwords,
      EmailProofs emails,
      BrowserCookies cookies,
      RateLimits limits,
      Caller caller) {
    this.passwords = passwords;
    this.emails = emails;
    this.cookies = cookies;
    this.limits = limits;
    this.caller = caller;
  }

  @POST
  @Path("/password/forgot")
  @Access(Who.ANYONE)
  @Operation(
      operationId = "forgotPassword",
      summary = "Send a link to set a new password, if the address has an account")
  @APIResponseSchema(value = MessageAnswer.class, responseCode = "202")
  public Response forgot(@Valid @NotNull ForgotPasswordRequest request, HttpServerRequest http) {
    passwords.forgot(request.email(), cookies.requester(http));
    return Response.accepted(
            new MessageAnswer("If the address has an account, a link is on its way."))
        .build();
  }

  @POST
  @Path("/password/reset")
  @Access(Who.ANYONE)
  @Operation(operationId = "resetPassword", summary = "Set a new password by a link")
  public MessageAnswer reset(@Valid @NotNull ResetPasswordRequest request, HttpServerRequest http) {
    passwords.reset(request.token(), request.newPassword(), cookies.requester(http));
    return new MessageAnswer("The password is set. Sign in with it.");
  }

  @POST
  @Path("/not-me")
  @Access(Who.ANYONE)
  @Operation(operationId = "notMeByLink", summary = "A new login was not me, by a link")
  public MessageAnswer notMe(@Valid @NotNull LinkRequest request, HttpServerRequest http) {
    passwords.notMe(request.token(), cookies.requester(http));
    return new MessageAnswer("That session has ended. Change your password now.");
  }

  @POST
  @Path("/email/confirm")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "confirmEmail", summary = "Prove an address by a link")
  public EmailConfirmedAnswer confirmEmail(
      @Valid @NotNull LinkRequest request, HttpServerRequest http) {
    limits.take(Limit.MAIL_LINK_NETWORK, cookies.requester(http).network());
    String email = emails.confirm(request.token(), caller.require());
    return new EmailConfirmedAnswer("The address is confirmed.", email);
  }
}
