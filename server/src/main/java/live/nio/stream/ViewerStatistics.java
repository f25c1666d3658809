package live.nio.stream;

import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What one viewer is sent, over the last second or two.
///
/// @param transport `udp` or `tcp`, null until connected
/// @param chosen what the viewer asked for
/// @param current what it is sent, null before the first picture or without video
/// @param layers what it may choose from
/// @param bitrateBps all media together
/// @param estimateBps what its link is believed to carry
/// @param lossFraction of packets, before they were sent again, 0 to 1
/// @param roundTripMs 0 until known
/// @param packetsSent since the beginning, without retransmissions
/// @param packetsResent retransmissions since the beginning
@Schema(name = "ViewerStatistics")
record ViewerStatistics(
    @Schema(required = true) LegState state,
    @Schema(
            required = true,
            nullable = true,
            enumeration = {"udp", "tcp"})
        @Nullable String transport,
    @Schema(required = true) Layer chosen,
    @Schema(required = true, nullable = true) @Nullable Layer current,
    @Schema(required = true) List<LayerStatistics> layers,
    @Schema(required = true, nullable = true) @Nullable String videoCodec,
    @Schema(required = true, nullable = true) @Nullable String audioCodec,
    @Schema(required = true) long bitrateBps,
    @Schema(required = true) long estimateBps,
    @Schema(required = true) double lossFraction,
    @Schema(required = true) double roundTripMs,
    @Schema(required = true) long packetsSent,
    @Schema(required = true) long packetsResent) {

  ViewerStatistics {
    layers = List.copyOf(layers);
  }
}
