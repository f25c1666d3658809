package live.nio.publisher.peer;

/// Cuts VP8 frames into payloads, [RFC 7741 §4](https://www.rfc-editor.org/rfc/rfc7741#section-4):
///
///      0 1 2 3 4 5 6 7
///     +-+-+-+-+-+-+-+-+
///     |X|R|N|S|R| PID |  X: more follows; S: the frame begins here
///     |I|L|T|K| RSV   |  picture id, tl0picidx, temporal layer
///     |M| PictureID   |  fifteen bits
///     |   PictureID   |
///     |   TL0PICIDX   |
///     |TID|Y| KEYIDX  |
///     +-+-+-+-+-+-+-+-+
///
/// The parts of a frame are as equal as can be, larger ones last, as libwebrtc does it.
final class Vp8Packetizer {
  static final int DESCRIPTOR = 6;

  private int pictureId;
  private int tl0PicIdx;
  private byte[] frame = new byte[0];
  private int at;
  private int partsLeft;

  /// @param firstPictureId where to begin, 15 bits
  Vp8Packetizer(int firstPictureId) {
    pictureId = firstPictureId & 0x7fff;
  }

  /// Takes the next frame.
  ///
  /// @param maxPayload bytes of a packet's payload, descriptor included
  void begin(byte[] next, int maxPayload) {
    frame = next;
    at = 0;
    int room = maxPayload - DESCRIPTOR;
    partsLeft = Math.max(1, (next.length + room - 1) / room);
    pictureId = (pictureId + 1) & 0x7fff;
    tl0PicIdx = (tl0PicIdx + 1) & 0xff;
  }

  boolean hasNext() {
    return partsLeft > 0;
  }

  /// The next payload; after the last one, [#hasNext] is false.
  byte[] next() {
    int size = (frame.length - at) / partsLeft;
    byte[] payload = new byte[DESCRIPTOR + size];
    payload[0] = (byte) (at == 0 ? 0x90 : 0x80);
    payload[1] = (byte) 0xe0;
    payload[2] = (byte) (0x80 | pictureId >> 8);
    payload[3] = (byte) pictureId;
    payload[4] = (byte) tl0PicIdx;
    payload[5] = 0;
    System.arraycopy(frame, at, payload, DESCRIPTOR, size);
    at += size;
    partsLeft--;
    return payload;
  }
}
