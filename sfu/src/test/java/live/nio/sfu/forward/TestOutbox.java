package live.nio.sfu.forward;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.net.Outbox;

/// An outbox that keeps what is sent.
public final class TestOutbox implements Outbox {
  /// A datagram and where it went.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Sent(NetworkPath path, byte[] bytes) {}

  /// A path that is told from others by its port.
  public record Path(InetSocketAddress remote, boolean isTcp) implements NetworkPath {
    public static Path of(int port) {
      return new Path(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), false);
    }
  }

  private static final int SLOTS = 4;

  private final MemorySegment memory = Arena.ofAuto().allocate((long) SLOTS * SLOT_BYTES);
  private final List<Sent> sent = new ArrayList<>();
  private int slot;

  @Override
  public MemorySegment memory() {
    return memory;
  }

  @Override
  public int reserve() {
    slot = (slot + 1) % SLOTS;
    return slot * SLOT_BYTES;
  }

  @Override
  public void commit(NetworkPath path, int length) {
    sent.add(
        new Sent(
            path, memory.asSlice((long) slot * SLOT_BYTES, length).toArray(ValueLayout.JAVA_BYTE)));
  }

  @Override
  public void send(NetworkPath path, byte[] buffer, int offset, int length) {
    sent.add(new Sent(path, java.util.Arrays.copyOfRange(buffer, offset, offset + length)));
  }

  @Override
  public void flush() {}

  /// What was sent since the last call.
  public List<Sent> take() {
    List<Sent> all = List.copyOf(sent);
    sent.clear();
    return all;
  }
}
