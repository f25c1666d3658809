package live.nio.sfu.rtp;

/// The codecs the SFU forwards. `RTX` and `RED` are listed with the codec they belong to, in
/// [CodecParameters].
public enum Codec {
  OPUS(MediaKind.AUDIO, "opus", 48_000),
  VP8(MediaKind.VIDEO, "VP8", 90_000),
  VP9(MediaKind.VIDEO, "VP9", 90_000),
  AV1(MediaKind.VIDEO, "AV1", 90_000),
  H264(MediaKind.VIDEO, "H264", 90_000);

  private final MediaKind kind;
  private final String encodingName;
  private final int clockRate;

  Codec(MediaKind kind, String encodingName, int clockRate) {
    this.kind = kind;
    this.encodingName = encodingName;
    this.clockRate = clockRate;
  }

  public MediaKind kind() {
    return kind;
  }

  /// As in `a=rtpmap`, to be compared ignoring case.
  public String encodingName() {
    return encodingName;
  }

  /// Ticks of the RTP timestamp per second.
  public int clockRate() {
    return clockRate;
  }
}
