package live.nio.stream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import live.nio.identity.Caller;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.PlainText;
import live.nio.platform.PlatformConfig;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// The caller's own stream key. The contract is in `docs/protocols/live.md`.
@Path("/api/streams/key")
@Tag(name = "Streams")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class StreamKeyResource {

  /// What streams are called that an encoder starts.
  @Schema(name = "SaveBroadcastRequest")
  record SaveRequest(
      @NotNull @Size(min = 1, max = 100) @PlainText(message = "write a title") String title,
      @Nullable @Size(max = 500) @PlainText(optionalLines = true) String description,
      @NotNull Category category) {}

  /// @param server the address an encoder publishes to
  /// @param createdAt null when there is no key
  /// @param lastUsedAt null when it never was
  @Schema(name = "StreamKey")
  record KeyView(
      @Schema(required = true) String server,
      @Schema(required = true, nullable = true) @Nullable Instant createdAt,
      @Schema(required = true, nullable = true) @Nullable Instant lastUsedAt,
      @Schema(required = true) String title,
      @Schema(required = true) String description,
      @Schema(required = true) Category category) {}

  /// @param key shown now and never again
  @Schema(name = "NewStreamKeyResponse")
  record NewKey(
      @Schema(required = true) String message,
      @Schema(required = true) String key,
      @Schema(required = true) KeyView streamKey) {}

  @Schema(name = "StreamKeyResponse")
  record KeyAnswer(@Schema(required = true) KeyView streamKey) {}

  private final StreamKeys keys;
  private final PlatformConfig config;
  private final Caller caller;

  StreamKeyResource(StreamKeys keys, PlatformConfig config, Caller caller) {
    this.keys = keys;
    this.config = config;
    this.caller = caller;
  }

  @GET
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "getStreamKey",
      summary = "Whether there is a stream key, and what is saved with it")
  public KeyAnswer get() {
    return new KeyAnswer(view());
  }

  @POST
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "makeStreamKey",
      summary = "Make a stream key; the one before is no longer good")
  @APIResponseSchema(value = NewKey.class, responseCode = "201")
  public Response make() {
    String key = keys.regenerate(caller.require());
    return Response.status(201)
        .header("Cache-Control", "no-store")
        .entity(new NewKey("Copy the key now: it is not shown again.", key, view()))
        .build();
  }

  @PUT
  @Access(Who.SIGNED_IN)
  @Operation(
      operationId = "saveBroadcast",
      summary = "Save what streams are called that an encoder starts")
  public KeyAnswer save(@Valid @NotNull SaveRequest request) {
    keys.save(
        caller.require(),
        new StreamKeys.Broadcast(
            request.title().strip(),
            request.description() == null ? "" : request.description().strip(),
            request.category()));
    return new KeyAnswer(view());
  }

  @DELETE
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "revokeStreamKey", summary = "Take the stream key away")
  @APIResponse(responseCode = "204", description = "There is no key any more")
  public Response revoke() {
    keys.revoke(caller.require());
    return Response.noContent().build();
  }

  private KeyView view() {
    StreamKeys.Saved saved = keys.saved(caller.require());
    return new KeyView(
        config.publicUrl() + "/api/whip",
        saved.createdAt(),
        saved.lastUsedAt(),
        saved.broadcast().title(),
        saved.broadcast().description(),
        saved.broadcast().category());
  }
}
