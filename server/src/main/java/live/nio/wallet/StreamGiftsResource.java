package live.nio.wallet;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.UUID;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.stream.Streams;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The gifts of a stream. The contract is in `docs/protocols/wallet.md`.
@Path("/api/streams/{id}/gifts")
@Tag(name = "Gifts")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class StreamGiftsResource {

  /// Gifts, newest first.
  @Schema(name = "GiftPage")
  record GiftList(
      @Schema(required = true) List<Gift> gifts, @Schema(required = true) boolean hasMore) {}

  private final Gifts gifts;
  private final Streams streams;

  StreamGiftsResource(Gifts gifts, Streams streams) {
    this.gifts = gifts;
    this.streams = streams;
  }

  @GET
  @Access(Who.ANYONE)
  @Operation(operationId = "listGifts", summary = "Gifts before one, or the newest")
  public GiftList list(
      @PathParam("id") String id,
      @QueryParam("before") @Nullable @Size(max = 64) String before,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    UUID streamId = Ids.require(id, "stream");
    UUID beforeId = before == null ? null : Ids.require(before, "gift");
    Gifts.Excerpt excerpt = gifts.excerpt(streams.require(streamId), beforeId, limit);
    return new GiftList(excerpt.gifts(), excerpt.hasMore());
  }
}
