package live.nio.socketio.engine;

/// A look at an [EngineServer]. The first five are what it holds now, and all zero when nobody is
/// connected; the others have been counted since it started.
///
/// @param sessions open sessions, those being closed included
/// @param webSockets WebSockets, those probing or closing included
/// @param eventLoops event loops with at least one of either
/// @param queuedPackets messages waiting to be written
/// @param queuedBytes their encoded bytes; one message waiting for many is counted for each
/// @param opened sessions opened
/// @param refused requests refused
/// @param upgraded sessions that moved from polling to WebSocket
/// @param packetsIn packets received
/// @param packetsOut messages handed to a transport
/// @param writes writes they left in
/// @param merges buffers those writes were filled from; fewer than writes where receivers shared
///   one
/// @param volatileDrops volatile messages not sent because the receiver was not ready
/// @param overflows sessions closed because the receiver did not read
/// @param parseErrors sessions closed because of a malformed packet
public record EngineStats(
    long sessions,
    long webSockets,
    long eventLoops,
    long queuedPackets,
    long queuedBytes,
    long opened,
    long refused,
    long upgraded,
    long packetsIn,
    long packetsOut,
    long writes,
    long merges,
    long volatileDrops,
    long overflows,
    long parseErrors) {}
