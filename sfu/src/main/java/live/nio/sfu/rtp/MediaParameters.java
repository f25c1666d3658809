package live.nio.sfu.rtp;

import java.util.List;
import java.util.Map;

/// What was negotiated for one accepted `m=` section.
///
/// @param mid its `a=mid`
/// @param codec the one codec both sides agreed on
/// @param extensions the id (1–14 one-byte form, up to 255 two-byte form) of each agreed extension
/// @param rids of a publisher's simulcast, in the order of `a=simulcast`; empty without
/// @param ssrcs announced by a publisher's offer: media SSRCs in SDP order, without RTX; may be
///   empty
/// @param rtxSsrcs RTX SSRC by media SSRC, of `a=ssrc-group:FID`; may be empty
/// @param localSsrc toward a viewer: the SSRC we send with; 0 for a publisher
/// @param localRtxSsrc toward a viewer: the SSRC of our retransmissions; 0 when RTX was not agreed
public record MediaParameters(
    String mid,
    CodecParameters codec,
    Map<HeaderExtension, Integer> extensions,
    List<String> rids,
    List<Long> ssrcs,
    Map<Long, Long> rtxSsrcs,
    long localSsrc,
    long localRtxSsrc) {
  public MediaParameters {
    extensions = Map.copyOf(extensions);
    rids = List.copyOf(rids);
    ssrcs = List.copyOf(ssrcs);
    rtxSsrcs = Map.copyOf(rtxSsrcs);
  }
}
