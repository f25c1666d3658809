package live.nio.sfu.rtp;

/// One negotiated codec of an `m=` section, with the payload types of that leg.
///
/// @param payloadType 0–127
/// @param channels 1 or 2 for audio, 0 for video
/// @param fmtp the value of `a=fmtp`, empty when there is none
/// @param rtxPayloadType of its retransmissions (RFC 4588), -1 when not negotiated
/// @param redPayloadType of its RED (RFC 2198), -1 when not negotiated
/// @param nack whether `nack` was negotiated
/// @param pli whether `nack pli` was negotiated
/// @param fir whether `ccm fir` was negotiated
/// @param remb whether `goog-remb` was negotiated
/// @param transportCc whether `transport-cc` was negotiated
public record CodecParameters(
    Codec codec,
    int payloadType,
    int channels,
    String fmtp,
    int rtxPayloadType,
    int redPayloadType,
    boolean nack,
    boolean pli,
    boolean fir,
    boolean remb,
    boolean transportCc) {}
