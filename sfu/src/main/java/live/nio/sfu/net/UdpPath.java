package live.nio.sfu.net;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A UDP address as the kernel writes it: IPv6, or IPv4 mapped into it.
final class UdpPath implements NetworkPath {
  private static final long MAPPED_PREFIX = 0xFFFFL << 32;

  final long high;
  final long low;
  final int port;
  final int scope;
  private final InetSocketAddress remote;

  private UdpPath(long high, long low, int port, int scope, InetSocketAddress remote) {
    this.high = high;
    this.low = low;
    this.port = port;
    this.scope = scope;
    this.remote = remote;
  }

  static UdpPath of(InetSocketAddress remote) {
    InetAddress address = remote.getAddress();
    if (address == null) {
      throw new IllegalArgumentException("unresolved address");
    }
    ByteBuffer bytes = ByteBuffer.wrap(address.getAddress());
    if (address instanceof Inet4Address) {
      return ofIpv4(bytes.getInt(), remote.getPort());
    }
    int scope = address instanceof Inet6Address v6 ? v6.getScopeId() : 0;
    return new UdpPath(bytes.getLong(), bytes.getLong(), remote.getPort(), scope, remote);
  }

  /// A path that another implementation made.
  static UdpPath of(NetworkPath path) {
    if (path.isTcp()) {
      throw new IllegalArgumentException("a connection of another listener");
    }
    return path instanceof UdpPath udp ? udp : of(path.remote());
  }

  static UdpPath ofIpv4(int address, int port) {
    return of(0, MAPPED_PREFIX | (address & 0xFFFF_FFFFL), port, 0);
  }

  static UdpPath of(long high, long low, int port, int scope) {
    try {
      // The JDK turns mapped addresses into IPv4.
      byte[] bytes = ByteBuffer.allocate(16).putLong(high).putLong(low).array();
      InetAddress address =
          scope == 0
              ? InetAddress.getByAddress(bytes)
              : Inet6Address.getByAddress(null, bytes, scope);
      return new UdpPath(high, low, port, scope, new InetSocketAddress(address, port));
    } catch (UnknownHostException e) {
      throw new IllegalStateException(e);
    }
  }

  boolean isIpv4() {
    return high == 0 && (low >>> 32) == 0xFFFF;
  }

  boolean is(long otherHigh, long otherLow, int otherPort, int otherScope) {
    return low == otherLow && port == otherPort && high == otherHigh && scope == otherScope;
  }

  static int hash(long high, long low, int port) {
    long mixed = (high * 31 + low) * 0x9E37_79B9_7F4A_7C15L + port * 0xBF58_476D_1CE4_E5B9L;
    return (int) (mixed ^ (mixed >>> 32));
  }

  @Override
  public InetSocketAddress remote() {
    return remote;
  }

  @Override
  public boolean isTcp() {
    return false;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof UdpPath path && path.is(high, low, port, scope);
  }

  @Override
  public int hashCode() {
    return hash(high, low, port);
  }

  @Override
  public String toString() {
    return "udp " + remote;
  }
}
