package live.nio.payment;

import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Set;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;

/// Whose word counts for the certificates PayPal signs with: the authorities Java trusts.
@Singleton
class PayPalTrust {

  Set<TrustAnchor> anchors() {
    Set<TrustAnchor> anchors = new HashSet<>();
    try {
      TrustManagerFactory factory =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      factory.init((KeyStore) null);
      for (TrustManager manager : factory.getTrustManagers()) {
        if (manager instanceof X509TrustManager authorities) {
          for (X509Certificate authority : authorities.getAcceptedIssuers()) {
            anchors.add(new TrustAnchor(authority, null));
          }
        }
      }
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Java has no trusted authorities", e);
    }
    return anchors;
  }
}
