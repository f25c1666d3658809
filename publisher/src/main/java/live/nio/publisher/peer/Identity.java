package live.nio.publisher.peer;

import java.security.SecureRandom;
import java.time.Clock;
import live.nio.sfu.dtls.DtlsHandshakes;
import live.nio.sfu.dtls.DtlsIdentity;

/// The certificate all peers of this process show.
final class Identity {
  static final DtlsIdentity INSTANCE = DtlsIdentity.generate(new SecureRandom(), Clock.systemUTC());

  static final DtlsHandshakes HANDSHAKES = DtlsHandshakes.defaults();

  private Identity() {}
}
