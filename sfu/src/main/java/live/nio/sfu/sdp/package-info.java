/// SDP ([RFC 8866](https://www.rfc-editor.org/rfc/rfc8866)) as WHIP and WHEP use it: one offer, one
/// answer ([RFC 3264](https://www.rfc-editor.org/rfc/rfc3264), [RFC
/// 9429](https://www.rfc-editor.org/rfc/rfc9429)), then ICE fragments.
///
/// [live.nio.sfu.sdp.Negotiator] turns an offer into an answer and into what the media path must
/// know. Everything here is immutable and may be used from any thread. Texts are bounded, and what
/// cannot be used is refused with an [live.nio.sfu.sdp.SdpException] that a person can read; no
/// other exception leaves a parser.
@NullMarked
package live.nio.sfu.sdp;

import org.jspecify.annotations.NullMarked;
