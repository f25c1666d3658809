package live.nio.banner;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.UUID;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.ClientAddresses;
import live.nio.platform.Ids;
import live.nio.platform.Limit;
import live.nio.platform.PictureKind;
import live.nio.platform.RateLimits;
import live.nio.platform.Throttled;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Banners as pages show them. The contract is in `docs/protocols/people.md`.
@Path("/api/banners")
@Tag(name = "Banners")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class BannerResource {

  /// @param imageUrl path of the picture on this server
  /// @param width of the picture in pixels; likewise `height`
  @Schema(name = "Banner")
  record Shown(
      @Schema(required = true) UUID id,
      @Schema(required = true) String imageUrl,
      @Schema(required = true) String alt,
      @Schema(required = true) int width,
      @Schema(required = true) int height) {}

  @Schema(name = "BannerResponse")
  record BannerAnswer(@Schema(required = true, nullable = true) @Nullable Shown banner) {}

  private final Banners banners;
  private final BannerCounts counts;
  private final RateLimits limits;
  private final ClientAddresses addresses;

  BannerResource(
      Banners banners, BannerCounts counts, RateLimits limits, ClientAddresses addresses) {
    this.banners = banners;
    this.counts = counts;
    this.limits = limits;
    this.addresses = addresses;
  }

  @GET
  @Access(Who.ANYONE)
  @Operation(operationId = "getBanner", summary = "A banner to show in a place, or none")
  public BannerAnswer get(
      @QueryParam("placement")
          @NotNull
          @Pattern(regexp = "room|home", message = "room or home")
          @Schema(implementation = Placement.class)
          String placement) {
    return new BannerAnswer(
        banners.choose(Placement.ofWord(placement)).flatMap(BannerResource::shown).orElse(null));
  }

  private static Optional<Shown> shown(Banner banner) {
    return Optional.ofNullable(banner.image())
        .map(image ->
            new Shown(
                banner.id(),
                PictureKind.BANNERS.url(image.name()),
                banner.alt(),
                image.width(),
                image.height()));
  }

  @POST
  @Path("/{id}/impression")
  @Access(Who.ANYONE)
  @Operation(operationId = "countImpression", summary = "The banner was seen; once a page view")
  @APIResponse(responseCode = "204", description = "Counted")
  public void impression(@PathParam("id") String id, @Context HttpServerRequest http) {
    limits.take(Limit.BANNER_NETWORK, addresses.of(http).network());
    counts.seen(banners.require(parse(id)).id());
  }

  @GET
  @Path("/{id}/click")
  @Access(Who.ANYONE)
  @Operation(operationId = "followBanner", summary = "Where the banner leads")
  @APIResponse(responseCode = "303", description = "To its link")
  public Response click(@PathParam("id") String id, @Context HttpServerRequest http) {
    Banner banner = banners.require(parse(id));
    try {
      limits.take(Limit.BANNER_NETWORK, addresses.of(http).network());
      counts.clicked(banner.id());
    } catch (Throttled tooOften) {
      // Who clicks that often is led on all the same, and counts no more.
      return leadTo(banner);
    }
    return leadTo(banner);
  }

  private static Response leadTo(Banner banner) {
    URI ascii = URI.create(URI.create(banner.link()).toASCIIString());
    return Response.seeOther(ascii).header("Cache-Control", "no-store").build();
  }

  private static UUID parse(String id) {
    return Ids.require(id, "banner");
  }
}
