package live.nio.sfu.net;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.util.Locale;

/// The system calls of Linux on 64-bit machines that the JDK has no methods for. Pointers are
/// `long`, so that calls make no garbage. Results are those of the C library; after -1 the error
/// number is in [#errno] of the state that was passed.
final class Libc {
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOCK_DGRAM = 2;
  static final int SOCK_NONBLOCK = 0x800;
  static final int SOCK_CLOEXEC = 0x80000;
  static final int SOL_SOCKET = 1;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_REUSEPORT = 15;
  static final int SO_SNDBUFFORCE = 32;
  static final int SO_RCVBUFFORCE = 33;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int SOL_UDP = 17;
  static final int UDP_SEGMENT = 103;
  static final int MSG_DONTWAIT = 0x40;
  static final int MSG_TRUNC = 0x20;
  static final int EFD_NONBLOCK = 0x800;
  static final int EFD_CLOEXEC = 0x80000;
  static final int POLLIN = 1;

  static final int EINTR = 4;
  static final int EIO = 5;
  static final int EAGAIN = 11;
  static final int ENOBUFS = 105;
  static final int EOPNOTSUPP = 95;

  private static final Linker LINKER = Linker.nativeLinker();
  private static final Linker.Option ERRNO = Linker.Option.captureCallState("errno");
  private static final VarHandle ERRNO_FIELD =
      Linker.Option.captureStateLayout().varHandle(MemoryLayout.PathElement.groupElement("errno"));

  private static final boolean LINUX =
      System.getProperty("os.name").toLowerCase(Locale.ROOT).contains("linux")
          && ADDRESS.byteSize() == JAVA_LONG.byteSize();

  private static final MethodHandle SOCKET = call("socket", JAVA_INT, JAVA_INT, JAVA_INT);
  private static final MethodHandle BIND = call("bind", JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle GETSOCKNAME =
      call("getsockname", JAVA_INT, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle SETSOCKOPT =
      call("setsockopt", JAVA_INT, JAVA_INT, JAVA_INT, JAVA_LONG, JAVA_INT);
  private static final MethodHandle CLOSE = call("close", JAVA_INT);
  private static final MethodHandle EVENTFD = call("eventfd", JAVA_INT, JAVA_INT);
  private static final MethodHandle EVENTFD_READ = call("eventfd_read", JAVA_INT, JAVA_LONG);
  private static final MethodHandle EVENTFD_WRITE = call("eventfd_write", JAVA_INT, JAVA_LONG);
  private static final MethodHandle PPOLL =
      call("ppoll", JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG);
  private static final MethodHandle RECVMMSG =
      call("recvmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT, JAVA_LONG);
  private static final MethodHandle SENDMMSG =
      call("sendmmsg", JAVA_INT, JAVA_LONG, JAVA_INT, JAVA_INT);

  private Libc() {}

  /// Whether this is a 64-bit Linux whose C library has all of it.
  static boolean isAvailable() {
    return LINUX;
  }

  /// Where calls leave their error number. For one thread at a time.
  static MemorySegment newState() {
    return Arena.ofAuto().allocate(Linker.Option.captureStateLayout());
  }

  static int errno(MemorySegment state) {
    return (int) ERRNO_FIELD.get(state, 0L);
  }

  @SuppressWarnings("restricted") // Native access is what this class is for.
  private static MethodHandle call(String name, MemoryLayout... parameters) {
    FunctionDescriptor descriptor = FunctionDescriptor.of(JAVA_INT, parameters);
    return LINKER
        .defaultLookup()
        .find(name)
        .filter(symbol -> LINUX)
        .map(symbol -> LINKER.downcallHandle(symbol, descriptor, ERRNO))
        .orElseGet(() -> missing(name, descriptor));
  }

  private static MethodHandle missing(String name, FunctionDescriptor descriptor) {
    MethodHandle thrower =
        MethodHandles.throwException(int.class, UnsatisfiedLinkError.class)
            .bindTo(new UnsatisfiedLinkError(name));
    return MethodHandles.dropArguments(
        MethodHandles.dropArguments(thrower, 0, descriptor.toMethodType().parameterList()),
        0,
        MemorySegment.class);
  }

  private static RuntimeException unexpected(Throwable e) {
    if (e instanceof Error error) {
      throw error;
    }
    throw e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
  }

  /// For what must succeed.
  static UncheckedIOException failure(String call, MemorySegment state) {
    return new UncheckedIOException(new IOException(call + ": error " + errno(state)));
  }

  static int socket(MemorySegment state, int family, int type) {
    try {
      return (int) SOCKET.invokeExact(state, family, type, 0);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int bind(MemorySegment state, int fd, long address, int length) {
    try {
      return (int) BIND.invokeExact(state, fd, address, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int getsockname(MemorySegment state, int fd, long address, long length) {
    try {
      return (int) GETSOCKNAME.invokeExact(state, fd, address, length);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int setOption(MemorySegment state, int fd, int level, int option, int value) {
    try (Arena arena = Arena.ofConfined()) {
      long pointer = arena.allocateFrom(JAVA_INT, value).address();
      return (int) SETSOCKOPT.invokeExact(state, fd, level, option, pointer, 4);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int close(MemorySegment state, int fd) {
    try {
      return (int) CLOSE.invokeExact(state, fd);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int eventfd(MemorySegment state) {
    try {
      return (int) EVENTFD.invokeExact(state, 0, EFD_NONBLOCK | EFD_CLOEXEC);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int eventfdRead(MemorySegment state, int fd, long value) {
    try {
      return (int) EVENTFD_READ.invokeExact(state, fd, value);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int eventfdWrite(MemorySegment state, int fd, long value) {
    try {
      return (int) EVENTFD_WRITE.invokeExact(state, fd, value);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int ppoll(MemorySegment state, long fds, int count, long timeout) {
    try {
      return (int) PPOLL.invokeExact(state, fds, (long) count, timeout, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int recvmmsg(MemorySegment state, int fd, long messages, int count) {
    try {
      return (int) RECVMMSG.invokeExact(state, fd, messages, count, MSG_DONTWAIT, 0L);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }

  static int sendmmsg(MemorySegment state, int fd, long messages, int count) {
    try {
      return (int) SENDMMSG.invokeExact(state, fd, messages, count, MSG_DONTWAIT);
    } catch (Throwable e) {
      throw unexpected(e);
    }
  }
}
