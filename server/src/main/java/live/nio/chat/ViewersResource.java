package live.nio.chat;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.platform.Pagination;
import live.nio.stream.Audience;
import live.nio.stream.LiveStream;
import live.nio.stream.Streams;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Who is in a stream's room. The contract is in `docs/protocols/room.md`.
@Path("/api/streams/{id}/viewers")
@Tag(name = "Chat")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class ViewersResource {

  /// @param viewers people who are signed in, once each: the streamer, then in the order they came
  /// @param guests pages of people who are not
  @Schema(name = "ViewerPage")
  record ViewerList(
      @Schema(required = true) List<RoomPerson> viewers,
      @Schema(required = true) int guests,
      @Schema(required = true) Pagination pagination) {}

  private final Streams streams;
  private final Audience audience;
  private final RoomRoles roles;
  private final People people;

  ViewersResource(Streams streams, Audience audience, RoomRoles roles, People people) {
    this.streams = streams;
    this.audience = audience;
    this.roles = roles;
    this.people = people;
  }

  @GET
  @Access(Who.ANYONE)
  @Operation(operationId = "listViewers", summary = "Who is in the room of a stream")
  public ViewerList list(
      @PathParam("id") String id,
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    LiveStream stream = streams.require(Ids.require(id, "stream"));
    Audience.Present present = audience.present(stream.id());
    List<UUID> shown =
        present.accounts().stream().skip((long) (page - 1) * limit).limit(limit).toList();
    Map<UUID, Person> persons = people.byIds(shown);
    Map<UUID, RoomRole> rolesOf = roles.of(stream.streamerId(), shown);
    return new ViewerList(
        shown.stream()
            .map(it ->
                new RoomPerson(
                    ChatLines.person(persons, it), rolesOf.getOrDefault(it, RoomRole.VIEWER)))
            .toList(),
        present.guests(),
        Pagination.of(present.accounts().size(), page, limit));
  }
}
