package live.nio.sfu;

import java.util.List;

/// What is known of one stream.
///
/// @param publisher its leg; null while there is none
/// @param viewers legs that are connected
/// @param videoCodec as in SDP, empty without video
/// @param audioCodec as in SDP, empty without sound
public record StreamStatistics(
    String streamId,
    @org.jspecify.annotations.Nullable LegStatistics publisher,
    int viewers,
    String videoCodec,
    String audioCodec,
    List<LegStatistics> viewerLegs) {
  public StreamStatistics {
    viewerLegs = List.copyOf(viewerLegs);
  }
}
