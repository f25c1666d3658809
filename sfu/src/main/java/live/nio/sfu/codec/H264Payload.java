package live.nio.sfu.codec;

/// H.264 in the non-interleaved mode: single NAL units, STAP-A and FU-A, [RFC 6184
/// §5](https://www.rfc-editor.org/rfc/rfc6184#section-5).
final class H264Payload implements PayloadParser {
  private static final int SLICE = 1;
  private static final int IDR_SLICE = 5;
  private static final int SEI = 6;
  private static final int SPS = 7;
  private static final int ACCESS_UNIT_DELIMITER = 9;
  private static final int STAP_A = 24;
  private static final int FU_A = 28;

  private final BitReader bits = new BitReader();

  @Override
  public boolean parse(byte[] b, int off, int len, boolean marker, FrameInfo into) {
    into.clear();
    if (len < 2) {
      return false;
    }
    into.frameEnd = marker;
    into.switchUp = true;
    // Until something that is referred to shows up.
    into.discardable = true;
    int type = b[off] & 0x1F;
    boolean good =
        switch (type) {
          case STAP_A -> aggregated(b, off + 1, off + len, into);
          case FU_A -> fragment(b, off, len, into);
          default -> type >= 1 && type <= 23 && unit(b, off, len, b[off], into);
        };
    if (into.keyFrame) {
      into.frameStart = true;
    }
    return good;
  }

  private boolean aggregated(byte[] b, int from, int end, FrameInfo into) {
    int at = from;
    while (at < end) {
      if (end - at < 3) {
        return false;
      }
      int size = (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
      at += 2;
      if (size == 0 || size > end - at || !unit(b, at, size, b[at], into)) {
        return false;
      }
      at += size;
    }
    return from < end;
  }

  private boolean fragment(byte[] b, int off, int len, FrameInfo into) {
    if (len < 3) {
      return false;
    }
    int header = b[off + 1];
    if ((header & 0x80) == 0) {
      into.discardable = (b[off] & 0x60) == 0;
      return true;
    }
    // The unit's header is put together of the indicator's and the fragment header's bits.
    return unit(b, off + 1, len - 1, (b[off] & 0x60) | (header & 0x1F), into);
  }

  /// @param off of the byte that stands for the unit's header
  private boolean unit(byte[] b, int off, int len, int header, FrameInfo into) {
    int type = header & 0x1F;
    into.discardable &= (header & 0x60) == 0;
    switch (type) {
      case SLICE, 2, IDR_SLICE -> {
        // first_mb_in_slice is 0: its exp-Golomb code is a single 1.
        boolean first = len > 1 && (b[off + 1] & 0x80) != 0;
        into.frameStart |= first;
        into.keyFrame |= type == IDR_SLICE && first;
      }
      case SPS -> {
        into.keyFrame = true;
        size(b, off + 1, len - 1, into);
      }
      case SEI, ACCESS_UNIT_DELIMITER -> into.frameStart = true;
      default -> {
        // Picture parameter sets, filler and what is reserved say nothing of the frame.
      }
    }
    return type != 0;
  }

  /// Reads the picture's size from a sequence parameter set, ITU-T H.264 §7.3.2.1.1.
  private void size(byte[] b, int off, int len, FrameInfo into) {
    bits.resetNalUnit(b, off, len);
    int profile = bits.bits(8);
    bits.bits(16);
    bits.unsignedExpGolomb();
    int chromaFormat = 1;
    boolean separatePlanes = false;
    switch (profile) {
      case 100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135 -> {
        chromaFormat = bits.unsignedExpGolomb();
        if (chromaFormat == 3) {
          separatePlanes = bits.flag();
        }
        bits.unsignedExpGolomb();
        bits.unsignedExpGolomb();
        bits.bit();
        if (bits.flag()) {
          for (int i = 0; i < (chromaFormat == 3 ? 12 : 8); i++) {
            if (bits.flag()) {
              skipScalingList(i < 6 ? 16 : 64);
            }
          }
        }
      }
      default -> {
        // 4:2:0 without more.
      }
    }
    bits.unsignedExpGolomb();
    switch (bits.unsignedExpGolomb()) {
      case 0 -> bits.unsignedExpGolomb();
      case 1 -> {
        bits.bit();
        bits.signedExpGolomb();
        bits.signedExpGolomb();
        int cycle = bits.unsignedExpGolomb();
        for (int i = 0; i < cycle && !bits.overrun(); i++) {
          bits.signedExpGolomb();
        }
      }
      default -> {
        // Type 2 has no fields.
      }
    }
    bits.unsignedExpGolomb();
    bits.bit();
    int widthInMacroblocks = bits.unsignedExpGolomb() + 1;
    int heightInMapUnits = bits.unsignedExpGolomb() + 1;
    boolean framesOnly = bits.flag();
    if (!framesOnly) {
      bits.bit();
    }
    bits.bit();
    long cropWidth = 0;
    long cropHeight = 0;
    if (bits.flag()) {
      cropWidth = (long) bits.unsignedExpGolomb() + bits.unsignedExpGolomb();
      cropHeight = (long) bits.unsignedExpGolomb() + bits.unsignedExpGolomb();
    }
    if (bits.overrun() || widthInMacroblocks > 4096 || heightInMapUnits > 4096) {
      return;
    }
    boolean subsampled = chromaFormat != 0 && !separatePlanes;
    int unitX = subsampled && chromaFormat != 3 ? 2 : 1;
    int unitY = (subsampled && chromaFormat == 1 ? 2 : 1) * (framesOnly ? 1 : 2);
    long width = 16L * widthInMacroblocks - unitX * cropWidth;
    long height = 16L * heightInMapUnits * (framesOnly ? 1 : 2) - unitY * cropHeight;
    if (width > 0 && height > 0) {
      into.width = (int) width;
      into.height = (int) height;
    }
  }

  private void skipScalingList(int size) {
    int last = 8;
    int next = 8;
    for (int i = 0; i < size && next != 0 && !bits.overrun(); i++) {
      next = (last + bits.signedExpGolomb()) & 0xFF;
      last = next == 0 ? last : next;
    }
  }
}
