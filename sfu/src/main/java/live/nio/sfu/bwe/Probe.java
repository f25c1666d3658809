package live.nio.sfu.bwe;

/// A request to send for a moment faster than the estimate, to learn whether the link carries it.
/// Every packet sent for it is told to [BandwidthEstimator#sent] with the cluster's number, media
/// and padding alike.
///
/// @param cluster 0–127
/// @param rateBps how fast to send; in one go or spread over some milliseconds
/// @param bytes how much to send, at least; in four packets or more
public record Probe(int cluster, long rateBps, int bytes) {}
