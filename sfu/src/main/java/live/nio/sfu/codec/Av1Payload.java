package live.nio.sfu.codec;

/// AV1, [RTP payload format §4.4](https://aomediacodec.github.io/av1-rtp-spec/#44-av1-aggregation-header).
///
///      0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+
///     |Z|Y| W |N|-|-|-|
///     +-+-+-+-+-+-+-+-+
///
/// A key frame is where N is set, or where a sequence header stands in front of a frame that is not
/// known to be another kind. Layers and exact frame limits are in the [DependencyDescriptor].
final class Av1Payload implements PayloadParser {
  private static final int SEQUENCE_HEADER = 1;
  private static final int FRAME_HEADER = 3;
  private static final int FRAME = 6;

  /// OBU elements looked at in one packet.
  private static final int MAX_ELEMENTS = 64;

  private final BitReader bits = new BitReader();

  private boolean sequenceHeader;
  private boolean otherFrame;

  @Override
  public boolean parse(byte[] b, int off, int len, boolean marker, FrameInfo into) {
    into.clear();
    if (len < 2) {
      return false;
    }
    int header = b[off];
    boolean continued = (header & 0x80) != 0;
    int count = header >> 4 & 3;
    boolean newSequence = (header & 0x08) != 0;
    if (continued && newSequence) {
      return false;
    }
    sequenceHeader = false;
    otherFrame = false;
    int end = off + len;
    int at = off + 1;
    for (int i = 0; at < end && i < MAX_ELEMENTS; i++) {
      int size;
      if (count != 0 && i == count - 1) {
        size = end - at;
      } else {
        size = 0;
        int shift = 0;
        int digit;
        do {
          if (at >= end || shift > 21) {
            return false;
          }
          digit = b[at++];
          size |= (digit & 0x7F) << shift;
          shift += 7;
        } while ((digit & 0x80) != 0);
        if (size > end - at) {
          return false;
        }
      }
      if (size > 0 && !(i == 0 && continued)) {
        element(b, at, size, into);
      }
      at += size;
      if (count != 0 && i == count - 1) {
        break;
      }
    }
    into.keyFrame = newSequence || (sequenceHeader && !otherFrame);
    into.frameStart |= into.keyFrame;
    into.frameEnd = marker;
    into.switchUp = into.keyFrame || into.temporalId == 0;
    return true;
  }

  private void element(byte[] b, int off, int size, FrameInfo into) {
    int header = b[off];
    int type = header >> 3 & 0x0F;
    int at = off + 1;
    int end = off + size;
    if ((header & 0x04) != 0) {
      if (at >= end) {
        return;
      }
      into.temporalId = b[at] >> 5 & 7;
      into.spatialId = b[at] >> 3 & 3;
      at++;
    }
    if ((header & 0x02) != 0) {
      // A size field inside the OBU, which senders should leave out.
      int digits = 0;
      while (at < end && digits++ < 8 && (b[at] & 0x80) != 0) {
        at++;
      }
      at++;
    }
    if (at >= end) {
      return;
    }
    switch (type) {
      case SEQUENCE_HEADER -> {
        sequenceHeader = true;
        size(b, at, end - at, into);
      }
      case FRAME_HEADER, FRAME -> {
        into.frameStart = true;
        // show_existing_frame, then two bits of frame type where 0 is a key frame.
        otherFrame |= (b[at] & 0xE0) != 0;
      }
      default -> {
        // Tile groups, metadata and padding say nothing of the frame.
      }
    }
  }

  /// Reads the size from a sequence header, AV1 §5.5.1.
  private void size(byte[] b, int off, int len, FrameInfo into) {
    bits.reset(b, off, len);
    bits.bits(3);
    bits.bit();
    boolean reducedStillPicture = bits.flag();
    if (reducedStillPicture) {
      bits.bits(5);
    } else {
      boolean decoderModel = false;
      int delayBits = 0;
      if (bits.flag()) {
        bits.bits(32);
        bits.bits(32);
        if (bits.flag()) {
          bits.skipUvlc();
        }
        decoderModel = bits.flag();
        if (decoderModel) {
          delayBits = bits.bits(5) + 1;
          bits.bits(32);
          bits.bits(10);
        }
      }
      boolean initialDelay = bits.flag();
      int points = bits.bits(5) + 1;
      for (int i = 0; i < points; i++) {
        bits.bits(12);
        if (bits.bits(5) > 7) {
          bits.bit();
        }
        if (decoderModel && bits.flag()) {
          bits.bits(delayBits);
          bits.bits(delayBits);
          bits.bit();
        }
        if (initialDelay && bits.flag()) {
          bits.bits(4);
        }
      }
    }
    int widthBits = bits.bits(4) + 1;
    int heightBits = bits.bits(4) + 1;
    int width = bits.bits(widthBits) + 1;
    int height = bits.bits(heightBits) + 1;
    if (!bits.overrun()) {
      into.width = width;
      into.height = height;
    }
  }
}
