/// A server for the public protocol test suites.
@NullMarked
package live.nio.socketio.conformance;

import org.jspecify.annotations.NullMarked;
