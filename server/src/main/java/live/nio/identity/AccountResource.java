package live.nio.identity;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Email;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The caller's password and address.
@Path("/api/account")
@Tag(name = "Account")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class AccountResource {

  /// @param currentPassword null for an account that has none
  @Schema(name = "ChangePasswordRequest")
  record ChangePasswordRequest(
      @Nullable @Size(max = Passwords.MAX_LENGTH) String currentPassword,
      @NotNull @Size(min = Passwords.MIN_LENGTH, max = Passwords.MAX_LENGTH) String newPassword,
      boolean endOtherSessions) {}

  @Schema(name = "ChangePasswordResponse")
  record PasswordChangedAnswer(
      @Schema(required = true) String message, @Schema(required = true) int endedCount) {}

  @Schema(name = "ChangeEmailRequest")
  record ChangeEmailRequest(@NotBlank @Email @Size(max = 254) String email) {}

  @Schema(name = "MessageResponse")
  record MessageAnswer(@Schema(required = true) String message) {}

  private final Accounts accounts;
  private final PasswordRecovery passwords;
  private final EmailProofs emails;
  private final FreshProof freshProof;
  private final RateLimits limits;
  private final Caller caller;

  AccountResource(
      Accounts accounts,
      PasswordRecovery passwords,
      EmailProofs emails,
      FreshProof freshProof,
      RateLimits limits,
      Caller caller) {
    this.accounts = accounts;
    this.passwords = passwords;
    this.emails = emails;
    this.freshProof = freshProof;
    this.limits = limits;
    this.caller = caller;
  }

  @PUT
  @Path("/password")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "changePassword", summary = "Change the password, or set the first one")
  public PasswordChangedAnswer changePassword(@Valid @NotNull ChangePasswordRequest request) {
    int ended =
        passwords.change(
            caller.require(),
            request.currentPassword(),
            request.newPassword(),
            request.endOtherSessions());
    return new PasswordChangedAnswer("The password is changed.", ended);
  }

  @POST
  @Path("/email/verify")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "sendEmailLink", summary = "Send the link that proves the address again")
  @APIResponseSchema(value = MessageAnswer.class, responseCode = "202")
  public Response sendEmailLink() {
    emails.sendAgain(accounts.self(caller.require()));
    return accepted("The link is on its way.");
  }

  @PUT
  @Path("/email")
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "changeEmail",
      summary = "Change the address: by a link, or at once where no mail is sent")
  @APIResponseSchema(value = MessageAnswer.class, responseCode = "202")
  public Response changeEmail(@Valid @NotNull ChangeEmailRequest request) {
    Identity identity = caller.require();
    limits.take(Limit.ACCOUNT_EDIT, identity.accountId().toString());
    freshProof.require(identity);
    boolean changed =
        emails.beginChange(accounts.self(identity), Accounts.normalise(request.email()));
    return changed
        ? Response.ok(new MessageAnswer("The address is changed.")).build()
        : accepted("A link is on its way to the new address.");
  }

  private static Response accepted(String message) {
    return Response.accepted(new MessageAnswer(message)).build();
  }
}
