/// The packets of [Socket.IO v5](https://github.com/socketio/socket.io-protocol) and their
/// encoding. No threads, no I/O.
@NullMarked
package live.nio.socketio.protocol;

import org.jspecify.annotations.NullMarked;
