package live.nio.stream;

import live.nio.realtime.Peer;

/// A peer (the streamer included) has joined a stream and is about to get its acknowledgement; what
/// an observer emits to it arrives before that.
public record ViewerJoined(Peer peer, LiveStream stream) {}
