package live.nio.profile;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.identity.Identity;
import live.nio.identity.Person;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.platform.Pagination;
import live.nio.stream.StreamView;
import live.nio.stream.Streams;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// People, their streams, who follows whom. The contract is in `docs/protocols/people.md`.
@Path("/api/people")
@Tag(name = "People")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class PeopleResource {

  @Schema(name = "PersonPage")
  record PersonList(
      @Schema(required = true) List<Person> people,
      @Schema(required = true) Pagination pagination) {}

  @Schema(name = "PersonStreamPage")
  record StreamList(
      @Schema(required = true) List<StreamView> streams,
      @Schema(required = true) Pagination pagination) {}

  @Schema(name = "FollowResponse")
  record FollowAnswer(
      @Schema(required = true) boolean following, @Schema(required = true) int followers) {}

  @Schema(name = "BlockResponse")
  record BlockAnswer(@Schema(required = true) boolean blocked) {}

  private final Profiles profiles;
  private final Follows follows;
  private final Blocks blocks;
  private final Streams streams;
  private final Caller caller;

  PeopleResource(
      Profiles profiles, Follows follows, Blocks blocks, Streams streams, Caller caller) {
    this.profiles = profiles;
    this.follows = follows;
    this.blocks = blocks;
    this.streams = streams;
    this.caller = caller;
  }

  @GET
  @Path("/{nickname}")
  @Access(Who.ANYONE)
  @Operation(operationId = "getProfile", summary = "A person's profile")
  public ProfileResource.ProfileAnswer get(@PathParam("nickname") String nickname) {
    UUID self = caller.identity().map(Identity::accountId).orElse(null);
    return new ProfileResource.ProfileAnswer(profiles.of(profiles.require(nickname), self));
  }

  @GET
  @Path("/{nickname}/streams")
  @Access(Who.ANYONE)
  @Operation(operationId = "listStreamsOf", summary = "A person's streams, newest first")
  public StreamList streams(
      @PathParam("nickname") String nickname,
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
    Streams.Page found =
        streams.ofStreamer(profiles.require(nickname).id(), (page - 1) * limit, limit);
    return new StreamList(
        streams.views(found.streams()), Pagination.of(found.total(), page, limit));
  }

  @GET
  @Path("/{nickname}/followers")
  @Access(Who.ANYONE)
  @Operation(operationId = "listFollowers", summary = "Who follows a person, newest first")
  public PersonList followers(
      @PathParam("nickname") String nickname,
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
    return people(
        follows.followers(profiles.require(nickname).id(), (page - 1) * limit, limit), page, limit);
  }

  @GET
  @Path("/{nickname}/following")
  @Access(Who.ANYONE)
  @Operation(operationId = "listFollowing", summary = "Whom a person follows, newest first")
  public PersonList following(
      @PathParam("nickname") String nickname,
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
    return people(
        follows.following(profiles.require(nickname).id(), (page - 1) * limit, limit), page, limit);
  }

  private PersonList people(Follows.Page found, int page, int limit) {
    return new PersonList(
        profiles.persons(found.people()), Pagination.of(found.total(), page, limit));
  }

  @PUT
  @Path("/{id}/follow")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "follow", summary = "Follow a person; again is the same as once")
  public FollowAnswer follow(@PathParam("id") String id) {
    UUID person = parse(id);
    follows.follow(caller.require(), person);
    return new FollowAnswer(true, follows.counts(person).followers());
  }

  @DELETE
  @Path("/{id}/follow")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "unfollow", summary = "Follow a person no longer")
  public FollowAnswer unfollow(@PathParam("id") String id) {
    UUID person = parse(id);
    follows.unfollow(caller.require(), person);
    return new FollowAnswer(false, follows.counts(person).followers());
  }

  @PUT
  @Path("/{id}/block")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "block", summary = "Have nothing to do with a person")
  public BlockAnswer block(@PathParam("id") String id) {
    blocks.block(caller.require(), parse(id));
    return new BlockAnswer(true);
  }

  @DELETE
  @Path("/{id}/block")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "unblock", summary = "Block a person no longer")
  public BlockAnswer unblock(@PathParam("id") String id) {
    blocks.unblock(caller.require(), parse(id));
    return new BlockAnswer(false);
  }

  private static UUID parse(String id) {
    return Ids.require(id, "person");
  }
}
