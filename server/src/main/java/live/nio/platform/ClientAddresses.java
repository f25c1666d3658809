package live.nio.platform;

import io.netty.handler.ipfilter.IpFilterRuleType;
import io.netty.handler.ipfilter.IpSubnetFilterRule;
import io.netty.util.NetUtil;
import io.vertx.core.MultiMap;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Finds out where a request really comes from. Any thread.
///
/// A proxy appends the address it sees to `X-Forwarded-For`; what stands before that, anybody may
/// have written. So the list is read from its end, and the first address that is no proxy in
/// `TRUSTED_PROXIES` is the client. The HTTP server's own reading takes the first one of the list,
/// which is the client's to choose.
@Singleton
public class ClientAddresses {

  private static final String HEADER = "X-Forwarded-For";
  private static final int ADDRESS_BITS_V4 = 32;
  private static final int ADDRESS_BITS_V6 = 128;

  private final List<IpSubnetFilterRule> proxies;

  ClientAddresses(PlatformConfig config) {
    this.proxies = config.trustedProxies().stream().map(ClientAddresses::network).toList();
  }

  private static IpSubnetFilterRule network(String text) {
    int slash = text.indexOf('/');
    InetAddress address = parse(slash < 0 ? text : text.substring(0, slash)).orElse(null);
    try {
      if (address != null) {
        int bits = address.getAddress().length == 4 ? ADDRESS_BITS_V4 : ADDRESS_BITS_V6;
        int prefix = slash < 0 ? bits : Integer.parseInt(text.substring(slash + 1));
        return new IpSubnetFilterRule(address, prefix, IpFilterRuleType.ACCEPT);
      }
    } catch (IllegalArgumentException notANetwork) {
      // Says the same below.
    }
    throw new StartupFailure(
        "TRUSTED_PROXIES holds \"%s\"; it takes addresses and networks like 127.0.0.1, 10.0.0.0/8."
            .formatted(text));
  }

  /// Where a request comes from.
  public ClientAddress of(HttpServerRequest request) {
    return of(request.remoteAddress(), request.headers());
  }

  /// Where a connection comes from whose handshake had these headers.
  ///
  /// @param remote the other end of the connection; null when it is gone already
  public ClientAddress of(@Nullable SocketAddress remote, MultiMap headers) {
    Optional<InetAddress> nearest =
        Optional.ofNullable(remote).map(SocketAddress::hostAddress).flatMap(ClientAddresses::parse);
    if (nearest.isEmpty()) {
      return new ClientAddress("");
    }
    InetAddress client = nearest.get();
    List<String> forwarded =
        headers.getAll(HEADER).stream()
            .flatMap(value -> List.of(value.split(",")).stream())
            .toList();
    for (int i = forwarded.size() - 1; i >= 0 && isProxy(client); i--) {
      Optional<InetAddress> before = parse(forwarded.get(i).strip());
      if (before.isEmpty()) {
        break;
      }
      client = before.get();
    }
    return new ClientAddress(NetUtil.toAddressString(client));
  }

  private boolean isProxy(InetAddress address) {
    InetSocketAddress socket = new InetSocketAddress(address, 0);
    return proxies.stream().anyMatch(network -> network.matches(socket));
  }

  /// Literal addresses only; brackets, ports and zones are some proxies' custom.
  private static Optional<InetAddress> parse(String text) {
    String host = text;
    if (host.startsWith("[")) {
      int end = host.indexOf(']');
      host = end < 0 ? "" : host.substring(1, end);
    } else if (host.indexOf(':') >= 0 && host.indexOf(':') == host.lastIndexOf(':')) {
      host = host.substring(0, host.indexOf(':'));
    }
    int zone = host.indexOf('%');
    return Optional.ofNullable(
        NetUtil.createInetAddressFromIpAddressString(zone < 0 ? host : host.substring(0, zone)));
  }
}
