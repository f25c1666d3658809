package live.nio.profile;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import live.nio.identity.Caller;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.InvalidInput;
import live.nio.platform.PlainText;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The caller's own profile. The contract is in `docs/protocols/people.md`.
@Path("/api/auth/profile")
@Tag(name = "People")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class ProfileResource {

  /// @param nickname by the rules of registration
  @Schema(name = "EditProfileRequest")
  record EditRequest(
      @Nullable @Size(max = 300) @PlainText(optionalLines = true) String bio,
      @Nullable
          @Size(min = 3, max = 20)
          @Pattern(regexp = "[A-Za-z0-9_]*", message = "only Latin letters, digits and _")
          String nickname) {}

  @Schema(name = "ProfileResponse")
  record ProfileAnswer(@Schema(required = true) Profile profile) {}

  @Schema(name = "AvatarResponse")
  record AvatarAnswer(@Schema(required = true, nullable = true) @Nullable String avatarUrl) {}

  private final Profiles profiles;
  private final Caller caller;

  ProfileResource(Profiles profiles, Caller caller) {
    this.profiles = profiles;
    this.caller = caller;
  }

  @PUT
  @Access(Who.SIGNED_IN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "editProfile", summary = "Change one's nickname or words about oneself")
  public ProfileAnswer edit(@Valid @NotNull EditRequest request) {
    if (request.bio() == null && request.nickname() == null) {
      throw new InvalidInput("bio", "required", "say what to change");
    }
    String bio = request.bio() == null ? null : request.bio().strip();
    return new ProfileAnswer(profiles.edit(caller.require(), bio, request.nickname()));
  }

  @POST
  @Path("/avatar")
  @Access(Who.SIGNED_IN)
  @Consumes({MediaType.APPLICATION_OCTET_STREAM, "image/*"})
  @Operation(operationId = "setAvatar", summary = "One's picture: a JPEG, PNG or GIF as body")
  public AvatarAnswer setAvatar(byte[] picture) {
    return new AvatarAnswer(profiles.setAvatar(caller.require(), picture));
  }

  @DELETE
  @Path("/avatar")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "removeAvatar", summary = "Have no picture")
  public AvatarAnswer removeAvatar() {
    profiles.removeAvatar(caller.require());
    return new AvatarAnswer(null);
  }
}
