package live.nio.sfu;

/// The answer to an offer.
///
/// @param legId names the leg for [Sfu#patch], [Sfu#close] and the rest; unguessable
/// @param sdp the answer
public record LegAnswer(String legId, String sdp) {}
