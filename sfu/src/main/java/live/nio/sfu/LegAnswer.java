package live.nio.sfu;

/// The answer to an offer.
///
/// @param legId names the leg for [Sfu#patch], [Sfu#close] and the rest; unguessable
/// @param sdp the answer
/// @param etag names the ICE session, changes with an ICE restart
public record LegAnswer(String legId, String sdp, String etag) {}
