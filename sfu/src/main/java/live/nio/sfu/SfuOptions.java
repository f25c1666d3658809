package live.nio.sfu;

import java.net.InetAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import live.nio.sfu.srtp.SrtpCrypto;

/// What an [Sfu] needs from outside.
///
/// @param bind the address to listen on, usually the wildcard
/// @param port UDP and TCP; 0 takes any free one
/// @param announced addresses told to clients, most preferred first; at least one
/// @param loops threads and sockets, usually one per core
/// @param tcp whether to accept media over TCP as well
/// @param crypto who encrypts
/// @param random for keys, ICE credentials and SSRCs
/// @param clock for certificates and the NTP time of sender reports
/// @param listener told what happens
public record SfuOptions(
    InetAddress bind,
    int port,
    List<InetAddress> announced,
    int loops,
    boolean tcp,
    SrtpCrypto crypto,
    SecureRandom random,
    Clock clock,
    SfuListener listener) {
  public SfuOptions {
    announced = List.copyOf(announced);
    if (announced.isEmpty() || loops < 1 || port < 0 || port > 65_535) {
      throw new IllegalArgumentException("addresses, loops or port");
    }
  }
}
