/// Client side of WHIP ([RFC 9725](https://www.rfc-editor.org/rfc/rfc9725)) and WHEP: a publisher
/// and a player over ICE, DTLS and SRTP of our own.
///
///     WhipClient ── HTTP ──────────────► offer, answer
///     Publisher ┐
///               ├─ Connection (UDP socket, IceClient, DtlsConnection, SRTP) ── PeerLoop (a thread)
///     Player    ┘
///
/// A [live.nio.publisher.peer.PeerLoop] is one thread for any number of peers; each peer has a
/// socket of its own, as clients of a real server have. Publishers and players may be made, asked
/// and closed on any thread; everything else happens on the loop.
@NullMarked
package live.nio.publisher.peer;

import org.jspecify.annotations.NullMarked;
