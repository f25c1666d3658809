package live.nio.sfu.dtls;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.Vector;
import live.nio.sfu.srtp.SrtpKeys;
import live.nio.sfu.srtp.SrtpProfile;
import org.bouncycastle.tls.AlertDescription;
import org.bouncycastle.tls.Certificate;
import org.bouncycastle.tls.CertificateRequest;
import org.bouncycastle.tls.CipherSuite;
import org.bouncycastle.tls.ClientCertificateType;
import org.bouncycastle.tls.DefaultTlsClient;
import org.bouncycastle.tls.DefaultTlsServer;
import org.bouncycastle.tls.ExporterLabel;
import org.bouncycastle.tls.HashAlgorithm;
import org.bouncycastle.tls.ProtocolVersion;
import org.bouncycastle.tls.SignatureAlgorithm;
import org.bouncycastle.tls.SignatureAndHashAlgorithm;
import org.bouncycastle.tls.TlsAuthentication;
import org.bouncycastle.tls.TlsContext;
import org.bouncycastle.tls.TlsCredentialedSigner;
import org.bouncycastle.tls.TlsCredentials;
import org.bouncycastle.tls.TlsFatalAlert;
import org.bouncycastle.tls.TlsSRTPUtils;
import org.bouncycastle.tls.TlsServerCertificate;
import org.bouncycastle.tls.TlsUtils;
import org.bouncycastle.tls.UseSRTPData;
import org.bouncycastle.tls.crypto.TlsCryptoParameters;
import org.bouncycastle.tls.crypto.impl.bc.BcDefaultTlsCredentialedSigner;
import org.jspecify.annotations.Nullable;

/// What BouncyCastle asks in the course of one handshake: certificates, use_srtp, the export of
/// keys ([RFC 5764 §4](https://www.rfc-editor.org/rfc/rfc5764#section-4)). Used once.
@SuppressWarnings({"rawtypes", "JdkObsolete"}) // BouncyCastle's interfaces.
final class SrtpHandshake {
  private static final int RESEND_MILLIS = 100;
  private static final SignatureAndHashAlgorithm ECDSA_SHA256 =
      SignatureAndHashAlgorithm.getInstance(HashAlgorithm.sha256, SignatureAlgorithm.ecdsa);
  private static final int[] ECDSA_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
  };
  // As a client we may meet a server with an RSA certificate.
  private static final int[] ALL_SUITES = {
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256,
    CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA,
  };

  private final DtlsIdentity own;
  private final DtlsFingerprint.Expected expected;
  private final int timeoutMillis;
  private @Nullable SrtpProfile profile;
  private @Nullable SrtpKeys keys;

  SrtpHandshake(DtlsIdentity own, DtlsFingerprint.Expected expected, Duration timeout) {
    this.own = own;
    this.expected = expected;
    this.timeoutMillis = (int) timeout.toMillis();
  }

  Server server() {
    return new Server();
  }

  Client client() {
    return new Client();
  }

  /// After the handshake succeeded.
  SrtpKeys keys() throws IOException {
    SrtpKeys exported = keys;
    if (exported == null) {
      throw new TlsFatalAlert(AlertDescription.internal_error);
    }
    return exported;
  }

  private void check(@Nullable Certificate chain) throws IOException {
    if (chain == null || chain.isEmpty()) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "no certificate");
    }
    if (!expected.matches(chain.getCertificateAt(0).getEncoded())) {
      throw new TlsFatalAlert(AlertDescription.bad_certificate, "not the announced fingerprint");
    }
  }

  private TlsCredentialedSigner signer(TlsContext context) {
    return new BcDefaultTlsCredentialedSigner(
        new TlsCryptoParameters(context),
        own.crypto(),
        own.privateKey(),
        own.certificate(),
        ECDSA_SHA256);
  }

  private static @Nullable SrtpProfile best(int[] offered) {
    for (SrtpProfile candidate : SrtpProfile.values()) {
      if (Arrays.stream(offered).anyMatch(id -> id == candidate.id())) {
        return candidate;
      }
    }
    return null;
  }

  private static TlsFatalAlert noProfile() {
    return new TlsFatalAlert(AlertDescription.handshake_failure, "no common use_srtp profile");
  }

  /// Keys of the client, of the server, then the salts, [RFC 5764
  /// §4.2](https://www.rfc-editor.org/rfc/rfc5764#section-4.2).
  private void export(TlsContext context) throws IOException {
    SrtpProfile agreed = profile;
    if (agreed == null) {
      throw noProfile();
    }
    int key = agreed.keyLength();
    int salt = agreed.saltLength();
    byte[] material = context.exportKeyingMaterial(ExporterLabel.dtls_srtp, null, 2 * (key + salt));
    byte[] clientKey = Arrays.copyOfRange(material, 0, key);
    byte[] serverKey = Arrays.copyOfRange(material, key, 2 * key);
    byte[] clientSalt = Arrays.copyOfRange(material, 2 * key, 2 * key + salt);
    byte[] serverSalt = Arrays.copyOfRange(material, 2 * key + salt, 2 * (key + salt));
    Arrays.fill(material, (byte) 0);
    keys =
        context.isServer()
            ? new SrtpKeys(agreed, serverKey, serverSalt, clientKey, clientSalt)
            : new SrtpKeys(agreed, clientKey, clientSalt, serverKey, serverSalt);
  }

  final class Server extends DefaultTlsServer {
    private Server() {
      super(own.crypto());
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return ECDSA_SUITES.clone();
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
      return true;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
      return RESEND_MILLIS;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return timeoutMillis;
    }

    @Override
    protected TlsCredentialedSigner getECDSASignerCredentials() {
      return signer(context);
    }

    @Override
    @SuppressWarnings("unchecked")
    public CertificateRequest getCertificateRequest() {
      Vector algorithms = TlsUtils.getDefaultSupportedSignatureAlgorithms(context);
      return new CertificateRequest(
          new short[] {ClientCertificateType.ecdsa_sign, ClientCertificateType.rsa_sign},
          algorithms,
          null);
    }

    @Override
    public void notifyClientCertificate(Certificate chain) throws IOException {
      check(chain);
    }

    @Override
    public void processClientExtensions(Hashtable extensions) throws IOException {
      super.processClientExtensions(extensions);
      UseSRTPData offer = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
      profile = offer == null ? null : best(offer.getProtectionProfiles());
      if (profile == null) {
        throw noProfile();
      }
    }

    @Override
    public Hashtable getServerExtensions() throws IOException {
      Hashtable extensions = super.getServerExtensions();
      SrtpProfile agreed = profile;
      if (agreed == null) {
        throw noProfile();
      }
      TlsSRTPUtils.addUseSRTPExtension(
          extensions, new UseSRTPData(new int[] {agreed.id()}, TlsUtils.EMPTY_BYTES));
      return extensions;
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      export(context);
    }
  }

  final class Client extends DefaultTlsClient {
    private Client() {
      super(own.crypto());
    }

    @Override
    protected ProtocolVersion[] getSupportedVersions() {
      return ProtocolVersion.DTLSv12.only();
    }

    @Override
    protected int[] getSupportedCipherSuites() {
      return ALL_SUITES.clone();
    }

    @Override
    public boolean requiresExtendedMasterSecret() {
      return true;
    }

    @Override
    public int getHandshakeResendTimeMillis() {
      return RESEND_MILLIS;
    }

    @Override
    public int getHandshakeTimeoutMillis() {
      return timeoutMillis;
    }

    @Override
    public Hashtable getClientExtensions() throws IOException {
      Hashtable extensions = super.getClientExtensions();
      int[] profiles = Arrays.stream(SrtpProfile.values()).mapToInt(SrtpProfile::id).toArray();
      TlsSRTPUtils.addUseSRTPExtension(extensions, new UseSRTPData(profiles, TlsUtils.EMPTY_BYTES));
      return extensions;
    }

    @Override
    public void processServerExtensions(Hashtable extensions) throws IOException {
      super.processServerExtensions(extensions);
      UseSRTPData answer = extensions == null ? null : TlsSRTPUtils.getUseSRTPExtension(extensions);
      if (answer == null || answer.getProtectionProfiles().length != 1) {
        throw noProfile();
      }
      profile = best(answer.getProtectionProfiles());
      if (profile == null) {
        throw noProfile();
      }
    }

    @Override
    public TlsAuthentication getAuthentication() {
      return new TlsAuthentication() {
        @Override
        public void notifyServerCertificate(TlsServerCertificate certificate) throws IOException {
          check(certificate == null ? null : certificate.getCertificate());
        }

        @Override
        public TlsCredentials getClientCredentials(CertificateRequest request) {
          return signer(context);
        }
      };
    }

    @Override
    public void notifyHandshakeComplete() throws IOException {
      super.notifyHandshakeComplete();
      export(context);
    }
  }
}
