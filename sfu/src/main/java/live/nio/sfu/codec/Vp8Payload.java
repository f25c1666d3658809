package live.nio.sfu.codec;

/// VP8, [RFC 7741 §4.2](https://www.rfc-editor.org/rfc/rfc7741#section-4.2), and the beginning of a
/// key frame, [RFC 6386 §9.1](https://www.rfc-editor.org/rfc/rfc6386#section-9.1).
///
///          0 1 2 3 4 5 6 7
///         +-+-+-+-+-+-+-+-+
///         |X|R|N|S|R| PID |
///         +-+-+-+-+-+-+-+-+
///     X:  |I|L|T|K| RSV   |
///         +-+-+-+-+-+-+-+-+
///     I:  |M| PictureID   |
///         +-+-+-+-+-+-+-+-+
///     M:  |   PictureID   |
///         +-+-+-+-+-+-+-+-+
///     L:  |   TL0PICIDX   |
///         +-+-+-+-+-+-+-+-+
///     T/K:|TID|Y| KEYIDX  |
///         +-+-+-+-+-+-+-+-+
final class Vp8Payload implements PayloadParser {
  @Override
  public boolean parse(byte[] b, int off, int len, boolean marker, FrameInfo into) {
    into.clear();
    int end = off + len;
    int at = off;
    if (at >= end) {
      return false;
    }
    int first = b[at++];
    boolean extended = (first & 0x80) != 0;
    boolean hasTemporal = false;
    boolean layerSync = false;
    if (extended) {
      if (at >= end) {
        return false;
      }
      int flags = b[at++];
      if ((flags & 0x80) != 0) {
        if (at >= end) {
          return false;
        }
        into.pictureIdOffset = at;
        int id = b[at++] & 0xFF;
        if ((id & 0x80) == 0) {
          into.pictureId = id;
          into.pictureIdBits = 7;
        } else {
          if (at >= end) {
            return false;
          }
          into.pictureId = (id & 0x7F) << 8 | (b[at++] & 0xFF);
          into.pictureIdBits = 15;
        }
      }
      if ((flags & 0x40) != 0) {
        if (at >= end) {
          return false;
        }
        into.tl0PicIdxOffset = at;
        into.tl0PicIdx = b[at++] & 0xFF;
      }
      if ((flags & 0x30) != 0) {
        if (at >= end) {
          return false;
        }
        int layer = b[at++];
        if ((flags & 0x20) != 0) {
          hasTemporal = true;
          into.temporalId = layer >> 6 & 3;
          layerSync = (layer & 0x20) != 0;
        }
        if ((flags & 0x10) != 0) {
          into.keyIndex = layer & 0x1F;
        }
      }
    }
    if (at >= end) {
      return false;
    }
    into.discardable = (first & 0x20) != 0;
    into.frameStart = (first & 0x17) == 0x10;
    into.frameEnd = marker;
    into.switchUp = !hasTemporal || into.temporalId == 0 || layerSync;
    // The frame header's lowest bit is 0 in a key frame; start code and size follow three bytes of
    // frame tag.
    if (into.frameStart && (b[at] & 1) == 0) {
      into.keyFrame = true;
      into.switchUp = true;
      if (end - at >= 10 && (b[at + 3] & 0xFF) == 0x9D && b[at + 4] == 0x01 && b[at + 5] == 0x2A) {
        into.width = (b[at + 6] & 0xFF) | (b[at + 7] & 0x3F) << 8;
        into.height = (b[at + 8] & 0xFF) | (b[at + 9] & 0x3F) << 8;
      }
    }
    return true;
  }
}
