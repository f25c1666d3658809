package live.nio.sfu.stun;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.net.Outbox;

/// An outbox that keeps what was sent, for tests without sockets.
final class Wire implements Outbox {
  private final MemorySegment memory = Arena.ofAuto().allocate(SLOT_BYTES);
  final Deque<Sent> sent = new ArrayDeque<>();

  /// An address in the documentation range.
  record Address(InetSocketAddress remote, boolean isTcp) implements NetworkPath {
    static Address of(int lastByte) {
      return new Address(new InetSocketAddress("192.0.2." + lastByte, 40_000 + lastByte), false);
    }
  }

  @SuppressWarnings("ArrayRecordComponent") // Never compared.
  record Sent(NetworkPath path, byte[] bytes) {
    StunMessage stun() {
      return Wire.stun(bytes);
    }
  }

  /// Reads a message that must be well-formed.
  static StunMessage stun(byte[] bytes) {
    StunMessage message = StunMessage.parse(bytes, 0, bytes.length);
    if (message == null) {
      throw new AssertionError("malformed");
    }
    return message;
  }

  /// The oldest datagram that was not taken yet.
  Sent take() {
    return sent.removeFirst();
  }

  boolean isEmpty() {
    return sent.isEmpty();
  }

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public int reserve() {
    return 0;
  }

  @Override
  public void commit(NetworkPath path, int length) {
    sent.add(new Sent(path, memory.asSlice(0, length).toArray(ValueLayout.JAVA_BYTE)));
  }

  @Override
  public void send(NetworkPath path, byte[] buffer, int offset, int length) {
    sent.add(new Sent(path, Arrays.copyOfRange(buffer, offset, offset + length)));
  }

  @Override
  public void flush() {
    // Sent already.
  }
}
