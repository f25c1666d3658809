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
import live.nio.identity.Caller;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Pagination;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Whom the caller has blocked. Not below `/api/people`, where every word may be somebody's name.
@Path("/api/blocks")
@Tag(name = "People")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class BlockListResource {

  private final Profiles profiles;
  private final Blocks blocks;
  private final Caller caller;

  BlockListResource(Profiles profiles, Blocks blocks, Caller caller) {
    this.profiles = profiles;
    this.blocks = blocks;
    this.caller = caller;
  }

  @GET
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "listBlocked", summary = "Whom one has blocked, newest first")
  public PeopleResource.PersonList list(
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
    Blocks.Page found = blocks.blockedBy(caller.require().accountId(), (page - 1) * limit, limit);
    return new PeopleResource.PersonList(
        profiles.persons(found.people()), Pagination.of(found.total(), page, limit));
  }
}
