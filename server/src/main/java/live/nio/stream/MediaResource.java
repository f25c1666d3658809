package live.nio.stream;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.OPTIONS;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.UUID;
import live.nio.identity.Caller;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.ClientAddresses;
import live.nio.platform.Forbidden;
import live.nio.platform.Ids;
import live.nio.stream.MediaSessions.Bearer;
import live.nio.stream.MediaSessions.Kind;
import live.nio.stream.MediaSessions.Opened;
import live.nio.stream.MediaSessions.Patched;
import live.nio.stream.PublisherChanged.Leg;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// WHIP ([RFC 9725](https://www.rfc-editor.org/rfc/rfc9725)) and WHEP
/// ([draft-ietf-wish-whep](https://datatracker.ietf.org/doc/draft-ietf-wish-whep/)): publishing to
/// and watching from the media server. The contract is in `docs/protocols/live.md`.
///
/// Descriptions are answered whatever `Accept` says: of its kind there is but one answer, and
/// clients in the field name others.
@Path("/api")
@Tag(name = "Media")
@RunOnVirtualThread
class MediaResource {

  private static final String SDP = "application/sdp";
  private static final String FRAGMENT = "application/trickle-ice-sdpfrag";

  /// @param layer what to be sent from now on
  @Schema(name = "LayerRequest")
  record LayerRequest(@NotNull @Schema(required = true) Layer layer) {}

  /// @param health at a glance
  /// @param viewers who watch, peer to peer or through the media server
  /// @param publisher null while nothing is published to the media server
  @Schema(name = "StreamStatistics")
  record StreamStatistics(
      @Schema(required = true) PublisherStatistics.Health health,
      @Schema(required = true) int viewers,
      @Schema(required = true, nullable = true) @Nullable PublisherStatistics publisher) {}

  private final MediaSessions sessions;
  private final Media media;
  private final Streams streams;
  private final StreamKeys keys;
  private final LiveRooms rooms;
  private final IceServers iceServers;
  private final ClientAddresses addresses;
  private final Caller caller;

  MediaResource(
      MediaSessions sessions,
      Media media,
      Streams streams,
      StreamKeys keys,
      LiveRooms rooms,
      IceServers iceServers,
      ClientAddresses addresses,
      Caller caller) {
    this.sessions = sessions;
    this.media = media;
    this.streams = streams;
    this.keys = keys;
    this.rooms = rooms;
    this.iceServers = iceServers;
    this.addresses = addresses;
    this.caller = caller;
  }

  // ---- WHIP

  @POST
  @Path("/streams/{id}/whip")
  @Access(value = Who.SIGNED_IN, streamKey = true)
  @Consumes(SDP)
  @Operation(
      operationId = "publishStream",
      summary = "Publish a stream by WHIP",
      description =
          "The body is an SDP offer, the answer comes with Location, ETag and Link headers. The bearer is the streamer's access token or stream key.")
  @APIResponse(
      responseCode = "201",
      description = "The SDP answer",
      content = @Content(mediaType = SDP, schema = @Schema(implementation = String.class)))
  public Response publish(
      @PathParam("id") String id, String offer, @Context HttpServerRequest request) {
    Bearer bearer = bearer(request);
    return opened(
        sessions.publish(parse(id), bearer, bearer.byKey() ? Leg.ENCODER : Leg.PAGE, offer));
  }

  @POST
  @Path("/whip")
  @Access(value = Who.SIGNED_IN, streamKey = true)
  @Consumes(SDP)
  @Operation(
      operationId = "publish",
      summary = "Publish by WHIP: the stream that is live, or a new one",
      description =
          "For encoders that know an address and a stream key. A new stream is called what is saved with the key.")
  @APIResponse(
      responseCode = "201",
      description = "The SDP answer",
      content = @Content(mediaType = SDP, schema = @Schema(implementation = String.class)))
  public Response publish(String offer, @Context HttpServerRequest request) {
    Bearer bearer = bearer(request);
    UUID account = bearer.account();
    if (account == null) {
      throw new StreamErrors.UnknownKey();
    }
    // Before a stream is started for what cannot be one.
    MediaSessions.checkLength(offer);
    StreamKeys.Broadcast broadcast = keys.broadcast(account);
    LiveStream stream =
        streams.liveOrStart(
            account, broadcast.title(), broadcast.description(), broadcast.category());
    return opened(sessions.publish(stream.id(), bearer, Leg.ENCODER, offer));
  }

  @PATCH
  @Path("/rtc/whip/{legId}")
  @Access(value = Who.ANYONE, streamKey = true)
  @Consumes(FRAGMENT)
  @Operation(
      operationId = "patchPublishing",
      summary = "ICE candidates or an ICE restart of a WHIP session")
  @APIResponse(
      responseCode = "200",
      description = "The answer to an ICE restart",
      content = @Content(mediaType = FRAGMENT, schema = @Schema(implementation = String.class)))
  @APIResponse(responseCode = "204", description = "Candidates were taken")
  public Response patchPublishing(
      @PathParam("legId") String legId,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      String fragment,
      @Context HttpServerRequest request) {
    return patched(sessions.patch(Kind.WHIP, legId, bearer(request), ifMatch, fragment));
  }

  @DELETE
  @Path("/rtc/whip/{legId}")
  @Access(value = Who.ANYONE, streamKey = true)
  @Operation(operationId = "stopPublishing", summary = "End a WHIP session")
  @APIResponse(responseCode = "200", description = "It is over")
  public Response stopPublishing(
      @PathParam("legId") String legId, @Context HttpServerRequest request) {
    sessions.close(Kind.WHIP, legId, bearer(request));
    return Response.ok().build();
  }

  // ---- WHEP

  @POST
  @Path("/streams/{id}/whep")
  @Access(Who.ANYONE)
  @Consumes(SDP)
  @Operation(
      operationId = "watchStream",
      summary = "Watch a stream by WHEP",
      description =
          "The body is an SDP offer, the answer comes with Location, ETag and Link headers.")
  @APIResponse(
      responseCode = "201",
      description = "The SDP answer",
      content = @Content(mediaType = SDP, schema = @Schema(implementation = String.class)))
  public Response watch(
      @PathParam("id") String id, String offer, @Context HttpServerRequest request) {
    return opened(sessions.view(parse(id), bearer(request), network(request), offer));
  }

  @PATCH
  @Path("/rtc/whep/{legId}")
  @Access(Who.ANYONE)
  @Consumes(FRAGMENT)
  @Operation(
      operationId = "patchWatching",
      summary = "ICE candidates or an ICE restart of a WHEP session")
  @APIResponse(
      responseCode = "200",
      description = "The answer to an ICE restart",
      content = @Content(mediaType = FRAGMENT, schema = @Schema(implementation = String.class)))
  @APIResponse(responseCode = "204", description = "Candidates were taken")
  public Response patchWatching(
      @PathParam("legId") String legId,
      @HeaderParam(HttpHeaders.IF_MATCH) @Nullable String ifMatch,
      String fragment,
      @Context HttpServerRequest request) {
    return patched(sessions.patch(Kind.WHEP, legId, bearer(request), ifMatch, fragment));
  }

  @DELETE
  @Path("/rtc/whep/{legId}")
  @Access(Who.ANYONE)
  @Operation(operationId = "stopWatching", summary = "End a WHEP session")
  @APIResponse(responseCode = "200", description = "It is over")
  public Response stopWatching(
      @PathParam("legId") String legId, @Context HttpServerRequest request) {
    sessions.close(Kind.WHEP, legId, bearer(request));
    return Response.ok().build();
  }

  @POST
  @Path("/rtc/whep/{legId}/layer")
  @Access(Who.ANYONE)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "chooseLayer", summary = "Choose what a WHEP session is sent")
  @APIResponse(responseCode = "204", description = "Chosen")
  public Response layer(
      @PathParam("legId") String legId,
      @Valid @NotNull LayerRequest body,
      @Context HttpServerRequest request) {
    sessions.layer(legId, bearer(request), body.layer());
    return Response.noContent().build();
  }

  // ---- statistics

  @GET
  @Path("/rtc/whep/{legId}/stats")
  @Access(Who.ANYONE)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "viewerStatistics", summary = "What a WHEP session is sent")
  public ViewerStatistics viewerStatistics(
      @PathParam("legId") String legId, @Context HttpServerRequest request) {
    return sessions.viewerStatistics(legId, bearer(request));
  }

  @GET
  @Path("/rtc/whip/{legId}/stats")
  @Access(value = Who.ANYONE, streamKey = true)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(operationId = "publisherStatistics", summary = "What arrives by a WHIP session")
  public PublisherStatistics publisherStatistics(
      @PathParam("legId") String legId, @Context HttpServerRequest request) {
    return sessions.publisherStatistics(legId, bearer(request));
  }

  @GET
  @Path("/streams/{id}/stats")
  @Access(Who.SIGNED_IN)
  @Produces(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "streamStatistics",
      summary = "How a stream arrives at the media server; for its streamer")
  public StreamStatistics streamStatistics(@PathParam("id") String id) {
    LiveStream stream = streams.require(parse(id));
    if (!stream.streamerId().equals(caller.require().accountId()) && !caller.require().isAdmin()) {
      throw new Forbidden("Only the streamer may see this.");
    }
    PublisherStatistics publisher = media.publisherStatistics(stream.id()).orElse(null);
    return new StreamStatistics(
        publisher == null ? PublisherStatistics.Health.OFFLINE : publisher.health(),
        rooms.viewers(stream.id()),
        publisher);
  }

  // ---- what can be done here, RFC 9725 §4.2

  @OPTIONS
  @Path("/whip")
  @Access(value = Who.ANYONE, streamKey = true)
  @Operation(hidden = true)
  public Response whipOptions() {
    return endpoint();
  }

  @OPTIONS
  @Path("/streams/{id}/{protocol: whip|whep}")
  @Access(value = Who.ANYONE, streamKey = true)
  @Operation(hidden = true)
  public Response streamOptions() {
    return endpoint();
  }

  @OPTIONS
  @Path("/rtc/{protocol: whip|whep}/{legId}")
  @Access(value = Who.ANYONE, streamKey = true)
  @Operation(hidden = true)
  public Response sessionOptions() {
    return Response.noContent()
        .header(HttpHeaders.ALLOW, "PATCH, DELETE, OPTIONS")
        .header("Accept-Patch", FRAGMENT)
        .build();
  }

  private static Response endpoint() {
    return Response.noContent()
        .header(HttpHeaders.ALLOW, "POST, OPTIONS")
        .header("Accept-Post", SDP)
        .build();
  }

  // ---- helpers

  private Response opened(Opened opened) {
    Response.ResponseBuilder response =
        Response.status(201)
            .type(SDP)
            .header(HttpHeaders.LOCATION, "/api/rtc/" + opened.kind().word() + "/" + opened.legId())
            .header(HttpHeaders.ETAG, opened.etag())
            .header("Accept-Patch", FRAGMENT)
            .entity(opened.answer());
    iceServers.links().forEach(link -> response.header(HttpHeaders.LINK, link));
    return response.build();
  }

  private static Response patched(Patched patched) {
    if (patched.answer() == null) {
      return Response.noContent().build();
    }
    return Response.ok(patched.answer(), FRAGMENT).header(HttpHeaders.ETAG, patched.etag()).build();
  }

  private Bearer bearer(HttpServerRequest request) {
    return caller
        .streamKey()
        .map(key -> new Bearer(keys.holder(key, network(request)), true))
        .or(() -> caller.identity().map(identity -> new Bearer(identity.accountId(), false)))
        .orElse(Bearer.GUEST);
  }

  private String network(HttpServerRequest request) {
    return addresses.of(request).network();
  }

  private static UUID parse(String id) {
    return Ids.require(id, "stream");
  }
}
