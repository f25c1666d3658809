package live.nio.stream;

import live.nio.realtime.Peer;
import org.jspecify.annotations.Nullable;

/// A peer (the streamer included) has joined a stream and is about to get its acknowledgement; what
/// an observer emits to it arrives before that.
///
/// @param lastMessageId the newest line of the chat the page knows from before, as it says; null
///   for none
public record ViewerJoined(Peer peer, LiveStream stream, @Nullable String lastMessageId) {}
