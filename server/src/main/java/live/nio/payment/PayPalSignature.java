package live.nio.payment;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.CertPathBuilder;
import java.security.cert.CertStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.CollectionCertStoreParameters;
import java.security.cert.PKIXBuilderParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509CertSelector;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.zip.CRC32;
import javax.naming.InvalidNameException;
import javax.naming.ldap.LdapName;
import live.nio.platform.OutgoingHttp;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Signatures of PayPal's [messages](https://developer.paypal.com/api/rest/webhooks/rest/): RSA
/// with SHA-256 over
///
/// ```
/// transmissionId|transmissionTime|webhookId|crc32(body)      the CRC as an unsigned decimal number
/// ```
///
/// with a key whose certificate is fetched from the address in a header. Anybody can write that
/// header, so the address is compared with PayPal's own before it is asked, and the certificate has
/// to be PayPal's by name and by a chain to an authority. Any virtual thread.
final class PayPalSignature {

  private static final Logger LOG = Logger.getLogger(PayPalSignature.class);

  /// PayPal repeats a message for three days and does not say that it signs it anew. A message only
  /// makes us ask PayPal, so an old one does no harm.
  static final Duration MAX_AGE = Duration.ofDays(3);

  /// How far ahead PayPal's clock may be.
  static final Duration MAX_AHEAD = Duration.ofMinutes(5);

  static final int MAX_CERTIFICATE_BYTES = 64 * 1024;

  private static final int CACHED = 8;
  private static final Duration CACHED_FOR = Duration.ofHours(12);
  private static final Pattern PATH =
      Pattern.compile("/v1/notifications/certs/CERT-[A-Za-z0-9-]{1,100}");
  private static final String ALGORITHM = "SHA256withRSA";
  private static final String DOMAIN = ".paypal.com";
  private static final int DNS_NAME = 2;
  private static final int OK = 200;

  /// What comes along with a message; null for a header that is missing.
  record Headers(
      @Nullable String transmissionId,
      @Nullable String transmissionTime,
      @Nullable String certificateUrl,
      @Nullable String algorithm,
      @Nullable String signature) {}

  private final OutgoingHttp http;
  private final Clock clock;
  private final String webhookId;
  private final Set<String> origins;
  private final Set<TrustAnchor> anchors;
  private final Cache<URI, X509Certificate> certificates =
      Caffeine.newBuilder().maximumSize(CACHED).expireAfterWrite(CACHED_FOR).build();

  /// @param origins where certificates may be fetched, `https://api.paypal.com`
  PayPalSignature(
      OutgoingHttp http,
      Clock clock,
      String webhookId,
      Set<String> origins,
      Set<TrustAnchor> anchors) {
    this.http = http;
    this.clock = clock;
    this.webhookId = webhookId;
    this.origins = Set.copyOf(origins);
    this.anchors = Set.copyOf(anchors);
  }

  /// @throws PaymentErrors.BadSignature when PayPal did not sign this body, or too long ago
  /// @throws PaymentErrors.Unavailable when the certificate cannot be fetched
  void verify(Headers headers, byte[] body) {
    String id = headers.transmissionId();
    String time = headers.transmissionTime();
    String url = headers.certificateUrl();
    String signature = headers.signature();
    if (id == null || time == null || url == null || signature == null) {
      throw refused("a header is missing");
    }
    if (!ALGORITHM.equals(headers.algorithm())) {
      throw refused("another algorithm");
    }
    requireLately(time);
    X509Certificate certificate = certificate(address(url));
    CRC32 crc = new CRC32();
    crc.update(body);
    String signed = id + "|" + time + "|" + webhookId + "|" + crc.getValue();
    try {
      certificate.checkValidity(Date.from(clock.instant()));
      Signature rsa = Signature.getInstance(ALGORITHM);
      rsa.initVerify(certificate);
      rsa.update(signed.getBytes(StandardCharsets.UTF_8));
      if (!rsa.verify(Base64.getDecoder().decode(signature))) {
        throw refused("it does not fit");
      }
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      throw refused(e.getClass().getSimpleName());
    }
  }

  private void requireLately(String time) {
    Instant now = clock.instant();
    try {
      Instant sent = Instant.parse(time);
      if (sent.isBefore(now.minus(MAX_AGE)) || sent.isAfter(now.plus(MAX_AHEAD))) {
        throw refused("too old, or not yet sent");
      }
    } catch (DateTimeException notATime) {
      throw refused("not a time");
    }
  }

  /// The address, if it is one of PayPal's certificates: nothing else is ever asked.
  private URI address(String url) {
    try {
      URI uri = new URI(url);
      String origin =
          uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort());
      if (origins.contains(origin)
          && uri.getRawUserInfo() == null
          && uri.getRawQuery() == null
          && uri.getRawFragment() == null
          && PATH.matcher(String.valueOf(uri.getRawPath())).matches()) {
        return uri;
      }
    } catch (URISyntaxException notAnAddress) {
      // Says the same below.
    }
    throw refused("its certificate is not at PayPal's");
  }

  private X509Certificate certificate(URI address) {
    X509Certificate cached = certificates.getIfPresent(address);
    if (cached != null) {
      return cached;
    }
    X509Certificate fetched = trusted(fetch(address));
    certificates.put(address, fetched);
    return fetched;
  }

  private byte[] fetch(URI address) {
    try {
      HttpResponse<byte[]> response =
          http.send(
              HttpRequest.newBuilder(address).timeout(OutgoingHttp.TIMEOUT).build(),
              MAX_CERTIFICATE_BYTES);
      if (response.statusCode() == OK) {
        return response.body();
      }
      LOG.warnf("PayPal's certificate: status %d", response.statusCode());
    } catch (IOException e) {
      LOG.warnf("PayPal's certificate: no answer, %s", e.getMessage());
    }
    // PayPal repeats the message.
    throw new PaymentErrors.Unavailable();
  }

  /// The first certificate of a file, if it is PayPal's and the others lead from it to an
  /// authority. Lists of revoked ones are not fetched: their addresses stand in the certificate.
  private X509Certificate trusted(byte[] file) {
    try {
      List<Certificate> chain =
          new ArrayList<>(
              CertificateFactory.getInstance("X.509")
                  .generateCertificates(new ByteArrayInputStream(file)));
      if (chain.isEmpty() || !(chain.getFirst() instanceof X509Certificate certificate)) {
        throw refused("no certificate");
      }
      if (!isPayPals(certificate)) {
        throw refused("its certificate is somebody else's");
      }
      X509CertSelector target = new X509CertSelector();
      target.setCertificate(certificate);
      PKIXBuilderParameters parameters = new PKIXBuilderParameters(anchors, target);
      parameters.addCertStore(
          CertStore.getInstance("Collection", new CollectionCertStoreParameters(chain)));
      parameters.setRevocationEnabled(false);
      parameters.setDate(Date.from(clock.instant()));
      CertPathBuilder.getInstance("PKIX").build(parameters);
      return certificate;
    } catch (GeneralSecurityException e) {
      throw refused(e.getClass().getSimpleName());
    }
  }

  private static boolean isPayPals(X509Certificate certificate) throws GeneralSecurityException {
    Collection<List<?>> names = certificate.getSubjectAlternativeNames();
    if (names != null) {
      return names.stream()
          .filter(name -> Integer.valueOf(DNS_NAME).equals(name.get(0)))
          .anyMatch(name -> String.valueOf(name.get(1)).endsWith(DOMAIN));
    }
    try {
      return new LdapName(certificate.getSubjectX500Principal().getName())
          .getRdns().stream()
              .filter(rdn -> rdn.getType().equalsIgnoreCase("CN"))
              .anyMatch(rdn -> String.valueOf(rdn.getValue()).endsWith(DOMAIN));
    } catch (InvalidNameException e) {
      return false;
    }
  }

  private static PaymentErrors.BadSignature refused(String why) {
    LOG.debugf("A message was refused: %s", why);
    return new PaymentErrors.BadSignature();
  }
}
