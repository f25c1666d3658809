package live.nio.banner;

import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.HttpsLink;
import live.nio.platform.Ids;
import live.nio.platform.Pagination;
import live.nio.platform.PictureKind;
import live.nio.platform.PlainText;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponseSchema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/// Banners as administrators keep them. The contract is in `docs/protocols/people.md`.
@Path("/api/admin/banners")
@Tag(name = "Banners")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class BannerAdminResource {

  private static final int MAX_LINK = 2_000;

  /// @param name for the administrators alone
  /// @param alt what it says, for who does not see it
  /// @param startsAt null for at once
  /// @param endsAt null for never
  /// @param weight how often it is chosen among those that are due; 1 without
  /// @param active true without
  @Schema(name = "CreateBannerRequest")
  record CreateRequest(
      @NotNull @Size(min = 1, max = 100) @PlainText(message = "write a name") String name,
      @NotNull @Size(min = 1, max = 200) @PlainText(message = "say what it shows") String alt,
      @NotNull @Size(max = MAX_LINK) @HttpsLink String link,
      @NotNull Placement placement,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable @Min(1) @Max(100) Integer weight,
      @Nullable Boolean active) {}

  /// What is null stays, but for the two ends of its time, which have a word for having none.
  ///
  /// @param always true takes both ends away
  @Schema(name = "UpdateBannerRequest")
  record EditRequest(
      @Nullable @Size(min = 1, max = 100) @PlainText(message = "write a name") String name,
      @Nullable @Size(min = 1, max = 200) @PlainText(message = "say what it shows") String alt,
      @Nullable @Size(max = MAX_LINK) @HttpsLink String link,
      @Nullable Placement placement,
      @Nullable Instant startsAt,
      @Nullable Instant endsAt,
      @Nullable Boolean always,
      @Nullable @Min(1) @Max(100) Integer weight,
      @Nullable Boolean active) {}

  @Schema(name = "AdminBanner")
  record Kept(
      @Schema(required = true) UUID id,
      @Schema(required = true) String name,
      @Schema(required = true) String alt,
      @Schema(required = true) String link,
      @Schema(required = true) Placement placement,
      @Schema(required = true, nullable = true) @Nullable Instant startsAt,
      @Schema(required = true, nullable = true) @Nullable Instant endsAt,
      @Schema(required = true) int weight,
      @Schema(required = true) boolean active,
      @Schema(required = true, nullable = true) @Nullable String imageUrl,
      @Schema(required = true) long impressions,
      @Schema(required = true) long clicks,
      @Schema(required = true) Instant createdAt) {

    static Kept of(Banner banner) {
      return new Kept(
          banner.id(),
          banner.name(),
          banner.alt(),
          banner.link(),
          banner.placement(),
          banner.startsAt(),
          banner.endsAt(),
          banner.weight(),
          banner.active(),
          banner.image() == null ? null : PictureKind.BANNERS.url(banner.image().name()),
          banner.impressions(),
          banner.clicks(),
          banner.createdAt());
    }
  }

  @Schema(name = "AdminBannerPage")
  record BannerList(
      @Schema(required = true) List<Kept> banners,
      @Schema(required = true) Pagination pagination) {}

  @Schema(name = "AdminBannerResponse")
  record BannerAnswer(@Schema(required = true) Kept banner) {}

  private final Banners banners;

  BannerAdminResource(Banners banners) {
    this.banners = banners;
  }

  @GET
  @Access(Who.ADMIN)
  @Operation(operationId = "listBanners", summary = "All banners, newest first")
  public BannerList list(
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(1_000) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit) {
    BannerStore.Page found = banners.list((page - 1) * limit, limit);
    return new BannerList(
        found.banners().stream().map(Kept::of).toList(), Pagination.of(found.total(), page, limit));
  }

  @POST
  @Access(Who.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(
      operationId = "createBanner",
      summary = "Make a banner; it is shown once it has a picture")
  @APIResponseSchema(value = BannerAnswer.class, responseCode = "201")
  public Response create(@Valid @NotNull CreateRequest request) {
    Banner banner =
        banners.create(
            request.name().strip(),
            request.alt().strip(),
            request.link(),
            request.placement(),
            request.startsAt(),
            request.endsAt(),
            Optional.ofNullable(request.weight()).orElse(1),
            !Boolean.FALSE.equals(request.active()));
    return Response.status(201).entity(new BannerAnswer(Kept.of(banner))).build();
  }

  @PATCH
  @Path("/{id}")
  @Access(Who.ADMIN)
  @Consumes(MediaType.APPLICATION_JSON)
  @Operation(operationId = "editBanner", summary = "Change a banner")
  public BannerAnswer edit(@PathParam("id") String id, @Valid @NotNull EditRequest request) {
    boolean always = Boolean.TRUE.equals(request.always());
    Banner edited =
        banners.edit(
            parse(id),
            banner ->
                new Banner(
                    banner.id(),
                    request.name() == null ? banner.name() : request.name().strip(),
                    request.alt() == null ? banner.alt() : request.alt().strip(),
                    request.link() == null ? banner.link() : request.link(),
                    request.placement() == null ? banner.placement() : request.placement(),
                    time(request.startsAt(), banner.startsAt(), always),
                    time(request.endsAt(), banner.endsAt(), always),
                    request.weight() == null ? banner.weight() : request.weight(),
                    request.active() == null ? banner.active() : request.active(),
                    banner.image(),
                    banner.impressions(),
                    banner.clicks(),
                    banner.createdAt()));
    return new BannerAnswer(Kept.of(edited));
  }

  private static @Nullable Instant time(
      @Nullable Instant wanted, @Nullable Instant before, boolean always) {
    if (wanted != null) {
      return wanted;
    }
    return always ? null : before;
  }

  @DELETE
  @Path("/{id}")
  @Access(Who.ADMIN)
  @Operation(operationId = "deleteBanner", summary = "Delete a banner and its picture")
  @APIResponse(responseCode = "204", description = "Deleted")
  public void delete(@PathParam("id") String id) {
    banners.delete(parse(id));
  }

  @POST
  @Path("/{id}/image")
  @Access(Who.ADMIN)
  @Consumes({MediaType.APPLICATION_OCTET_STREAM, "image/*"})
  @Operation(operationId = "setBannerImage", summary = "Its picture: a JPEG, PNG or GIF as body")
  public BannerAnswer setImage(@PathParam("id") String id, byte[] picture) {
    return new BannerAnswer(Kept.of(banners.setImage(parse(id), picture)));
  }

  private static UUID parse(String id) {
    return Ids.require(id, "banner");
  }
}
