package live.nio.sfu.dtls;

import java.io.IOException;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.bc.BcX509v3CertificateBuilder;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.params.AsymmetricKeyParameter;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECNamedDomainParameters;
import org.bouncycastle.operator.DefaultDigestAlgorithmIdentifierFinder;
import org.bouncycastle.operator.DefaultSignatureAlgorithmIdentifierFinder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.bc.BcECContentSignerBuilder;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.crypto.TlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCertificate;
import org.bouncycastle.tls.crypto.impl.bc.BcTlsCrypto;

/// A key pair (ECDSA, P-256) and a self-signed certificate that is known by its fingerprint. May be
/// shared by connections and threads.
public final class DtlsIdentity {
  private static final Duration VALIDITY = Duration.ofDays(365);
  private static final Duration CLOCK_SKEW = Duration.ofDays(1);
  private static final String SIGNATURE = "SHA256withECDSA";

  private final BcTlsCrypto crypto;
  private final AsymmetricKeyParameter privateKey;
  private final Certificate certificate;
  private final String fingerprint;

  private DtlsIdentity(
      BcTlsCrypto crypto,
      AsymmetricKeyParameter privateKey,
      Certificate certificate,
      String fingerprint) {
    this.crypto = crypto;
    this.privateKey = privateKey;
    this.certificate = certificate;
    this.fingerprint = fingerprint;
  }

  /// Makes a new identity, valid for a year. The certificate tells nothing about the machine.
  public static DtlsIdentity generate(SecureRandom random, Clock clock) {
    ECKeyPairGenerator generator = new ECKeyPairGenerator();
    generator.init(
        new ECKeyGenerationParameters(
            new ECNamedDomainParameters(
                SECObjectIdentifiers.secp256r1, CustomNamedCurves.getByName("secp256r1")),
            random));
    AsymmetricCipherKeyPair pair = generator.generateKeyPair();
    try {
      X509CertificateHolder holder = selfSigned(pair, random, clock.instant());
      BcTlsCrypto crypto = new BcTlsCrypto(random);
      TlsCertificate tls = new BcTlsCertificate(crypto, holder.toASN1Structure());
      return new DtlsIdentity(
          crypto,
          pair.getPrivate(),
          new Certificate(new TlsCertificate[] {tls}),
          DtlsFingerprint.SHA_256.of(holder.getEncoded()));
    } catch (IOException | OperatorCreationException e) {
      throw new IllegalStateException("no certificate could be made", e);
    }
  }

  @SuppressWarnings("JavaUtilDate") // BouncyCastle's builder asks for it.
  private static X509CertificateHolder selfSigned(
      AsymmetricCipherKeyPair pair, SecureRandom random, Instant now)
      throws IOException, OperatorCreationException {
    X500Name name = new X500Name("CN=WebRTC");
    var signature = new DefaultSignatureAlgorithmIdentifierFinder().find(SIGNATURE);
    var digest = new DefaultDigestAlgorithmIdentifierFinder().find(signature);
    return new BcX509v3CertificateBuilder(
            name,
            new BigInteger(63, random).add(BigInteger.ONE),
            Date.from(now.minus(CLOCK_SKEW)),
            Date.from(now.plus(VALIDITY)),
            name,
            pair.getPublic())
        .build(
            new BcECContentSignerBuilder(signature, digest)
                .setSecureRandom(random)
                .build(pair.getPrivate()));
  }

  /// SHA-256 of the certificate, as `AA:BB:…`, for `a=fingerprint:sha-256`.
  public String fingerprint() {
    return fingerprint;
  }

  BcTlsCrypto crypto() {
    return crypto;
  }

  AsymmetricKeyParameter privateKey() {
    return privateKey;
  }

  Certificate certificate() {
    return certificate;
  }
}
