package live.nio.sfu.net;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.concurrent.TimeUnit;

/// A UDP socket of the JDK, for systems without the calls [LinuxSocket] makes. One system call and
/// some garbage a datagram.
final class ChannelSocket implements MediaSocket {
  private static final int BATCH = 64;
  private static final int SLOT = 2_048;
  private static final int BUFFER_BYTES = 4 << 20;

  private final DatagramChannel channel;
  private final Selector selector;
  private final int port;
  private final PathCache cache = new PathCache();
  private final ByteBuffer buffer = ByteBuffer.allocate(SLOT + 1);
  private final ChannelOutbox outbox = new ChannelOutbox();
  private long received;
  private long receivedBytes;
  private long truncated;

  private ChannelSocket(DatagramChannel channel, Selector selector, int port) {
    this.channel = channel;
    this.selector = selector;
    this.port = port;
  }

  static ChannelSocket open(InetAddress bind, int port) {
    try {
      Selector selector = Selector.open();
      DatagramChannel channel = DatagramChannel.open();
      try {
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.setOption(StandardSocketOptions.SO_SNDBUF, BUFFER_BYTES);
        channel.bind(new InetSocketAddress(bind, port));
        channel.configureBlocking(false);
        channel.register(selector, SelectionKey.OP_READ);
        int bound = ((InetSocketAddress) channel.getLocalAddress()).getPort();
        return new ChannelSocket(channel, selector, bound);
      } catch (IOException e) {
        channel.close();
        selector.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public int receive(DatagramHandler handler, long maxWaitNanos) {
    try {
      int count = receiveNow(handler);
      if (count == 0 && maxWaitNanos > 0) {
        // The selector counts milliseconds; a wait that is shorter becomes one.
        long millis = Math.max(1, TimeUnit.NANOSECONDS.toMillis(maxWaitNanos));
        selector.select(_ -> {}, millis);
        count = receiveNow(handler);
      }
      return count;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private int receiveNow(DatagramHandler handler) throws IOException {
    int count = 0;
    while (count < BATCH) {
      buffer.clear();
      if (!(channel.receive(buffer) instanceof InetSocketAddress remote)) {
        break;
      }
      count++;
      received++;
      int length = buffer.position();
      receivedBytes += length;
      if (length > SLOT) {
        truncated++;
        continue;
      }
      handler.onDatagram(path(remote), buffer.array(), 0, length);
    }
    return count;
  }

  @Override
  public void wakeup() {
    selector.wakeup();
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public SocketCounters counters() {
    return new SocketCounters(
        received,
        receivedBytes,
        truncated,
        outbox.sent,
        outbox.sentBytes,
        outbox.sent,
        0,
        outbox.dropped,
        outbox.failed);
  }

  @Override
  public int port() {
    return port;
  }

  @Override
  public NetworkPath path(InetSocketAddress remote) {
    UdpPath path = UdpPath.of(remote);
    return cache.get(path.high, path.low, path.port, path.scope);
  }

  @Override
  public void close() {
    try {
      channel.close();
      selector.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Sends each datagram as it is committed.
  private final class ChannelOutbox implements Outbox {
    private final MemorySegment slot = Arena.ofAuto().allocate(SLOT_BYTES, 64);
    private final ByteBuffer view = slot.asByteBuffer();
    private long sent;
    private long sentBytes;
    private long dropped;
    private long failed;

    @Override
    public MemorySegment memory() {
      return slot;
    }

    @Override
    public int reserve() {
      return 0;
    }

    @Override
    public void commit(NetworkPath path, int length) {
      if (length <= 0 || length > SLOT_BYTES) {
        throw new IllegalArgumentException("datagram of " + length + " bytes");
      }
      if (path instanceof TcpPath tcp) {
        tcp.send(slot, 0, length);
        return;
      }
      view.limit(length).position(0);
      try {
        if (channel.send(view, path.remote()) == length) {
          sent++;
          sentBytes += length;
        } else {
          dropped++;
        }
      } catch (IOException e) {
        failed++;
      }
    }

    @Override
    public void send(NetworkPath path, byte[] bytes, int offset, int length) {
      if (length > SLOT_BYTES) {
        throw new IllegalArgumentException("datagram of " + length + " bytes");
      }
      MemorySegment.copy(bytes, offset, slot, ValueLayout.JAVA_BYTE, 0, length);
      commit(path, length);
    }

    @Override
    public void flush() {
      // Sent already.
    }
  }
}
