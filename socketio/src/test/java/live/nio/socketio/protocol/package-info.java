@NullMarked
package live.nio.socketio.protocol;

import org.jspecify.annotations.NullMarked;
