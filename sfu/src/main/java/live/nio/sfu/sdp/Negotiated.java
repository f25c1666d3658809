package live.nio.sfu.sdp;

import java.util.List;
import live.nio.sfu.rtp.MediaParameters;

/// An offer's answer, and what the media path must know of both.
///
/// @param answer the SDP to send back
/// @param remote the other side's transport
/// @param weAreDtlsServer the role the answer takes: server unless the offer is passive itself
/// @param media of the accepted sections, in the order of the offer; at least one
public record Negotiated(
    String answer, RemoteTransport remote, boolean weAreDtlsServer, List<MediaParameters> media) {
  public Negotiated {
    media = List.copyOf(media);
  }
}
