package live.nio.identity;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import live.nio.identity.MailLinks.Link;
import live.nio.identity.MailLinks.Purpose;
import live.nio.platform.Background;
import live.nio.platform.InvalidInput;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Changing a password, and setting a new one by a link when it is forgotten.
@Singleton
class PasswordRecovery {

  private static final Logger LOG = Logger.getLogger(PasswordRecovery.class);

  private final Jdbi jdbi;
  private final AccountStore store;
  private final Accounts accounts;
  private final Passwords passwords;
  private final Sessions sessions;
  private final KnownDevices devices;
  private final MailLinks links;
  private final Letters letters;
  private final EmailProofs proofs;
  private final Notices notices;
  private final FreshProof freshProof;
  private final RateLimits limits;
  private final Background background;
  private final Clock clock;

  PasswordRecovery(
      Jdbi jdbi,
      AccountStore store,
      Accounts accounts,
      Passwords passwords,
      Sessions sessions,
      KnownDevices devices,
      MailLinks links,
      Letters letters,
      EmailProofs proofs,
      Notices notices,
      FreshProof freshProof,
      RateLimits limits,
      Background background,
      Clock clock) {
    this.jdbi = jdbi;
    this.store = store;
    this.accounts = accounts;
    this.passwords = passwords;
    this.sessions = sessions;
    this.devices = devices;
    this.links = links;
    this.letters = letters;
    this.proofs = proofs;
    this.notices = notices;
    this.freshProof = freshProof;
    this.limits = limits;
    this.background = background;
    this.clock = clock;
  }

  /// Changes the caller's password, or sets the first one.
  ///
  /// @param current null for an account that has none, which must have proved itself lately
  /// @return how many other sessions ended
  /// @throws live.nio.platform.DomainError `validation_failed` (`currentPassword` is `wrong`, or
  ///   the new one breaks a rule), `email_required`, `reauthentication_required`,
  ///   `too_many_requests`
  int change(
      Identity caller, @Nullable String current, String newPassword, boolean endOtherSessions) {
    Account account = accounts.self(caller);
    String email = account.loginEmail();
    if (email == null) {
      throw new IdentityErrors.EmailRequired();
    }
    if (account.passwordHash() == null) {
      freshProof.require(caller);
    } else if (current == null || !accounts.isPasswordOf(caller, current)) {
      throw new InvalidInput("currentPassword", "wrong", "This is not your password.");
    }
    passwords.check("newPassword", newPassword, email, account.nickname());
    String hash = passwords.hash(newPassword);
    List<UUID> ended = new ArrayList<>();
    Notice notice =
        jdbi.inTransaction(handle -> {
          store.setPassword(handle, account.id(), hash);
          links.revokeAll(handle, account.id());
          if (endOtherSessions) {
            ended.addAll(
                sessions.endOthers(
                    handle, account.id(), caller.sessionId(), EndReason.PASSWORD_CHANGED));
          }
          return notices.raise(
              handle, account.id(), Notice.Kind.PASSWORD_CHANGED, caller.sessionId(), null);
        });
    freshProof.renew(caller, SignInMethod.PASSWORD);
    sessions.tellEnded(account.id(), ended, EndReason.PASSWORD_CHANGED);
    notices.tell(account.id(), List.of(notice));
    LOG.infof("Account %s changed its password", account.id());
    return ended.size();
  }

  /// Sends a link to whoever has the address. The answer and its time are the same without an
  /// account: the looking up happens afterwards.
  ///
  /// @throws live.nio.platform.DomainError `mail_unavailable`, `too_many_requests`
  void forgot(String email, Requester requester) {
    proofs.requireMail();
    limits.take(Limit.MAIL_NETWORK, requester.network());
    String normalEmail = Accounts.normalise(email);
    limits.take(Limit.MAIL_ADDRESS, normalEmail);
    background.run(
        "forgotten password",
        () ->
            store
                .byLogin(normalEmail)
                .owner()
                .filter(account -> account.disabledAt() == null)
                .ifPresent(
                    account -> letters.send(Letters.Kind.RESET_PASSWORD, account, normalEmail)));
  }

  /// Sets a new password by a link. All sessions end, and nobody is signed in: a second factor,
  /// once there is one, must not be passed by. The link also proves the address.
  ///
  /// @throws live.nio.platform.DomainError `link_expired`, `validation_failed`, `too_many_requests`
  void reset(String token, String newPassword, Requester requester) {
    limits.take(Limit.MAIL_LINK_NETWORK, requester.network());
    Account account =
        jdbi.inTransaction(handle -> {
          Link link = links.look(handle, token, Purpose.RESET_PASSWORD);
          return store.lock(handle, link.accountId()).orElseThrow(IdentityErrors.LinkExpired::new);
        });
    // Checked and hashed before the link is used up: a refused password must not cost it, and
    // hashing must not hold a connection.
    passwords.check("newPassword", newPassword, account.email(), account.nickname());
    String hash = passwords.hash(newPassword);
    record Done(List<UUID> ended, Notice notice) {}
    Done done =
        jdbi.inTransaction(handle -> {
          Link link = links.use(handle, token, Purpose.RESET_PASSWORD);
          Account locked =
              store.lock(handle, account.id()).orElseThrow(IdentityErrors.LinkExpired::new);
          String email = String.valueOf(link.email());
          if (!email.equals(locked.email())) {
            throw new IdentityErrors.LinkExpired();
          }
          proofs.dropUnproved(handle, locked);
          List<UUID> ended =
              sessions.endOthers(handle, locked.id(), null, EndReason.PASSWORD_CHANGED);
          // Whoever knew the old password is a stranger again, wherever they sign in from.
          devices.forgetAll(handle, locked.id());
          links.revokeAll(handle, locked.id());
          store.setPassword(handle, locked.id(), hash);
          if (locked.emailVerifiedAt() == null) {
            store.setEmail(handle, locked.id(), email, clock.instant());
          }
          return new Done(
              ended, notices.raise(handle, locked.id(), Notice.Kind.PASSWORD_CHANGED, null, null));
        });
    sessions.tellEnded(account.id(), done.ended(), EndReason.PASSWORD_CHANGED);
    notices.tell(account.id(), List.of(done.notice()));
    LOG.infof("Account %s set a new password by a link", account.id());
  }

  /// The owner says by a link that a login was not theirs.
  ///
  /// @throws live.nio.platform.DomainError `link_expired`, `too_many_requests`
  void notMe(String token, Requester requester) {
    limits.take(Limit.MAIL_LINK_NETWORK, requester.network());
    Link link = jdbi.inTransaction(handle -> links.use(handle, token, Purpose.NOT_ME));
    UUID sessionId = link.sessionId();
    if (sessionId != null && sessions.endNotMine(link.accountId(), sessionId)) {
      LOG.infof("Session %s ended: its owner says it was not them", sessionId);
    }
  }
}
