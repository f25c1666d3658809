package live.nio.socketio.engine;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/// One Engine.IO `message`, or several that must stay together, encoded once and shared by every receiver.
///
/// The bytes are the WebSocket frames a server sends (unmasked, final, never compressed), one after the other:
///
///     81 06 34 68 65 6c 6c 6f      text frame, 6 bytes: '4' (message) "hello"
///     82 02 01 02                  binary frame, 2 bytes: 01 02
///
/// The polling form is cut out of them on demand: `4hello\x1ebAQI=`.
///
/// Immutable apart from that cached form, so any thread may use it and any number of queues may hold it.
public final class EncodedMessage {
  static final byte SEPARATOR = 0x1e;

  private static final byte TEXT_FRAME = (byte) 0x81;
  private static final byte BINARY_FRAME = (byte) 0x82;

  private final byte[] frames;
  private final boolean shared;
  private final boolean endsWrite;

  /// Tells sequences of messages apart quickly; not unique.
  final int tag = ThreadLocalRandom.current().nextInt();

  private byte @Nullable [] polling;

  private EncodedMessage(byte[] frames, boolean shared, boolean endsWrite) {
    this.frames = frames;
    this.shared = shared;
    this.endsWrite = endsWrite;
  }

  public static EncodedMessage text(String text) {
    return text(text.getBytes(StandardCharsets.UTF_8), List.of(), false);
  }

  public static EncodedMessage binary(byte[] bytes) {
    byte[] frames = new byte[headerLength(bytes.length) + bytes.length];
    System.arraycopy(bytes, 0, frames, header(frames, 0, BINARY_FRAME, bytes.length), bytes.length);
    return new EncodedMessage(frames, false, false);
  }

  /// A text message followed by binary ones; nothing is ever sent between them.
  ///
  /// @param utf8 the text, without the packet type
  /// @param shared whether many sessions will get this object, so that their pending bytes are
  ///   worth comparing
  public static EncodedMessage text(byte[] utf8, List<byte[]> attachments, boolean shared) {
    int length = headerLength(utf8.length + 1) + 1 + utf8.length;
    for (byte[] attachment : attachments) {
      length += headerLength(attachment.length) + attachment.length;
    }
    byte[] frames = new byte[length];
    int at = header(frames, 0, TEXT_FRAME, utf8.length + 1);
    frames[at++] = '4';
    System.arraycopy(utf8, 0, frames, at, utf8.length);
    at += utf8.length;
    for (byte[] attachment : attachments) {
      at = header(frames, at, BINARY_FRAME, attachment.length);
      System.arraycopy(attachment, 0, frames, at, attachment.length);
      at += attachment.length;
    }
    return new EncodedMessage(frames, shared, false);
  }

  /// A packet of the protocol itself, such as a ping.
  static EncodedMessage control(String packet) {
    byte[] utf8 = packet.getBytes(StandardCharsets.US_ASCII);
    byte[] frames = new byte[headerLength(utf8.length) + utf8.length];
    System.arraycopy(utf8, 0, frames, header(frames, 0, TEXT_FRAME, utf8.length), utf8.length);
    return new EncodedMessage(frames, true, false);
  }

  /// The same message, but what is queued behind it leaves in a later write.
  ///
  /// For answers upon which a client first attaches its listeners: what came in the same read would
  /// be lost to it.
  public EncodedMessage endingTheWrite() {
    return new EncodedMessage(frames, shared, true);
  }

  /// Bytes on a WebSocket.
  public int length() {
    return frames.length;
  }

  byte[] frames() {
    return frames;
  }

  boolean shared() {
    return shared;
  }

  boolean endsWrite() {
    return endsWrite;
  }

  /// The packets of this message as part of a polling payload, without a separator at either end.
  byte[] polling() {
    byte[] form = polling;
    if (form == null) {
      // Two threads may both do this; the results are equal.
      form = toPolling();
      polling = form;
    }
    return form;
  }

  private byte[] toPolling() {
    int length = 0;
    for (Frame f = Frame.at(frames, 0); f != null; f = f.next(frames)) {
      length += 1 + (f.binary ? 1 + (f.length + 2) / 3 * 4 : f.length);
    }
    byte[] out = new byte[length - 1];
    int at = 0;
    for (Frame f = Frame.at(frames, 0); f != null; f = f.next(frames)) {
      if (at > 0) {
        out[at++] = SEPARATOR;
      }
      if (f.binary) {
        out[at++] = 'b';
        byte[] body = new byte[f.length];
        System.arraycopy(frames, f.start, body, 0, f.length);
        byte[] base64 = Base64.getEncoder().encode(body);
        System.arraycopy(base64, 0, out, at, base64.length);
        at += base64.length;
      } else {
        System.arraycopy(frames, f.start, out, at, f.length);
        at += f.length;
      }
    }
    return out;
  }

  private static int headerLength(int payload) {
    return payload < 126 ? 2 : payload <= 0xffff ? 4 : 10;
  }

  /// Writes a frame header, [RFC 6455 §5.2](https://www.rfc-editor.org/rfc/rfc6455#section-5.2),
  /// and returns where the payload begins.
  private static int header(byte[] out, int at, byte opcode, int payload) {
    out[at] = opcode;
    if (payload < 126) {
      out[at + 1] = (byte) payload;
      return at + 2;
    }
    if (payload <= 0xffff) {
      out[at + 1] = 126;
      out[at + 2] = (byte) (payload >>> 8);
      out[at + 3] = (byte) payload;
      return at + 4;
    }
    out[at + 1] = 127;
    for (int i = 0; i < 8; i++) {
      out[at + 2 + i] = (byte) ((long) payload >>> (56 - 8 * i));
    }
    return at + 10;
  }

  private record Frame(boolean binary, int start, int length) {

    static @Nullable Frame at(byte[] frames, int at) {
      if (at >= frames.length) {
        return null;
      }
      boolean binary = frames[at] == BINARY_FRAME;
      int length = frames[at + 1];
      if (length < 126) {
        return new Frame(binary, at + 2, length);
      }
      if (length == 126) {
        return new Frame(binary, at + 4, (frames[at + 2] & 0xff) << 8 | (frames[at + 3] & 0xff));
      }
      int wide = 0;
      for (int i = 6; i < 10; i++) {
        wide = wide << 8 | (frames[at + i] & 0xff);
      }
      return new Frame(binary, at + 10, wide);
    }

    @Nullable Frame next(byte[] frames) {
      return at(frames, start + length);
    }
  }
}
