package live.nio.sfu.net;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;

/// Opens the sockets of one port.
public final class MediaSockets {
  private MediaSockets() {}

  /// Opens sockets that share a port; the kernel gives each peer address to one of them. Fewer than
  /// asked for, that is one, where the system cannot share a port that way.
  ///
  /// @param bind a local address; any local address takes IPv4 and IPv6
  /// @param port 0 for any free one, the same for all
  /// @param count how many, at least 1
  /// @throws java.io.UncheckedIOException when the port cannot be had
  public static List<MediaSocket> open(InetAddress bind, int port, int count) {
    if (!Libc.isAvailable()) {
      return List.of(portable(bind, port));
    }
    List<MediaSocket> sockets = new ArrayList<>();
    try {
      int shared = port;
      for (int i = 0; i < count; i++) {
        LinuxSocket socket = LinuxSocket.open(bind, shared);
        sockets.add(socket);
        shared = socket.port();
      }
      return List.copyOf(sockets);
    } catch (RuntimeException e) {
      sockets.forEach(MediaSocket::close);
      throw e;
    }
  }

  /// Opens one socket with the JDK's means alone.
  public static MediaSocket portable(InetAddress bind, int port) {
    return ChannelSocket.open(bind, port);
  }
}
