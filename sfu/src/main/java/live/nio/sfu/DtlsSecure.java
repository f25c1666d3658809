package live.nio.sfu;

import live.nio.sfu.dtls.DtlsConnection;
import live.nio.sfu.dtls.DtlsHandshakes;
import live.nio.sfu.dtls.DtlsIdentity;
import live.nio.sfu.srtp.SrtpKeys;

/// Keys by DTLS.
final class DtlsSecure implements Secure {
  private final DtlsIdentity identity;
  private final DtlsHandshakes handshakes;

  DtlsSecure(DtlsIdentity identity, DtlsHandshakes handshakes) {
    this.identity = identity;
    this.handshakes = handshakes;
  }

  @Override
  public Association start(boolean server, String fingerprint, Told told) {
    DtlsConnection connection =
        DtlsConnection.start(
            identity,
            server ? DtlsConnection.Role.SERVER : DtlsConnection.Role.CLIENT,
            fingerprint,
            new DtlsConnection.Listener() {
              @Override
              public void send(byte[] datagram) {
                told.send(datagram);
              }

              @Override
              public void connected(SrtpKeys keys) {
                told.connected(keys);
              }

              @Override
              public void failed(String reason) {
                told.over(reason);
              }

              @Override
              public void closed() {
                told.over("closed");
              }
            },
            handshakes);
    return new Association() {
      @Override
      public void receive(byte[] buffer, int offset, int length) {
        connection.receive(buffer, offset, length);
      }

      @Override
      public void close() {
        connection.close();
      }
    };
  }
}
