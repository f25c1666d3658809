package live.nio.stream;

import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// One size of a stream, as the publisher sends it.
///
/// @param layer `high`, `medium` or `low`; a stream sent in one size has `high` alone
/// @param active false while the publisher does not send it, or was asked not to
/// @param width 0 until known
/// @param height 0 until known
/// @param viewers who are sent this layer now
@Schema(name = "LayerStatistics")
record LayerStatistics(
    @Schema(required = true) Layer layer,
    @Schema(required = true) boolean active,
    @Schema(required = true) int width,
    @Schema(required = true) int height,
    @Schema(required = true) double framesPerSecond,
    @Schema(required = true) long bitrateBps,
    @Schema(required = true) int viewers) {}
