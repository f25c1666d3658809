/// DTLS 1.2 ([RFC 6347](https://www.rfc-editor.org/rfc/rfc6347)) that agrees on keys for SRTP ([RFC
/// 5764](https://www.rfc-editor.org/rfc/rfc5764)), by BouncyCastle.
///
/// A handshake blocks, so each connection has a virtual thread; datagrams come in from any thread
/// and go out on the connection's own.
@NullMarked
package live.nio.sfu.dtls;

import org.jspecify.annotations.NullMarked;
