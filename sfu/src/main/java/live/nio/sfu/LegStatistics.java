package live.nio.sfu;

import java.util.List;

/// What is known of one leg, a second old at most.
///
/// @param tcp whether media takes the TCP path
/// @param rttMs round trip, -1 before it is known
/// @param lost of packets on this leg's way, 0–1, over the last report
/// @param jitterMs of what a publisher sends, 0 for a viewer
/// @param bitrateBps RTP and RTCP on this leg, with headers below IP
/// @param estimateBps toward a viewer: what its link is thought to carry; 0 for a publisher
/// @param layer toward a viewer: the layer sent, 0 the smallest, -1 before the first
/// @param targetLayer the layer to be sent as soon as it has a key frame
/// @param layers of a publisher, smallest first; of a viewer, what it could get
/// @param packets received from a publisher or sent to a viewer
/// @param resent sent again to a viewer, or asked for again from a publisher
/// @param keyFrameRequests received from a viewer or sent to a publisher
public record LegStatistics(
    String legId,
    LegState state,
    boolean tcp,
    double rttMs,
    double lost,
    double jitterMs,
    long bitrateBps,
    long estimateBps,
    int layer,
    int targetLayer,
    List<LayerStatistics> layers,
    long packets,
    long bytes,
    long resent,
    long keyFrameRequests) {
  public LegStatistics {
    layers = List.copyOf(layers);
  }

  /// One layer of the video.
  ///
  /// @param rid as the publisher names it, empty without simulcast
  /// @param width of the last key frame, 0 when the codec does not tell
  /// @param bitrateBps 0 while it is not being sent
  public record LayerStatistics(
      String rid, int width, int height, double framesPerSecond, long bitrateBps) {}
}
