package live.nio.sfu.rtp;

/// Writes the header-extension block of one RTP packet,
/// [RFC 8285 §4](https://www.rfc-editor.org/rfc/rfc8285#section-4).
///
///     writer.begin(buffer, 12, false);
///     writer.add(midId, mid, 0, mid.length);
///     int sequenceAt = writer.reserve(transportCcId, 2);
///     int blockBytes = writer.end();   // a multiple of four; 0 when nothing was added
///
/// Remember to set the X bit of the packet when [#end] is not 0. Used again for packet after packet
/// without allocation; belongs to one thread.
public final class HeaderExtensionWriter {
  private byte[] buffer = new byte[0];
  private int start;
  private int at;
  private boolean twoByte;

  /// Whether an element can only be written in the two-byte form.
  public static boolean needsTwoByte(int id, int length) {
    return id > 14 || length > 16 || length == 0;
  }

  /// Begins a block at `offset`, where the CSRCs of the packet end.
  ///
  /// @param twoByte the form of all elements: one-byte for ids 1–14 and 1–16 bytes, two-byte for
  ///   ids 1–255 and 0–255 bytes
  public void begin(byte[] b, int offset, boolean twoByte) {
    buffer = b;
    start = offset;
    at = offset + 4;
    this.twoByte = twoByte;
  }

  /// Adds an element with a copy of `source[from, from + length)`.
  public HeaderExtensionWriter add(int id, byte[] source, int from, int length) {
    int to = reserve(id, length);
    System.arraycopy(source, from, buffer, to, length);
    return this;
  }

  /// Adds an element of 1 to 8 bytes: the lowest bytes of a number, highest first.
  public HeaderExtensionWriter addNumber(int id, long value, int bytes) {
    int to = reserve(id, bytes);
    for (int i = 0; i < bytes; i++) {
      buffer[to + i] = (byte) (value >> (8 * (bytes - 1 - i)));
    }
    return this;
  }

  /// Adds an element whose data the caller writes.
  ///
  /// @return where the data belongs; what stood there before stays until it is overwritten
  /// @throws IllegalArgumentException when the form of this block cannot hold the element
  public int reserve(int id, int length) {
    if (id < 1
        || id > 255
        || length < 0
        || length > 255
        || (!twoByte && needsTwoByte(id, length))) {
      throw new IllegalArgumentException("element " + id + " of " + length + " bytes");
    }
    if (twoByte) {
      buffer[at++] = (byte) id;
      buffer[at++] = (byte) length;
    } else {
      buffer[at++] = (byte) (id << 4 | (length - 1));
    }
    int data = at;
    at += length;
    return data;
  }

  /// Ends the block: pads to whole words and writes its first four bytes.
  ///
  /// @return bytes of the whole block; 0 when no element was added, and then nothing was written
  public int end() {
    if (at == start + 4) {
      return 0;
    }
    while (((at - start) & 3) != 0) {
      buffer[at++] = 0;
    }
    int profile = twoByte ? RtpPacket.TWO_BYTE_PROFILE : RtpPacket.ONE_BYTE_PROFILE;
    int words = (at - start) / 4 - 1;
    buffer[start] = (byte) (profile >> 8);
    buffer[start + 1] = (byte) profile;
    buffer[start + 2] = (byte) (words >> 8);
    buffer[start + 3] = (byte) words;
    return at - start;
  }
}
