/// STUN ([RFC 8489](https://www.rfc-editor.org/rfc/rfc8489)) and ICE ([RFC
/// 8445](https://www.rfc-editor.org/rfc/rfc8445)): the codec, the lite agent of the server and the
/// small controlling agent of its test peers.
///
/// Sans-I/O: every call says what time it is, in nanoseconds of a monotonic clock. Nothing here is
/// thread-safe.
@NullMarked
package live.nio.sfu.stun;

import org.jspecify.annotations.NullMarked;
