package live.nio.identity;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.Sessions.Device;
import live.nio.identity.Sessions.Grant;
import live.nio.platform.ClientAddress;
import live.nio.platform.Ids;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import org.jboss.logging.Logger;

/// Registering and signing in.
@Singleton
class Accounts {

  private static final Logger LOG = Logger.getLogger(Accounts.class);

  /// A signed-in account with its tokens.
  record SignedIn(Account account, String accessToken, Grant grant) {}

  private final AccountStore store;
  private final Passwords passwords;
  private final Sessions sessions;
  private final AccessTokens accessTokens;
  private final RateLimits limits;
  private final LoginDelay delay;
  private final Clock clock;

  Accounts(
      AccountStore store,
      Passwords passwords,
      Sessions sessions,
      AccessTokens accessTokens,
      RateLimits limits,
      LoginDelay delay,
      Clock clock) {
    this.store = store;
    this.passwords = passwords;
    this.sessions = sessions;
    this.accessTokens = accessTokens;
    this.limits = limits;
    this.delay = delay;
    this.clock = clock;
  }

  /// Makes an account and signs it in.
  ///
  /// The password is hashed before anything is looked up, so that the time does not tell whether
  /// the e-mail is known.
  ///
  /// @throws live.nio.platform.DomainError `email_taken`, `nickname_taken`, `validation_failed`,
  ///   `too_many_requests`
  SignedIn register(String email, String password, String nickname, Device device) {
    limits.take(Limit.REGISTER_NETWORK, new ClientAddress(device.ipAddress()).network());
    String normalEmail = normalise(email);
    passwords.check(password, normalEmail, nickname);
    String hash = passwords.hash(password);
    Account account =
        new Account(Ids.next(), normalEmail, nickname, hash, Role.USER, null, clock.instant());
    store.insert(account);
    LOG.infof("Account %s registered", account.id());
    return signIn(account, device);
  }

  /// Signs in with a password.
  ///
  /// @throws live.nio.platform.DomainError `invalid_credentials`, `account_disabled` (only told to
  ///   who knows the password), `too_many_requests`
  SignedIn login(String email, String password, Device device) {
    String normalEmail = normalise(email);
    String network = new ClientAddress(device.ipAddress()).network();
    limits.take(Limit.LOGIN_NETWORK, network);
    delay.check(normalEmail, network);
    Optional<Account> found = store.byEmail(normalEmail);
    if (found.isEmpty()) {
      passwords.verifyNobody(password);
      delay.failed(normalEmail, network);
      throw new IdentityErrors.InvalidCredentials();
    }
    Account account = found.get();
    if (!passwords.verify(password, account.passwordHash())) {
      delay.failed(normalEmail, network);
      throw new IdentityErrors.InvalidCredentials();
    }
    delay.succeeded(normalEmail, network);
    if (passwords.isOutdated(account.passwordHash())) {
      store.replaceHash(account.id(), account.passwordHash(), passwords.hash(password));
    }
    requireUsable(account);
    return signIn(account, device);
  }

  /// Replaces a refresh token and gives a new access token.
  SignedIn refresh(String refreshToken, Device device) {
    limits.take(Limit.REFRESH_NETWORK, new ClientAddress(device.ipAddress()).network());
    Grant grant = sessions.refresh(refreshToken, device);
    Account account = store.byId(grant.accountId()).orElseThrow(IdentityErrors.RefreshInvalid::new);
    requireUsable(account);
    return new SignedIn(account, accessTokens.issue(account, grant.sessionId()), grant);
  }

  void logout(String refreshToken) {
    sessions.logout(refreshToken);
  }

  /// The caller's account; it may have been deleted since the token was made.
  Account self(Identity identity) {
    return store.byId(identity.accountId()).orElseThrow(IdentityErrors.Unauthorized::new);
  }

  /// Makes the first administrator if there is none.
  ///
  /// @return whether it was made
  boolean createFirstAdmin(String email, String password) {
    if (store.adminExists()) {
      return false;
    }
    String nickname = "admin";
    for (int n = 2; store.nicknameExists(nickname); n++) {
      nickname = "admin" + n;
    }
    UUID id = Ids.next();
    store.insert(
        new Account(
            id,
            normalise(email),
            nickname,
            passwords.hash(password),
            Role.ADMIN,
            null,
            clock.instant()));
    LOG.infof("First administrator %s created", id);
    return true;
  }

  private SignedIn signIn(Account account, Device device) {
    Grant grant = sessions.open(account.id(), device);
    return new SignedIn(account, accessTokens.issue(account, grant.sessionId()), grant);
  }

  private static void requireUsable(Account account) {
    if (account.disabledAt() != null) {
      throw new IdentityErrors.AccountDisabled();
    }
  }

  private static String normalise(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }

  /// How long a session's cookie should live from now on.
  Duration lifetime(Grant grant) {
    Instant now = clock.instant();
    return Duration.between(now, grant.expiresAt());
  }
}
