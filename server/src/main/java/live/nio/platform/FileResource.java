package live.nio.platform;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.core.HttpHeaders;
import jakarta.ws.rs.core.Response;
import live.nio.platform.Access.Who;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Stored pictures. [SecurityHeaders] keeps browsers from taking them for anything else.
@Path("/api/files")
@Tag(name = "Files")
@RunOnVirtualThread
class FileResource {

  private static final String JPEG = "image/jpeg";

  private final Pictures pictures;

  FileResource(Pictures pictures) {
    this.pictures = pictures;
  }

  @GET
  @Path("/{kind}/{name}")
  @Access(Who.ANYONE)
  @Operation(operationId = "getFile", summary = "A stored picture; it never changes")
  @APIResponse(
      responseCode = "200",
      description = "The picture",
      content =
          @Content(
              mediaType = JPEG,
              schema = @Schema(implementation = String.class, format = "binary")))
  public Response get(
      @PathParam("kind") @Schema(enumeration = {"avatars", "previews", "banners"}) String kind,
      @PathParam("name") String name) {
    byte[] jpeg =
        PictureKind.ofWord(kind)
            .flatMap(known -> pictures.find(known, name))
            .orElseThrow(() -> new NotFound("file"));
    return Response.ok(jpeg, JPEG)
        .header(HttpHeaders.CACHE_CONTROL, "public, max-age=31536000, immutable")
        .build();
  }
}
