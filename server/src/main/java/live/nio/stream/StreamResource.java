package live.nio.stream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.Ids;
import live.nio.platform.InvalidInput;
import live.nio.platform.Pagination;
import live.nio.platform.PlainText;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Streams over REST. The contract is in `docs/protocols/live.md`.
@Path("/api")
@Tag(name = "Streams")
@Consumes(MediaType.APPLICATION_JSON)
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class StreamResource {

  private static final String CATEGORIES = "gaming|music|talk|sports|education|other";

  @Schema(name = "CreateStreamRequest")
  record CreateRequest(
      @NotNull @Size(min = 1, max = 100) @PlainText(message = "write a title") String title,
      @Nullable @Size(max = 500) @PlainText(optionalLines = true) String description,
      @NotNull Category category,
      @Nullable @Size(max = Tags.MAX) List<@NotNull @Size(max = 30) String> tags) {}

  @Schema(name = "UpdateStreamRequest")
  record EditRequest(
      @Nullable @Size(min = 1, max = 100) @PlainText(message = "write a title") String title,
      @Nullable @Size(max = 500) @PlainText(optionalLines = true) String description,
      @Nullable Category category,
      @Nullable @Size(max = Tags.MAX) List<@NotNull @Size(max = 30) String> tags) {}

  @Schema(name = "StreamPage")
  record StreamList(
      @Schema(required = true) List<StreamView> streams,
      @Schema(required = true) Pagination pagination) {}

  @Schema(name = "StreamResponse")
  record StreamAnswer(@Schema(required = true) StreamView stream) {}

  @Schema(name = "StreamChangeResponse")
  record StreamChanged(
      @Schema(required = true) String message, @Schema(required = true) StreamView stream) {}

  @Schema(name = "ActiveStreamResponse")
  record ActiveStream(@Schema(required = true, nullable = true) @Nullable StreamView stream) {}

  @Schema(name = "TagsResponse")
  record TagList(@Schema(required = true) List<Streams.TagCount> tags) {}

  @Schema(name = "ScreenshotResponse")
  record ScreenshotAnswer(@Schema(required = true) String previewUrl) {}

  @Schema(name = "IceServersResponse")
  record IceServerList(
      @Schema(required = true) List<IceServers.IceServer> iceServers,
      @Schema(required = true) long ttlSeconds) {}

  private final Streams streams;
  private final StreamPreviews previews;
  private final IceServers iceServers;
  private final Caller caller;

  StreamResource(Streams streams, StreamPreviews previews, IceServers iceServers, Caller caller) {
    this.streams = streams;
    this.previews = previews;
    this.iceServers = iceServers;
    this.caller = caller;
  }

  @GET
  @Path("/streams")
  @Access(Who.ANYONE)
  @Operation(operationId = "listStreams", summary = "Streams, live first")
  public StreamList list(
      @QueryParam("category")
          @Nullable
          @Pattern(regexp = CATEGORIES, message = "no such category")
          @Schema(implementation = Category.class)
          String category,
      @QueryParam("tag") @Nullable @Size(min = 1, max = 30) String tag,
      @QueryParam("status")
          @Nullable
          @Pattern(regexp = "live|ended", message = "live or ended")
          @Schema(enumeration = {"live", "ended"})
          String status,
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
    Boolean live = status == null ? null : status.equals("live");
    Streams.Page found =
        streams.list(
            category == null ? null : Category.fromString(category),
            tag == null ? null : Tags.normalise(tag),
            live,
            (page - 1) * limit,
            limit);
    return new StreamList(
        streams.views(found.streams()), Pagination.of(found.total(), page, limit));
  }

  @POST
  @Path("/streams")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "createStream", summary = "Go live")
  @APIResponseSchema(value = StreamChanged.class, responseCode = "201")
  public Response create(@Valid @NotNull CreateRequest request) {
    LiveStream stream =
        streams.create(
            caller.require(),
            request.title().strip(),
            request.description() == null ? "" : request.description().strip(),
            request.category(),
            request.tags() == null ? List.of() : Tags.normalise(request.tags()));
    return Response.status(201)
        .entity(new StreamChanged("You are live.", streams.view(stream)))
        .build();
  }

  @GET
  @Path("/streams/my/active")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "myActiveStream", summary = "The caller's live stream, if any")
  public ActiveStream myActive() {
    return new ActiveStream(
        streams.liveOf(caller.require().accountId()).map(streams::view).orElse(null));
  }

  @GET
  @Path("/streams/{id}")
  @Access(Who.ANYONE)
  @Operation(operationId = "getStream", summary = "One stream")
  public StreamAnswer get(@PathParam("id") String id) {
    return new StreamAnswer(streams.view(streams.require(parse(id))));
  }

  @PATCH
  @Path("/streams/{id}")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "editStream", summary = "Change title, description, category or tags")
  public StreamChanged edit(@PathParam("id") String id, @Valid @NotNull EditRequest request) {
    if (request.title() == null
        && request.description() == null
        && request.category() == null
        && request.tags() == null) {
      throw new InvalidInput("title", "required", "say what to change");
    }
    LiveStream stream =
        streams.edit(
            caller.require(),
            parse(id),
            request.title() == null ? null : request.title().strip(),
            request.description() == null ? null : request.description().strip(),
            request.category(),
            request.tags() == null ? null : Tags.normalise(request.tags()));
    return new StreamChanged("Saved.", streams.view(stream));
  }

  @POST
  @Path("/streams/{id}/end")
  @Access(Who.SIGNED_IN)
  @Operation(operationId = "endStream", summary = "End a stream; ending twice is the same as once")
  public StreamChanged end(@PathParam("id") String id) {
    return new StreamChanged(
        "The stream is over.", streams.view(streams.end(caller.require(), parse(id))));
  }

  @POST
  @Path("/streams/{id}/screenshot")
  @Access(Who.SIGNED_IN)
  @Consumes({MediaType.APPLICATION_OCTET_STREAM, "image/*"})
  @Operation(
      operationId = "sendScreenshot",
      summary = "What the live stream looks like: a JPEG, PNG or GIF as body")
  public ScreenshotAnswer sendScreenshot(@PathParam("id") String id, byte[] picture) {
    return new ScreenshotAnswer(previews.replace(caller.require(), parse(id), picture));
  }

  @PUT
  @Path("/streams/{id}/screenshot")
  @Access(Who.SIGNED_IN)
  @Consumes({MediaType.APPLICATION_OCTET_STREAM, "image/*"})
  @Operation(operationId = "putScreenshot", summary = "The same as POST")
  public ScreenshotAnswer putScreenshot(@PathParam("id") String id, byte[] picture) {
    return sendScreenshot(id, picture);
  }

  @GET
  @Path("/tags")
  @Access(Who.ANYONE)
  @Operation(operationId = "listTags", summary = "Tags of live streams, the most used first")
  public TagList tags(@QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
    return new TagList(streams.liveTags(limit));
  }

  @GET
  @Path("/rtc/ice-servers")
  @Access(Who.ANYONE)
  @Operation(
      operationId = "iceServers",
      summary = "STUN and TURN servers, with time-limited credentials")
  public IceServerList iceServers() {
    return new IceServerList(iceServers.current(), iceServers.ttl().toSeconds());
  }

  private static UUID parse(String id) {
    return Ids.require(id, "stream");
  }
}
