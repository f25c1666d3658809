package live.nio.sfu;

import live.nio.sfu.srtp.SrtpKeys;

/// Starts the DTLS side of a leg; replaced in tests that are not about keys.
interface Secure {
  /// One association. Never blocks; any thread.
  interface Association {
    void receive(byte[] buffer, int offset, int length);

    void close();
  }

  /// Told from another thread.
  interface Told {
    void send(byte[] datagram);

    void connected(SrtpKeys keys);

    void over(String reason);
  }

  /// Begins to agree on keys.
  ///
  /// @param server whether we wait for the other side's hello
  /// @param fingerprint of the certificate the other side must show
  Association start(boolean server, String fingerprint, Told told);
}
