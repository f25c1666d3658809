package live.nio.identity;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.AccountStore.Claimants;
import live.nio.identity.LoginAttempts.Failure;
import live.nio.mail.Outbox;
import live.nio.platform.Background;
import live.nio.platform.Ids;
import live.nio.platform.Language;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Registering and signing in with a password.
@Singleton
class Accounts {

  private static final Logger LOG = Logger.getLogger(Accounts.class);

  private final AccountStore store;
  private final Passwords passwords;
  private final SignIns signIns;
  private final Sessions sessions;
  private final LoginAttempts attempts;
  private final Visitors visitors;
  private final LoginThrottle throttle;
  private final Outbox outbox;
  private final EmailProofs proofs;
  private final Background background;
  private final RateLimits limits;
  private final Clock clock;

  Accounts(
      AccountStore store,
      Passwords passwords,
      SignIns signIns,
      Sessions sessions,
      LoginAttempts attempts,
      Visitors visitors,
      LoginThrottle throttle,
      Outbox outbox,
      EmailProofs proofs,
      Background background,
      RateLimits limits,
      Clock clock) {
    this.store = store;
    this.passwords = passwords;
    this.signIns = signIns;
    this.sessions = sessions;
    this.attempts = attempts;
    this.visitors = visitors;
    this.throttle = throttle;
    this.outbox = outbox;
    this.proofs = proofs;
    this.background = background;
    this.limits = limits;
    this.clock = clock;
  }

  /// Makes an account and signs it in.
  ///
  /// With mail, the answer and its time are the same whether or not the address has an account: the
  /// new one then only claims it, and the owner is told by a letter. Without mail nobody could ever
  /// prove an address, so it says `email_taken`.
  ///
  /// @throws live.nio.platform.DomainError `email_taken` (without mail), `nickname_taken`,
  ///   `validation_failed`, `too_many_requests`
  SignedIn register(String email, String password, String nickname, Requester requester) {
    limits.take(Limit.REGISTER_NETWORK, requester.network());
    String normalEmail = normalise(email);
    passwords.check("password", password, normalEmail, nickname);
    String hash = passwords.hash(password);
    Account account =
        newAccount(Ids.next(), normalEmail, nickname, hash, Role.USER, requester.language());
    if (outbox.enabled()) {
      insertOrClaim(account, normalEmail);
    } else {
      store.insert(account);
    }
    LOG.infof("Account %s registered", account.id());
    return signIns.signIn(account.id(), SignInMethod.PASSWORD, requester);
  }

  private void insertOrClaim(Account account, String email) {
    Optional<Account> owner = store.byLogin(email).owner();
    store.releaseClaim(email);
    store.insert(owner.isPresent() ? account.claiming() : account);
    // Nobody waits for it, so its time tells nothing.
    background.run("first letter", () -> proofs.sendFirst(account, email));
  }

  /// Signs in with a password.
  ///
  /// @throws live.nio.platform.DomainError `invalid_credentials`, `account_disabled` (only told to
  ///   who knows the password), `too_many_requests`
  SignedIn login(String email, String password, Requester requester) {
    String normalEmail = normalise(email);
    limits.take(Limit.LOGIN_NETWORK, requester.network());
    LoginThrottle.Try attempt = throttle.begin(normalEmail, requester);
    // Before it is known whether there is an account: reading an unknown header takes time.
    Visitor visitor = visitors.identify(requester);
    Claimants found = store.byLogin(normalEmail);
    Account account =
        matching(found, password)
            .orElseThrow(() -> {
              found
                  .owner()
                  .ifPresent(owner ->
                      attempts.failed(
                          owner.id(), visitor, SignInMethod.PASSWORD, Failure.WRONG_PASSWORD));
              return new IdentityErrors.InvalidCredentials();
            });
    throttle.succeeded(attempt);
    upgradeHash(account, password);
    return signIns.signIn(account.id(), SignInMethod.PASSWORD, requester);
  }

  /// As many passwords are verified as an address may have accounts, whether or not it has any: the
  /// time of a refusal must tell nothing.
  private Optional<Account> matching(Claimants found, String password) {
    boolean owner = verify(found.owner(), password);
    if (owner) {
      return found.owner();
    }
    return verify(found.claimant(), password) ? found.claimant() : Optional.empty();
  }

  private boolean verify(Optional<Account> account, String password) {
    String hash = account.map(Account::passwordHash).orElse(null);
    if (hash == null) {
      passwords.verifyNobody(password);
      return false;
    }
    return passwords.verify(password, hash);
  }

  private void upgradeHash(Account account, String password) {
    String hash = account.passwordHash();
    if (hash != null && passwords.isOutdated(hash)) {
      store.replaceHash(account.id(), hash, passwords.hash(password));
    }
  }

  /// Replaces a refresh token and gives a new access token.
  SignedIn refresh(String refreshToken, Requester requester) {
    limits.take(Limit.REFRESH_NETWORK, requester.network());
    return signIns.refresh(refreshToken, requester);
  }

  void logout(String refreshToken) {
    sessions.logout(refreshToken);
  }

  /// The caller's account; it may have been deleted since the token was made.
  Account self(Identity identity) {
    return store.byId(identity.accountId()).orElseThrow(IdentityErrors.Unauthorized::new);
  }

  /// Whether this is the password of the caller.
  ///
  /// @throws live.nio.platform.Throttled after too many wrong ones
  boolean isPasswordOf(Identity caller, String password) {
    limits.take(Limit.REAUTHENTICATE, caller.accountId().toString());
    boolean right = verify(Optional.of(self(caller)), password);
    if (right) {
      limits.reset(Limit.REAUTHENTICATE, caller.accountId().toString());
    }
    return right;
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
        newAccount(
            id, normalise(email), nickname, passwords.hash(password), Role.ADMIN, Language.EN));
    LOG.infof("First administrator %s created", id);
    return true;
  }

  private Account newAccount(
      UUID id, String email, String nickname, @Nullable String hash, Role role, Language language) {
    return new Account(
        id, email, null, null, nickname, null, hash, role, language, null, clock.instant());
  }

  static String normalise(String email) {
    return email.strip().toLowerCase(Locale.ROOT);
  }
}
