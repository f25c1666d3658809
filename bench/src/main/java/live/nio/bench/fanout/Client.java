package live.nio.bench.fanout;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// One Socket.IO client on a plain socket, as cheap as it gets.
///
///     UPGRADING ──101──▶ OPENING ──"0{…}", sends "40"──▶ ENTERING ──"40{…}"──▶ IN
///
/// Checks that the events of the room come in sequence, each once. Confined to the generator's
/// thread.
final class Client implements FrameReader.Sink {
  private static final byte[] REQUEST =
      """
      GET /socket.io/?EIO=4&transport=websocket HTTP/1.1\r
      Host: localhost\r
      Connection: Upgrade\r
      Upgrade: websocket\r
      Sec-WebSocket-Version: 13\r
      Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r
      \r
      """
          .getBytes(StandardCharsets.US_ASCII);

  /// What precedes the sequence number of an event.
  private static final byte[] EVENT = "42[\"m\",".getBytes(StandardCharsets.US_ASCII);

  private static final byte[] NOTHING = {};

  private enum State {
    UPGRADING,
    OPENING,
    ENTERING,
    IN
  }

  final SocketChannel channel;
  private final Generator generator;
  private State state = State.UPGRADING;
  private byte[] rest = NOTHING;
  private long expected = 1;
  private long now;
  private @Nullable Window window;

  long received;
  long lost;
  long repeated;

  Client(Generator generator, SocketChannel channel) {
    this.generator = generator;
    this.channel = channel;
  }

  void begin() throws IOException {
    write(ByteBuffer.wrap(REQUEST));
  }

  /// The number the next event must have.
  long expected() {
    return expected;
  }

  /// Reads what has arrived; false at the end of the connection.
  ///
  /// @param buffer shared by all clients of a thread
  boolean read(ByteBuffer buffer, @Nullable Window measured) throws IOException {
    buffer.clear();
    buffer.put(rest);
    if (channel.read(buffer) < 0) {
      return false;
    }
    now = Micros.now();
    window = measured;
    buffer.flip();
    if (state == State.UPGRADING) {
      onResponse(buffer);
    }
    if (state != State.UPGRADING) {
      FrameReader.read(buffer, this);
    }
    if (buffer.hasRemaining()) {
      rest = new byte[buffer.remaining()];
      buffer.get(rest);
    } else {
      rest = NOTHING;
    }
    return true;
  }

  private void onResponse(ByteBuffer in) throws IOException {
    for (int i = in.position() + 3; i < in.limit(); i++) {
      if (in.get(i) == '\n' && in.get(i - 1) == '\r' && in.get(i - 2) == '\n') {
        byte[] head = new byte[i + 1 - in.position()];
        in.get(head);
        String response = new String(head, StandardCharsets.US_ASCII);
        if (!response.startsWith("HTTP/1.1 101 ")) {
          throw new IOException("no WebSocket: " + response.lines().findFirst().orElse(""));
        }
        state = State.OPENING;
        return;
      }
    }
  }

  @Override
  public void onFrame(int opcode, ByteBuffer in, int start, int length) {
    if (opcode != FrameReader.TEXT || length == 0) {
      if (opcode == FrameReader.CLOSE) {
        throw new IllegalArgumentException("closed by the server");
      }
      return;
    }
    byte type = in.get(start);
    if (type == '4' && length > EVENT.length && in.get(start + 1) == '2') {
      onEvent(in, start, start + length);
    } else if (type == '2') {
      send("3");
    } else if (type == '0') {
      state = State.ENTERING;
      send("40");
    } else if (type == '4' && length > 1 && in.get(start + 1) == '0') {
      state = State.IN;
      generator.onEntered();
    } else {
      byte[] bytes = new byte[Math.min(length, 200)];
      in.get(start, bytes);
      throw new IllegalArgumentException(
          "unexpected packet: " + new String(bytes, StandardCharsets.UTF_8));
    }
  }

  private void onEvent(ByteBuffer in, int start, int end) {
    for (int i = 0; i < EVENT.length; i++) {
      if (in.get(start + i) != EVENT[i]) {
        throw new IllegalArgumentException("unexpected event");
      }
    }
    long[] numbers = generator.numbers;
    int at = start + EVENT.length;
    for (int i = 0; i < numbers.length; i++) {
      long number = 0;
      byte digit;
      while (at < end && (digit = in.get(at++)) != ',') {
        number = number * 10 + (digit - '0');
      }
      numbers[i] = number;
    }
    long sequence = numbers[0];
    received++;
    if (sequence >= expected) {
      lost += sequence - expected;
      expected = sequence + 1;
    } else {
      repeated++;
    }
    Window to = window;
    if (to != null) {
      to.onEvent(numbers[1], numbers[2], now);
    }
  }

  /// A masked text frame; so few and small that the socket always takes them whole.
  private void send(String packet) {
    byte[] text = packet.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer frame = ByteBuffer.allocate(6 + text.length);
    // The mask is zero, which leaves the payload as it is.
    frame.put((byte) 0x81).put((byte) (0x80 | text.length)).putInt(0).put(text).flip();
    try {
      write(frame);
    } catch (IOException e) {
      throw new IllegalArgumentException("closed by the server", e);
    }
  }

  private void write(ByteBuffer bytes) throws IOException {
    channel.write(bytes);
    if (bytes.hasRemaining()) {
      throw new IOException("the server does not read");
    }
  }
}
