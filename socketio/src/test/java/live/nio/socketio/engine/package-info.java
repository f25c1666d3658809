@NullMarked
package live.nio.socketio.engine;

import org.jspecify.annotations.NullMarked;
