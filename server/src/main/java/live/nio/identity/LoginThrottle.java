package live.nio.identity;

import jakarta.inject.Singleton;
import java.util.HexFormat;
import java.util.Optional;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import org.jspecify.annotations.Nullable;

/// Slows down guessing one account's password, with delays that grow and end: nobody is locked out.
///
/// A try counts by address and network, or, from a device the account knows, by address and device;
/// so neither a crowd behind one address nor an attacker next door makes the owner wait. From
/// devices it does not know, all tries of an account also count together: many networks guess no
/// faster than few. A right password forgets the wrong ones.
///
/// It counts by e-mail as typed, whether or not there is such an account, so it tells nothing. A
/// try is counted before the password is looked at, so that many at once count too. Any thread.
@Singleton
class LoginThrottle {

  /// A try that has been let through.
  ///
  /// @param account null from a known device
  record Try(String near, @Nullable String account) {}

  private final RateLimits limits;
  private final KnownDevices devices;

  LoginThrottle(RateLimits limits, KnownDevices devices) {
    this.limits = limits;
    this.devices = devices;
  }

  /// @throws live.nio.platform.Throttled while the next try has to wait
  Try begin(String email, Requester requester) {
    Optional<String> device =
        Optional.ofNullable(requester.deviceToken()).filter(token -> devices.knows(email, token));
    Try attempt =
        device
            .map(token ->
                new Try(email + " " + HexFormat.of().formatHex(KnownDevices.hash(token)), null))
            .orElseGet(() -> new Try(email + " " + requester.network(), email));
    limits.take(Limit.LOGIN_FAILURES, attempt.near());
    if (attempt.account() != null) {
      limits.take(Limit.LOGIN_FAILURES_ACCOUNT, attempt.account());
    }
    return attempt;
  }

  void succeeded(Try attempt) {
    limits.reset(Limit.LOGIN_FAILURES, attempt.near());
    if (attempt.account() != null) {
      limits.reset(Limit.LOGIN_FAILURES_ACCOUNT, attempt.account());
    }
  }
}
