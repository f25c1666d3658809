package live.nio.profile;

import io.smallrye.common.annotation.RunOnVirtualThread;
import io.vertx.core.http.HttpServerRequest;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import live.nio.platform.Access;
import live.nio.platform.Access.Who;
import live.nio.platform.ClientAddresses;
import live.nio.platform.Limit;
import live.nio.platform.Pagination;
import live.nio.platform.PlainText;
import live.nio.platform.RateLimits;
import live.nio.profile.Search.Found;
import live.nio.stream.StreamView;
import live.nio.stream.Streams;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;

/// Search over people and streams. The contract is in `docs/protocols/people.md`.
@Path("/api/search")
@Tag(name = "People")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
class SearchResource {

  /// Two lists, turned over together.
  ///
  /// @param pagination of the longer list
  @Schema(name = "SearchPage")
  record SearchAnswer(
      @Schema(required = true) List<FoundPerson> people,
      @Schema(required = true) List<StreamView> streams,
      @Schema(required = true) Pagination pagination) {}

  private final Search search;
  private final Profiles profiles;
  private final Streams streams;
  private final RateLimits limits;
  private final ClientAddresses addresses;

  SearchResource(
      Search search,
      Profiles profiles,
      Streams streams,
      RateLimits limits,
      ClientAddresses addresses) {
    this.search = search;
    this.profiles = profiles;
    this.streams = streams;
    this.limits = limits;
    this.addresses = addresses;
  }

  @GET
  @Access(Who.ANYONE)
  @Operation(operationId = "search", summary = "People by nickname, streams by title and tags")
  public SearchAnswer find(
      @QueryParam("q")
          @NotNull
          @Size(min = 1, max = 64)
          @PlainText(message = "say what to look for")
          String query,
      @QueryParam("type")
          @DefaultValue("all")
          @Pattern(regexp = "all|people|streams", message = "all, people or streams")
          @Schema(enumeration = {"all", "people", "streams"})
          String type,
      @QueryParam("page") @DefaultValue("1") @Min(1) @Max(100) int page,
      @QueryParam("limit") @DefaultValue("20") @Min(1) @Max(50) int limit,
      @Context HttpServerRequest http) {
    limits.take(Limit.SEARCH_NETWORK, addresses.of(http).network());
    int offset = (page - 1) * limit;
    Found people = type.equals("streams") ? Found.NOTHING : search.people(query, offset, limit);
    Found found = type.equals("people") ? Found.NOTHING : search.streams(query, offset, limit);
    return new SearchAnswer(
        profiles.described(people.ids()),
        streams.views(streams.byIds(found.ids())),
        Pagination.of(Math.max(people.total(), found.total()), page, limit));
  }
}
