package live.nio.sfu.codec;

import live.nio.sfu.rtp.Codec;

/// Reads what one RTP packet's payload says of its frame. Keeps nothing between packets but scratch
/// space, so one parser serves all streams of a thread.
public interface PayloadParser {
  static PayloadParser of(Codec codec) {
    return switch (codec) {
      case OPUS -> new OpusPayload();
      case VP8 -> new Vp8Payload();
      case VP9 -> new Vp9Payload();
      case AV1 -> new Av1Payload();
      case H264 -> new H264Payload();
    };
  }

  /// Reads the payload in `b[off, off + len)`.
  ///
  /// @param marker the marker bit of the packet
  /// @param into cleared and filled; worth nothing when false is returned
  /// @return false when the payload is malformed or of a form that WebRTC does not negotiate
  boolean parse(byte[] b, int off, int len, boolean marker, FrameInfo into);
}
