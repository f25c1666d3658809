package live.nio.sfu.rtp;

/// A view of one RTP packet in a buffer,
/// [RFC 3550 §5.1](https://www.rfc-editor.org/rfc/rfc3550#section-5.1), with its header extensions in
/// the one-byte and the two-byte form ([RFC 8285](https://www.rfc-editor.org/rfc/rfc8285)).
///
///      0                   1                   2                   3
///      0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1 2 3 4 5 6 7 8 9 0 1
///     +---+-+-+-------+-+-------------+-------------------------------+
///     |V=2|P|X|  CC   |M|     PT      |       sequence number         |
///     +---+-+-+-------+-+-------------+-------------------------------+
///     |                           timestamp                           |
///     +---------------------------------------------------------------+
///     |                             SSRC                              |
///     +---------------------------------------------------------------+
///     |                       CSRC (0 to 15 words)                    |
///     +-------------------------------+-------------------------------+
///     |      extension profile        |    extension length (words)   |
///     +-------------------------------+-------------------------------+
///     |                       extension elements                      |
///     +---------------------------------------------------------------+
///
/// Made once and pointed at packet after packet with [#parse]; it keeps the buffer it was given and
/// copies nothing. Everything it says is of the last packet for which [#parse] returned true.
/// Belongs to one thread. Offsets are positions in the buffer.
public final class RtpPacket {
  /// The fixed part of the header.
  public static final int FIXED_HEADER_BYTES = 12;

  /// Elements looked at in one extension block; what comes after is passed over.
  public static final int MAX_EXTENSIONS = 32;

  /// Profile of a block of one-byte elements.
  public static final int ONE_BYTE_PROFILE = 0xBEDE;

  /// Profile of a block of two-byte elements; its lowest four bits are the application's.
  public static final int TWO_BYTE_PROFILE = 0x1000;

  private byte[] buffer = new byte[0];
  private int offset;
  private int length;
  private int headerLength;
  private int paddingLength;
  private int extensionProfile;
  private int extensionBlockOffset;
  private int extensionBlockLength;
  private int extensionCount;
  private final int[] extensionIds = new int[MAX_EXTENSIONS];
  private final int[] extensionOffsets = new int[MAX_EXTENSIONS];
  private final int[] extensionLengths = new int[MAX_EXTENSIONS];

  /// Points this view at the packet in `b[off, off + len)`.
  ///
  /// @return false when this is no RTP packet: too short, another version, CSRCs, extension block
  ///   or padding longer than the packet. An extension element that overruns its block is passed
  ///   over with all that follow, and the packet is still good.
  public boolean parse(byte[] b, int off, int len) {
    if (len < FIXED_HEADER_BYTES || (b[off] & 0xC0) != 0x80) {
      return false;
    }
    int first = b[off];
    int header = FIXED_HEADER_BYTES + 4 * (first & 0x0F);
    if (header > len) {
      return false;
    }
    int profile = -1;
    int blockOffset = off + header;
    int blockLength = 0;
    if ((first & 0x10) != 0) {
      if (header + 4 > len) {
        return false;
      }
      profile = unsignedShort(b, off + header);
      blockOffset = off + header + 4;
      blockLength = 4 * unsignedShort(b, off + header + 2);
      header += 4 + blockLength;
      if (header > len) {
        return false;
      }
    }
    int padding = 0;
    if ((first & RtpHeader.PADDING) != 0) {
      padding = b[off + len - 1] & 0xFF;
      if (padding == 0 || header + padding > len) {
        return false;
      }
    }
    buffer = b;
    offset = off;
    length = len;
    headerLength = header;
    paddingLength = padding;
    extensionProfile = profile;
    extensionBlockOffset = blockOffset;
    extensionBlockLength = blockLength;
    extensionCount = 0;
    if (profile == ONE_BYTE_PROFILE) {
      oneByteElements(b, blockOffset, blockOffset + blockLength);
    } else if ((profile & 0xFFFF_FFF0) == TWO_BYTE_PROFILE) {
      twoByteElements(b, blockOffset, blockOffset + blockLength);
    }
    return true;
  }

  private void oneByteElements(byte[] b, int from, int end) {
    int at = from;
    while (at < end && extensionCount < MAX_EXTENSIONS) {
      int id = (b[at] & 0xF0) >> 4;
      if (b[at] == 0) {
        at++;
        continue;
      }
      int size = (b[at] & 0x0F) + 1;
      if (id == 15 || at + 1 + size > end) {
        return;
      }
      if (id != 0) {
        element(id, at + 1, size);
      }
      at += 1 + size;
    }
  }

  private void twoByteElements(byte[] b, int from, int end) {
    int at = from;
    while (at < end && extensionCount < MAX_EXTENSIONS) {
      int id = b[at] & 0xFF;
      if (id == 0) {
        at++;
        continue;
      }
      if (at + 2 > end) {
        return;
      }
      int size = b[at + 1] & 0xFF;
      if (at + 2 + size > end) {
        return;
      }
      element(id, at + 2, size);
      at += 2 + size;
    }
  }

  private void element(int id, int at, int size) {
    extensionIds[extensionCount] = id;
    extensionOffsets[extensionCount] = at;
    extensionLengths[extensionCount] = size;
    extensionCount++;
  }

  public byte[] buffer() {
    return buffer;
  }

  public int offset() {
    return offset;
  }

  /// Of the whole packet, padding included.
  public int length() {
    return length;
  }

  public int payloadType() {
    return buffer[offset + 1] & 0x7F;
  }

  public boolean marker() {
    return (buffer[offset + 1] & 0x80) != 0;
  }

  /// 0–65535.
  public int sequenceNumber() {
    return unsignedShort(buffer, offset + 2);
  }

  /// 0–2³²-1.
  public long timestamp() {
    return RtpHeader.timestamp(buffer, offset);
  }

  /// 0–2³²-1.
  public long ssrc() {
    return RtpHeader.ssrc(buffer, offset);
  }

  /// How many contributing sources are listed, 0–15.
  public int csrcCount() {
    return buffer[offset] & 0x0F;
  }

  /// Bytes before the payload: fixed header, CSRCs and extension block.
  public int headerLength() {
    return headerLength;
  }

  public int payloadOffset() {
    return offset + headerLength;
  }

  /// Bytes of payload, without padding. 0 for a packet of nothing but padding.
  public int payloadLength() {
    return length - headerLength - paddingLength;
  }

  /// Bytes of padding, the one that counts them included; 0 without.
  public int paddingLength() {
    return paddingLength;
  }

  /// What the extension block says it is: [#ONE_BYTE_PROFILE], [#TWO_BYTE_PROFILE] (with four bits
  /// of the application), something else; -1 without a block.
  public int extensionProfile() {
    return extensionProfile;
  }

  /// Where the elements begin, after the block's own four bytes.
  public int extensionBlockOffset() {
    return extensionBlockOffset;
  }

  /// Bytes of all elements with their padding; 0 without a block.
  public int extensionBlockLength() {
    return extensionBlockLength;
  }

  /// How many elements there are.
  public int extensionCount() {
    return extensionCount;
  }

  /// The id of the element at an index below [#extensionCount].
  public int extensionId(int index) {
    return extensionIds[index];
  }

  /// Where the data of an element begins; -1 when the packet has no element of this id.
  public int extensionOffset(int id) {
    int index = indexOf(id);
    return index < 0 ? -1 : extensionOffsets[index];
  }

  /// Bytes of data of an element; -1 when the packet has no element of this id. One-byte elements
  /// have 1 to 16, two-byte elements 0 to 255.
  public int extensionLength(int id) {
    int index = indexOf(id);
    return index < 0 ? -1 : extensionLengths[index];
  }

  private int indexOf(int id) {
    for (int i = 0; i < extensionCount; i++) {
      if (extensionIds[i] == id) {
        return i;
      }
    }
    return -1;
  }

  private static int unsignedShort(byte[] b, int at) {
    return (b[at] & 0xFF) << 8 | (b[at + 1] & 0xFF);
  }
}
