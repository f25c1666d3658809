package live.nio.profile;

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
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.identity.Identity;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.stream.StreamView;
import live.nio.stream.Streams;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// What to watch after a stream, or beside it.
@Path("/api/streams/{id}/next")
@Tag(name = "Streams")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class NextResource {

  @Schema(name = "NextStreamsResponse")
  record NextStreams(@Schema(required = true) List<StreamView> streams) {}

  private final Suggestions suggestions;
  private final Streams streams;
  private final Caller caller;

  NextResource(Suggestions suggestions, Streams streams, Caller caller) {
    this.suggestions = suggestions;
    this.streams = streams;
    this.caller = caller;
  }

  @GET
  @Access(Who.ANYONE)
  @Operation(operationId = "listNextStreams", summary = "Live streams to watch next")
  public NextStreams list(
      @PathParam("id") String id,
      @QueryParam("limit") @DefaultValue("10") @Min(1) @Max(30) int limit) {
    UUID streamId = Ids.require(id, "stream");
    UUID self = caller.identity().map(Identity::accountId).orElse(null);
    return new NextStreams(streams.views(suggestions.next(streams.require(streamId), self, limit)));
  }
}
