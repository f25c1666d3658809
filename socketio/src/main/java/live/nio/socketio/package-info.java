/// A Socket.IO v5 / Engine.IO v4 server for Vert.x: [SocketIoServer], its [Namespace]s, and their
/// [Socket]s.
///
/// ## Threads
///
/// Handlers run on virtual threads and may block: one thread per socket at most, so a socket's
/// middlewares, connection handlers, events and the news of its end come one at a time and in
/// order. Sockets do not wait for each other, not even those that share a connection.
///
/// Everything in the public interfaces may be called from any thread. Emitting returns when the
/// packet is queued; event loops write it. `docs/protocols/socketio.md` has the whole picture, the
/// bounds, and the deviations from the reference server.
@NullMarked
package live.nio.socketio;

import org.jspecify.annotations.NullMarked;
