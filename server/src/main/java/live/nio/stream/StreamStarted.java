package live.nio.stream;

/// A stream is live, begun on a page or by an encoder; fired once a stream, after the commit.
public record StreamStarted(LiveStream stream) {}
