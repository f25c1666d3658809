package live.nio.sfu.rtp;

/// What an `m=` section carries.
public enum MediaKind {
  AUDIO,
  VIDEO
}
