package live.nio.chat;

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

/// Paging back through a stream's chat. The contract is in `docs/protocols/room.md`.
@Path("/api/streams/{id}/messages")
@Tag(name = "Chat")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class ChatResource {

  /// Lines, oldest first.
  @Schema(name = "MessagePage")
  record MessageList(
      @Schema(required = true) List<ChatLine> messages, @Schema(required = true) boolean hasMore) {}

  private final ChatHistory history;
  private final Streams streams;

  ChatResource(ChatHistory history, Streams streams) {
    this.history = history;
    this.streams = streams;
  }

  @GET
  @Access(Who.ANYONE)
  @Operation(operationId = "listMessages", summary = "Lines of the chat before one, or the newest")
  public MessageList list(
      @PathParam("id") String id,
      @QueryParam("before") @Nullable @Size(max = 64) String before,
      @QueryParam("limit") @DefaultValue("50") @Min(1) @Max(100) int limit) {
    UUID streamId = Ids.require(id, "stream");
    UUID beforeId = before == null ? null : Ids.require(before, "message");
    ChatHistory.Excerpt excerpt = history.before(streams.require(streamId), beforeId, limit);
    return new MessageList(excerpt.messages(), excerpt.hasMore());
  }
}
