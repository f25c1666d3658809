package live.nio.platform;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Where in a list a page is.
///
/// @param total entries of the whole list
/// @param page from 1
/// @param limit entries a page
/// @param pages how many pages there are
@Schema(name = "Pagination")
public record Pagination(
    @Schema(required = true) int total,
    @Schema(required = true) int page,
    @Schema(required = true) int limit,
    @Schema(required = true) int pages) {

  public static Pagination of(int total, int page, int limit) {
    return new Pagination(total, page, limit, (total + limit - 1) / limit);
  }
}
