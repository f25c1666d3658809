package live.nio.stream;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What arrives from the one who publishes a stream, over the last second or two.
///
/// @param transport `udp` or `tcp`, null until connected
/// @param videoCodec such as `VP8`, null without video
/// @param audioCodec such as `opus`, null without audio
/// @param bitrateBps all media together, without retransmissions
/// @param lossFraction of packets, before they were sent again, 0 to 1
/// @param jitterMs of video, or of audio where there is none
/// @param roundTripMs 0 until known
/// @param keyFrameRequests since the beginning
/// @param viewers who watch through the media server
@Schema(name = "PublisherStatistics")
record PublisherStatistics(
    @Schema(required = true) LegState state,
    @Schema(
            required = true,
            nullable = true,
            enumeration = {"udp", "tcp"})
        @Nullable String transport,
    @Schema(required = true, nullable = true) @Nullable String videoCodec,
    @Schema(required = true, nullable = true) @Nullable String audioCodec,
    @Schema(required = true) long bitrateBps,
    @Schema(required = true) double lossFraction,
    @Schema(required = true) double jitterMs,
    @Schema(required = true) double roundTripMs,
    @Schema(required = true) long keyFrameRequests,
    @Schema(required = true) int viewers,
    @Schema(required = true) List<LayerStatistics> layers) {

  PublisherStatistics {
    layers = List.copyOf(layers);
  }

  /// What a streamer wants to know at a glance.
  @Schema(
      name = "Health",
      enumeration = {"good", "fair", "poor", "offline"})
  enum Health {
    @JsonProperty("good")
    GOOD,
    @JsonProperty("fair")
    FAIR,
    @JsonProperty("poor")
    POOR,
    /// Nothing arrives.
    @JsonProperty("offline")
    OFFLINE
  }

  /// Loss is what viewers see first: below 2 % retransmission hides it, above 8 % it does not.
  Health health() {
    if (state != LegState.CONNECTED || bitrateBps == 0) {
      return Health.OFFLINE;
    }
    if (lossFraction >= 0.08 || roundTripMs >= 800) {
      return Health.POOR;
    }
    return lossFraction >= 0.02 || roundTripMs >= 300 || jitterMs >= 60 ? Health.FAIR : Health.GOOD;
  }
}
