package live.nio.identity;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

/// Whether a session proved lately who uses it. Sensitive actions ask; an open page left alone must
/// not be enough for them.
@Singleton
public class FreshProof {

  /// How long a proof is fresh.
  public static final Duration LIFETIME = Duration.ofMinutes(10);

  private final Sessions sessions;
  private final AccountStore accounts;
  private final Clock clock;

  FreshProof(Sessions sessions, AccountStore accounts, Clock clock) {
    this.sessions = sessions;
    this.accounts = accounts;
    this.clock = clock;
  }

  /// Lets only those pass who have proved themselves lately.
  ///
  /// @throws live.nio.platform.DomainError `reauthentication_required`, with the ways there are
  public void require(Identity caller) {
    if (!isFresh(caller)) {
      throw new IdentityErrors.ReauthenticationRequired(accounts.methods(caller.accountId()));
    }
  }

  public boolean isFresh(Identity caller) {
    Instant since = clock.instant().minus(LIFETIME);
    return sessions.authenticatedAt(caller.sessionId()).filter(at -> at.isAfter(since)).isPresent();
  }

  /// The caller has just proved who they are.
  ///
  /// @return until when that counts
  public Instant renew(Identity caller, SignInMethod method) {
    sessions.authenticated(caller.sessionId(), method);
    return clock.instant().plus(LIFETIME);
  }
}
