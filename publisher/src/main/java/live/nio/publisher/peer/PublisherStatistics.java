package live.nio.publisher.peer;

import java.time.Duration;

/// What a [Publisher] has sent since it began.
///
/// @param packets of video and audio, without retransmissions
/// @param bytes of their payloads
/// @param frames of all layers
/// @param keyFrames of all layers
/// @param retransmitted packets sent again
/// @param nacked sequence numbers the server asked for
/// @param keyFrameRequests by PLI and FIR
/// @param roundTrip of RTCP, zero before the first report
/// @param fractionLost that the last report of the server told, 0–1
/// @param targetBps what video may take at the moment
public record PublisherStatistics(
    boolean connected,
    long packets,
    long bytes,
    long frames,
    long keyFrames,
    long retransmitted,
    long nacked,
    long keyFrameRequests,
    Duration roundTrip,
    double fractionLost,
    long targetBps) {}
