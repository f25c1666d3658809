package live.nio.socketio;

import live.nio.socketio.engine.EngineStats;

/// A look at a [SocketIoServer]. What it holds now comes first, and is zero when nobody is
/// connected; the rest has been counted since it started.
///
/// @param connections connections, whatever namespaces they are in
/// @param sockets sockets, all namespaces together, those whose connection is not answered yet
///   included
/// @param rooms rooms with members, the sockets' own ids not counted
/// @param pendingAcks acknowledgements waited for
/// @param busySockets sockets whose virtual thread is running
/// @param recoverableSockets ended sockets that may still be recovered
/// @param storedPackets packets kept for them
/// @param eventsIn events received
/// @param unhandledEvents events without a handler
/// @param handlerErrors exceptions thrown by handlers
/// @param refusedConnections connections refused by a middleware, or to unknown namespaces
/// @param recovered sockets recovered
/// @param encodings events and acknowledgements encoded; one per broadcast, whoever gets it
/// @param engine the same of the layer below
public record Stats(
    long connections,
    long sockets,
    long rooms,
    long pendingAcks,
    long busySockets,
    long recoverableSockets,
    long storedPackets,
    long eventsIn,
    long unhandledEvents,
    long handlerErrors,
    long refusedConnections,
    long recovered,
    long encodings,
    EngineStats engine) {

  /// Whether nothing at all is held.
  public boolean isEmpty() {
    return connections == 0
        && sockets == 0
        && rooms == 0
        && pendingAcks == 0
        && busySockets == 0
        && recoverableSockets == 0
        && storedPackets == 0
        && engine.sessions() == 0
        && engine.webSockets() == 0
        && engine.eventLoops() == 0
        && engine.queuedPackets() == 0
        && engine.queuedBytes() == 0;
  }
}
