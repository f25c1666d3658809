package live.nio.profile;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Pagination;
import live.nio.stream.StreamView;
import live.nio.stream.Streams;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What the people the caller follows are doing.
@Path("/api/following/streams")
@Tag(name = "People")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class FollowingResource {

  /// Two lists, turned over together.
  ///
  /// @param streams live ones, the most watched first
  /// @param people all one follows, live or not, newest first
  /// @param pagination of the longer list
  @Schema(name = "FollowingPage")
  record Following(
      @Schema(required = true) List<StreamView> streams,
      @Schema(required = true) List<FoundPerson> people,
      @Schema(required = true) Pagination pagination) {}

  private final Profiles profiles;
  private final Follows follows;
  private final Suggestions suggestions;
  private final Streams streams;
  private final Caller caller;

  FollowingResource(
      Profiles profiles, Follows follows, Suggestions suggestions, Streams streams, Caller caller) {
    this.profiles = profiles;
    this.follows = follows;
    this.suggestions = suggestions;
    this.streams = streams;
    this.caller = caller;
  }

  @GET
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "listFollowingStreams",
      summary = "Live streams of the people one follows, and those people")
  public Following list(
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
    UUID self = caller.require().accountId();
    Suggestions.Page live = suggestions.ofFollowed(self, (page - 1) * limit, limit);
    Follows.Page people = follows.following(self, (page - 1) * limit, limit);
    return new Following(
        streams.views(streams.byIds(live.streams())),
        profiles.described(people.people()),
        Pagination.of(Math.max(live.total(), people.total()), page, limit));
  }
}
