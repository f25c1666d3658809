package live.nio.sfu.dtls;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The hash functions of `a=fingerprint` that are accepted, [RFC 8122
/// §5](https://www.rfc-editor.org/rfc/rfc8122#section-5). SHA-1 and MD5 are not.
enum DtlsFingerprint {
  SHA_256("sha-256", "SHA-256"),
  SHA_384("sha-384", "SHA-384"),
  SHA_512("sha-512", "SHA-512");

  private static final HexFormat HEX = HexFormat.ofDelimiter(":").withUpperCase();

  private final String sdpName;
  private final String jdkName;

  DtlsFingerprint(String sdpName, String jdkName) {
    this.sdpName = sdpName;
    this.jdkName = jdkName;
  }

  /// A certificate's hash as `AA:BB:…`.
  String of(byte[] certificate) {
    return HEX.formatHex(hash(certificate));
  }

  private byte[] hash(byte[] certificate) {
    try {
      return MessageDigest.getInstance(jdkName).digest(certificate);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the JDK has no " + jdkName, e);
    }
  }

  /// What a certificate must hash to.
  ///
  /// @param algorithm how
  /// @param hash never printed or compared as a record
  @SuppressWarnings("ArrayRecordComponent")
  record Expected(DtlsFingerprint algorithm, byte[] hash) {
    boolean matches(byte[] certificate) {
      return MessageDigest.isEqual(hash, algorithm.hash(certificate));
    }
  }

  /// Reads the value of `a=fingerprint`: a hash function and the hash, in any case.
  ///
  /// @throws IllegalArgumentException when it is anything else
  static Expected parse(String attribute) {
    int space = attribute.indexOf(' ');
    String name = space < 0 ? "" : attribute.substring(0, space).toLowerCase(Locale.ROOT);
    DtlsFingerprint algorithm = named(name);
    if (algorithm == null) {
      throw new IllegalArgumentException("fingerprint of an unsupported kind");
    }
    byte[] hash = HEX.parseHex(attribute.substring(space + 1).strip());
    if (hash.length != algorithm.hash(new byte[0]).length) {
      throw new IllegalArgumentException("fingerprint of a wrong length");
    }
    return new Expected(algorithm, hash);
  }

  private static @Nullable DtlsFingerprint named(String name) {
    for (DtlsFingerprint algorithm : values()) {
      if (algorithm.sdpName.equals(name)) {
        return algorithm;
      }
    }
    return null;
  }
}
