package live.nio.stream;

/// A stream is over; fired once a stream, after the commit.
public record StreamEnded(LiveStream stream) {}
