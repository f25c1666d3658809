package live.nio.sfu.srtp;

import java.util.Optional;

/// Where AES and HMAC come from. Objects of this class hold no keys and may be shared by threads.
public abstract sealed class SrtpCrypto permits JceCrypto, OpensslCrypto {
  SrtpCrypto() {}

  /// OpenSSL where it loads, else JCE.
  public static SrtpCrypto best() {
    return openssl().orElseGet(SrtpCrypto::jce);
  }

  /// OpenSSL 3's `libcrypto`, called through the Foreign Function and Memory API. Empty where the
  /// library is not found or lacks something.
  public static Optional<SrtpCrypto> openssl() {
    return OpensslCrypto.load();
  }

  /// The JDK's own, on heap arrays; makes about 1 kB of garbage a packet.
  public static SrtpCrypto jce() {
    return new JceCrypto();
  }

  /// For logs: `openssl` or `jce`.
  public abstract String name();

  /// Makes a cipher for one kind of packet in one direction.
  abstract PacketCipher cipher(SessionKeys keys);
}
