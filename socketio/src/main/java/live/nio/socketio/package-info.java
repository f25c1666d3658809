/// A Socket.IO v5 / Engine.IO v4 server for Vert.x.
@NullMarked
package live.nio.socketio;

import org.jspecify.annotations.NullMarked;
