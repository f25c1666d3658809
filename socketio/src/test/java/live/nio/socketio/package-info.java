/// Tests over real sockets on loopback; helpers are `WsClient`, `PollClient` and `TestServer`.
@NullMarked
package live.nio.socketio;

import org.jspecify.annotations.NullMarked;
