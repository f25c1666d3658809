package live.nio.wallet;

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
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.stream.LiveStream;
import live.nio.stream.Streams;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Who gave most in a stream. The contract is in `docs/protocols/wallet.md`.
@Path("/api/streams/{id}/supporters")
@Tag(name = "Gifts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class StreamSupportersResource {

  /// Who gave most in a stream.
  ///
  /// @param beans what the streamer got of everybody in it
  @Schema(name = "StreamSupporters")
  record StreamSupporters(
      @Schema(required = true) List<Supporter> supporters, @Schema(required = true) long beans) {}

  private final Supporters supporters;
  private final Streams streams;

  StreamSupportersResource(Supporters supporters, Streams streams) {
    this.supporters = supporters;
    this.streams = streams;
  }

  @GET
  @Access(Who.ANYONE)
  @Operation(operationId = "listStreamSupporters", summary = "Who gave most in a stream")
  public StreamSupporters list(
      @PathParam("id") String id,
      @QueryParam("limit") @DefaultValue("10") @Min(1) @Max(50) int limit) {
    LiveStream stream = streams.require(Ids.require(id, "stream"));
    return new StreamSupporters(supporters.of(stream, limit), supporters.beansOf(stream));
  }
}
