package live.nio.sfu.codec;

/// VP9, [RFC 9628 §4.2](https://www.rfc-editor.org/rfc/rfc9628#section-4.2).
///
///          0 1 2 3 4 5 6 7
///         +-+-+-+-+-+-+-+-+
///         |I|P|L|F|B|E|V|Z|
///         +-+-+-+-+-+-+-+-+
///     I:  |M| PICTURE ID  |
///         +-+-+-+-+-+-+-+-+
///     M:  | EXTENDED PID  |
///         +-+-+-+-+-+-+-+-+
///     L:  | TID |U| SID |D|
///         +-+-+-+-+-+-+-+-+
///         |   TL0PICIDX   |   unless F
///         +-+-+-+-+-+-+-+-+
///     P,F:| P_DIFF      |N|   up to three times
///         +-+-+-+-+-+-+-+-+
///     V:  | scalability structure
final class Vp9Payload implements PayloadParser {
  @Override
  public boolean parse(byte[] b, int off, int len, boolean marker, FrameInfo into) {
    into.clear();
    int end = off + len;
    int at = off;
    if (at >= end) {
      return false;
    }
    int first = b[at++];
    boolean predicted = (first & 0x40) != 0;
    boolean flexible = (first & 0x10) != 0;
    if ((first & 0x80) != 0) {
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
    if ((first & 0x20) != 0) {
      if (at >= end) {
        return false;
      }
      int layer = b[at++];
      into.temporalId = layer >> 5 & 7;
      into.switchUp = (layer & 0x10) != 0;
      into.spatialId = layer >> 1 & 7;
      into.interLayerPredicted = (layer & 1) != 0;
      if (!flexible) {
        if (at >= end) {
          return false;
        }
        into.tl0PicIdxOffset = at;
        into.tl0PicIdx = b[at++] & 0xFF;
      }
    }
    if (flexible && predicted) {
      int references = 0;
      boolean more = true;
      while (more) {
        if (at >= end || ++references > 3) {
          return false;
        }
        more = (b[at++] & 1) != 0;
      }
    }
    if ((first & 0x02) != 0) {
      at = scalabilityStructure(b, at, end, into);
    }
    if (at < 0 || at >= end) {
      return false;
    }
    into.frameStart = (first & 0x08) != 0;
    into.frameEnd = (first & 0x04) != 0;
    into.notInterLayerReference = (first & 0x01) != 0;
    into.keyFrame = into.frameStart && !predicted && into.spatialId == 0;
    into.switchUp |= !predicted || into.temporalId == 0;
    return true;
  }

  /// @return the position after it, -1 when it overruns
  private static int scalabilityStructure(byte[] b, int from, int end, FrameInfo into) {
    int at = from;
    if (at >= end) {
      return -1;
    }
    int flags = b[at++];
    int layers = (flags >> 5 & 7) + 1;
    if ((flags & 0x10) != 0) {
      if (end - at < 4 * layers) {
        return -1;
      }
      for (int i = 0; i < layers; i++, at += 4) {
        into.width = Math.max(into.width, (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF));
        into.height = Math.max(into.height, (b[at + 2] & 0xFF) << 8 | (b[at + 3] & 0xFF));
      }
    }
    if ((flags & 0x08) != 0) {
      if (at >= end) {
        return -1;
      }
      int pictures = b[at++] & 0xFF;
      for (int i = 0; i < pictures; i++) {
        if (at >= end) {
          return -1;
        }
        at += 1 + (b[at] >> 2 & 3);
      }
    }
    return at;
  }
}
