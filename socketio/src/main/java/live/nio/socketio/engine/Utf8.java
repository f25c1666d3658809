package live.nio.socketio.engine;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/// Strict UTF-8, at the speed of the lenient decoder.
final class Utf8 {
  private Utf8() {}

  static String decode(byte[] bytes) throws MalformedPacketException {
    String text = new String(bytes, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') >= 0) {
      // Either the sender wrote this character or the decoder put it in place of malformed bytes.
      try {
        StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      } catch (CharacterCodingException e) {
        throw new MalformedPacketException("invalid UTF-8");
      }
    }
    return text;
  }
}
