package live.nio.sfu.codec;

/// Opus, [RFC 7587](https://www.rfc-editor.org/rfc/rfc7587): each packet is a frame by itself, and
/// decoding can begin with any.
final class OpusPayload implements PayloadParser {
  @Override
  public boolean parse(byte[] b, int off, int len, boolean marker, FrameInfo into) {
    into.clear();
    if (len < 1) {
      return false;
    }
    into.keyFrame = true;
    into.frameStart = true;
    into.frameEnd = true;
    return true;
  }
}
