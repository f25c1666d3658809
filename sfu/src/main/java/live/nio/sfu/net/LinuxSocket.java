package live.nio.sfu.net;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A UDP socket read with `recvmmsg` and waited for with `ppoll`, next to an `eventfd` for wakeups.
final class LinuxSocket implements MediaSocket {
  private static final int BATCH = 64;
  private static final int SLOT = 2_048;
  private static final int BUFFER_BYTES = 8 << 20;

  // struct iovec, mmsghdr, pollfd, timespec of 64-bit Linux.
  private static final int IOVEC = 16;
  private static final int MESSAGE = 64;
  private static final int NAME_LENGTH = 8;
  private static final int VECTORS = 16;
  private static final int VECTOR_COUNT = 24;
  private static final int FLAGS = 48;
  private static final int LENGTH = 56;
  private static final int POLLFD = 8;
  private static final int TIMESPEC = 16;

  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG;
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT;
  private static final ValueLayout.OfShort SHORT = ValueLayout.JAVA_SHORT;

  private final int fd;
  private final int event;
  private final int family;
  private final int port;
  private final LinuxOutbox outbox;
  private final PathCache cache = new PathCache();
  private final MemorySegment state = Libc.newState();
  private final MemorySegment buffers;
  private final MemorySegment messages;
  private final MemorySegment names;
  private final MemorySegment poll;
  private final byte[] datagram = new byte[SLOT];
  private final AtomicBoolean awake = new AtomicBoolean();
  private volatile boolean closed;
  private long received;
  private long receivedBytes;
  private long truncated;

  private LinuxSocket(int fd, int event, int family, int port, boolean segmenting) {
    this.fd = fd;
    this.event = event;
    this.family = family;
    this.port = port;
    this.outbox = new LinuxOutbox(fd, family, segmenting);
    Arena arena = Arena.ofAuto();
    buffers = arena.allocate((long) BATCH * SLOT, 64);
    messages = arena.allocate((long) BATCH * MESSAGE + (long) BATCH * IOVEC, 64);
    names = arena.allocate((long) BATCH * SocketAddresses.SIZE, 64);
    poll = arena.allocate(2 * POLLFD + TIMESPEC, 8);
    // The vectors live behind the messages, so that one segment keeps both reachable.
    long vectorsAt = (long) BATCH * MESSAGE;
    for (int i = 0; i < BATCH; i++) {
      long vector = vectorsAt + (long) i * IOVEC;
      messages.set(LONG, vector, buffers.address() + (long) i * SLOT);
      messages.set(LONG, vector + 8, SLOT);
      long message = (long) i * MESSAGE;
      messages.set(LONG, message, names.address() + (long) i * SocketAddresses.SIZE);
      messages.set(LONG, message + VECTORS, messages.address() + vector);
      messages.set(LONG, message + VECTOR_COUNT, 1);
      messages.set(INT, message + NAME_LENGTH, SocketAddresses.SIZE);
    }
    poll.set(INT, 0, fd);
    poll.set(SHORT, 4, (short) Libc.POLLIN);
    poll.set(INT, POLLFD, event);
    poll.set(SHORT, POLLFD + 4, (short) Libc.POLLIN);
  }

  /// Opens a socket with SO_REUSEPORT; IPv6 that takes IPv4 too, or IPv4 where there is no IPv6.
  ///
  /// @param port 0 for any free one
  static LinuxSocket open(InetAddress bind, int port) {
    MemorySegment state = Libc.newState();
    int type = Libc.SOCK_DGRAM | Libc.SOCK_NONBLOCK | Libc.SOCK_CLOEXEC;
    int family = Libc.AF_INET6;
    int fd = Libc.socket(state, family, type);
    if (fd < 0) {
      family = Libc.AF_INET;
      fd = Libc.socket(state, family, type);
    }
    if (fd < 0) {
      throw Libc.failure("socket", state);
    }
    try {
      if (family == Libc.AF_INET6) {
        Libc.setOption(state, fd, Libc.IPPROTO_IPV6, Libc.IPV6_V6ONLY, 0);
      }
      if (Libc.setOption(state, fd, Libc.SOL_SOCKET, Libc.SO_REUSEPORT, 1) != 0) {
        throw Libc.failure("SO_REUSEPORT", state);
      }
      enlarge(state, fd, Libc.SO_RCVBUFFORCE, Libc.SO_RCVBUF);
      enlarge(state, fd, Libc.SO_SNDBUFFORCE, Libc.SO_SNDBUF);
      // Setting the default segment size to none tells whether the kernel knows the option.
      boolean segmenting = Libc.setOption(state, fd, Libc.SOL_UDP, Libc.UDP_SEGMENT, 0) == 0;
      int bound = bind(state, fd, family, bind, port);
      int event = Libc.eventfd(state);
      if (event < 0) {
        throw Libc.failure("eventfd", state);
      }
      return new LinuxSocket(fd, event, family, bound, segmenting);
    } catch (RuntimeException e) {
      Libc.close(state, fd);
      throw e;
    }
  }

  /// Beyond the system's limit where we are allowed to, else up to it.
  private static void enlarge(MemorySegment state, int fd, int force, int option) {
    if (Libc.setOption(state, fd, Libc.SOL_SOCKET, force, BUFFER_BYTES) != 0) {
      Libc.setOption(state, fd, Libc.SOL_SOCKET, option, BUFFER_BYTES);
    }
  }

  private static int bind(MemorySegment state, int fd, int family, InetAddress address, int port) {
    // Any address of IPv4 means any of both.
    UdpPath local =
        address.isAnyLocalAddress()
            ? UdpPath.of(0, 0, port, 0)
            : UdpPath.of(new InetSocketAddress(address, port));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment name = arena.allocate(SocketAddresses.SIZE + 8, 8);
      int length = SocketAddresses.write(name, 0, family, local);
      if (Libc.bind(state, fd, name.address(), length) != 0) {
        throw Libc.failure("bind to port " + port, state);
      }
      long lengthAt = name.address() + SocketAddresses.SIZE;
      name.set(INT, SocketAddresses.SIZE, SocketAddresses.SIZE);
      if (Libc.getsockname(state, fd, name.address(), lengthAt) != 0) {
        throw Libc.failure("getsockname", state);
      }
      return SocketAddresses.port(name, 0);
    }
  }

  @Override
  public int receive(DatagramHandler handler, long maxWaitNanos) {
    int count = receiveNow();
    if (count == 0 && maxWaitNanos > 0) {
      await(maxWaitNanos);
      count = receiveNow();
    }
    for (int i = 0; i < count; i++) {
      long message = (long) i * MESSAGE;
      int length = messages.get(INT, message + LENGTH);
      boolean cut = (messages.get(INT, message + FLAGS) & Libc.MSG_TRUNC) != 0;
      messages.set(INT, message + NAME_LENGTH, SocketAddresses.SIZE);
      received++;
      receivedBytes += length;
      if (cut) {
        truncated++;
        continue;
      }
      MemorySegment.copy(buffers, ValueLayout.JAVA_BYTE, (long) i * SLOT, datagram, 0, length);
      UdpPath path = SocketAddresses.read(names, (long) i * SocketAddresses.SIZE, cache);
      handler.onDatagram(path, datagram, 0, length);
    }
    return count;
  }

  private int receiveNow() {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    // Errors are those of earlier sends (ICMP) or EAGAIN; either way nothing is here.
    return Math.max(0, Libc.recvmmsg(state, fd, messages.address(), BATCH));
  }

  private void await(long nanos) {
    long second = TimeUnit.SECONDS.toNanos(1);
    poll.set(LONG, 2 * POLLFD, nanos / second);
    poll.set(LONG, 2 * POLLFD + 8, nanos % second);
    int ready = Libc.ppoll(state, poll.address(), 2, poll.address() + 2 * POLLFD);
    if (ready > 0 && poll.get(SHORT, POLLFD + 6) != 0) {
      // First the flag: a wakeup in between then writes again, and none is lost.
      awake.set(false);
      Libc.eventfdRead(state, event, poll.address() + 2 * POLLFD);
    }
  }

  @Override
  public void wakeup() {
    if (!closed && awake.compareAndSet(false, true)) {
      Libc.eventfdWrite(Libc.newState(), event, 1);
    }
  }

  @Override
  public Outbox outbox() {
    return outbox;
  }

  @Override
  public SocketCounters counters() {
    return outbox.counters(received, receivedBytes, truncated);
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
    if (!closed) {
      closed = true;
      Libc.close(state, event);
      Libc.close(state, fd);
    }
  }

  @Override
  public String toString() {
    return "LinuxSocket[port " + port + (family == Libc.AF_INET ? ", IPv4]" : "]");
  }
}
