/// An [Engine.IO v4](https://github.com/socketio/engine.io-protocol) server, usable alone or below
/// Socket.IO.
///
/// [EngineServer] takes HTTP requests and hands out [EngineSocket]s.
///
/// ## Threads
///
/// A session belongs to one event loop, its *home*: that of its WebSocket, or, while it polls, that
/// of its first request. All of its protocol state is touched there alone; requests that arrive on
/// other loops hop. Completing an upgrade moves the session to the loop of its WebSocket.
///
/// Only the queue of outgoing messages is shared between threads. It is guarded by the session's
/// monitor, held for a few instructions and never while writing, so that `send` can be called from
/// anywhere, keeps the caller's order across an upgrade, and costs no hop. The loop empties the
/// queues of all its sessions in one pass ([LoopOutbox]).
@NullMarked
package live.nio.socketio.engine;

import org.jspecify.annotations.NullMarked;
