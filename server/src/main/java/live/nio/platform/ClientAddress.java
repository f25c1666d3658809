package live.nio.platform;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// The address a request came from; [ClientAddresses] finds it.
///
/// @param host literal IPv4 or IPv6 address
public record ClientAddress(String host) {

  private static final int IPV6_NETWORK_BYTES = 6;

  /// The network to count by: an IPv4 address itself, an IPv6 address's /48, since one customer
  /// owns that many.
  public String network() {
    if (host.indexOf(':') < 0) {
      return host;
    }
    try {
      byte[] bytes = InetAddress.getByName(host).getAddress();
      if (bytes.length < 16) {
        return InetAddress.getByAddress(bytes).getHostAddress();
      }
      for (int i = IPV6_NETWORK_BYTES; i < bytes.length; i++) {
        bytes[i] = 0;
      }
      return InetAddress.getByAddress(bytes).getHostAddress() + "/48";
    } catch (UnknownHostException notALiteral) {
      return host;
    }
  }
}
