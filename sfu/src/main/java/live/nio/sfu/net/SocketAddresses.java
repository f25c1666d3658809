package live.nio.sfu.net;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/// `struct sockaddr_in6` and `struct sockaddr_in` of Linux.
final class SocketAddresses {
  /// Room for either.
  static final int SIZE = 32;

  private static final int IN6_LENGTH = 28;
  private static final int IN_LENGTH = 16;
  private static final ValueLayout.OfShort FAMILY = ValueLayout.JAVA_SHORT_UNALIGNED;
  private static final ValueLayout.OfShort BE_SHORT =
      ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt BE_INT =
      ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong BE_LONG =
      ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

  private SocketAddresses() {}

  /// Writes an address for a socket of the family and returns its length.
  static int write(MemorySegment memory, long at, int family, UdpPath path) {
    memory.set(FAMILY, at, (short) family);
    memory.set(BE_SHORT, at + 2, (short) path.port);
    if (family == Libc.AF_INET) {
      memory.set(BE_INT, at + 4, (int) path.low);
      memory.set(BE_LONG, at + 8, 0);
      return IN_LENGTH;
    }
    memory.set(BE_INT, at + 4, 0);
    memory.set(BE_LONG, at + 8, path.high);
    memory.set(BE_LONG, at + 16, path.low);
    memory.set(INT, at + 24, path.scope);
    return IN6_LENGTH;
  }

  static int length(int family) {
    return family == Libc.AF_INET ? IN_LENGTH : IN6_LENGTH;
  }

  /// Reads an address the kernel wrote.
  static UdpPath read(MemorySegment memory, long at, PathCache cache) {
    int port = memory.get(BE_SHORT, at + 2) & 0xFFFF;
    if (memory.get(FAMILY, at) == Libc.AF_INET) {
      long address = 0xFFFFL << 32 | (memory.get(BE_INT, at + 4) & 0xFFFF_FFFFL);
      return cache.get(0, address, port, 0);
    }
    return cache.get(
        memory.get(BE_LONG, at + 8), memory.get(BE_LONG, at + 16), port, memory.get(INT, at + 24));
  }

  static int port(MemorySegment memory, long at) {
    return memory.get(BE_SHORT, at + 2) & 0xFFFF;
  }
}
