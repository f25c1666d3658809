package live.nio.publisher.peer;

import java.time.Duration;

/// What a [Player] has received since it began.
///
/// @param firstMediaNanos when the first media packet came, on the clock of [System#nanoTime]; 0
///   before
/// @param firstFrameNanos when the first picture was complete; 0 before
/// @param packets of video and audio, without retransmissions
/// @param bytes of these packets
/// @param lost packets that never came, not even again
/// @param recovered packets that came as retransmissions
/// @param undecipherable datagrams that were forged, repeated or came before the keys
/// @param frames complete ones, in order since a key frame
/// @param keyFrames complete ones
/// @param pictureIdJumps frames whose picture id did not follow the one before
/// @param skips holes that were left for a later key frame
/// @param freezes gaps between frames longer than three times the usual, or 150 ms more
/// @param frozen how long they lasted together
/// @param longestGap between two frames
/// @param nacks sequence numbers asked for
/// @param plis key frames asked for
public record PlayerStatistics(
    boolean connected,
    long firstMediaNanos,
    long firstFrameNanos,
    long packets,
    long audioPackets,
    long bytes,
    long lost,
    long recovered,
    long undecipherable,
    long frames,
    long keyFrames,
    long pictureIdJumps,
    long skips,
    long freezes,
    Duration frozen,
    Duration longestGap,
    long nacks,
    long plis) {}
