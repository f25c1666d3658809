package live.nio.sfu.net;

import java.net.InetSocketAddress;

/// Where datagrams of one peer come from and go to. Compared by identity of its parts: two
/// datagrams from the same address over the same transport have equal paths. Cheap to keep and to
/// use as a key; a socket hands out the same object for the same address while it remembers it.
public interface NetworkPath {
  InetSocketAddress remote();

  /// Whether this is an ICE-TCP connection ([RFC 6544](https://www.rfc-editor.org/rfc/rfc6544)).
  boolean isTcp();
}
