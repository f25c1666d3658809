package live.nio.payment;

import io.quarkus.test.Mock;
import jakarta.inject.Singleton;
import java.security.cert.TrustAnchor;
import java.util.Set;

/// Trusts the authority of the tests alone.
@Mock
@Singleton
class OwnTrust extends PayPalTrust {

  @Override
  Set<TrustAnchor> anchors() {
    return Set.of(new TrustAnchor(FakePayments.running().authority.certificate(), null));
  }
}
