package live.nio.identity;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.MailLinks.Link;
import live.nio.identity.MailLinks.Purpose;
import live.nio.mail.Outbox;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import live.nio.platform.Throttled;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/// Proving an address, changing it, and what a first proof clears away.
///
/// ## Against hijacking an account before its owner has it
///
/// Anybody may register with somebody's address and wait. So a link alone proves nothing: it counts
/// together with a session of the account (whoever opens a stranger's letter by mistake does not
/// hand them an address). And the first proof of an address ends what was there before it: other
/// sessions, linked providers, links on their way. The attacks are those of [arXiv
/// 2205.10174](https://arxiv.org/abs/2205.10174).
@Singleton
class EmailProofs {

  private static final Logger LOG = Logger.getLogger(EmailProofs.class);

  private final Jdbi jdbi;
  private final AccountStore accounts;
  private final Sessions sessions;
  private final MailLinks links;
  private final Letters letters;
  private final Notices notices;
  private final Outbox outbox;
  private final RateLimits limits;
  private final Clock clock;

  EmailProofs(
      Jdbi jdbi,
      AccountStore accounts,
      Sessions sessions,
      MailLinks links,
      Letters letters,
      Notices notices,
      Outbox outbox,
      RateLimits limits,
      Clock clock) {
    this.jdbi = jdbi;
    this.accounts = accounts;
    this.sessions = sessions;
    this.links = links;
    this.letters = letters;
    this.notices = notices;
    this.outbox = outbox;
    this.limits = limits;
    this.clock = clock;
  }

  /// Sends the link for the caller's address once more.
  ///
  /// @throws live.nio.platform.DomainError `email_verified`, `mail_unavailable`,
  ///   `too_many_requests`
  void sendAgain(Account account) {
    String email = account.loginEmail();
    if (account.emailVerifiedAt() != null || email == null) {
      throw new IdentityErrors.EmailVerified();
    }
    requireMail();
    limits.take(Limit.MAIL_ADDRESS, email);
    sendLink(account, email);
  }

  /// Sends the first link for an address typed at registration. A flood of registrations does not
  /// become a flood of letters to one person.
  void sendFirst(Account account, String email) {
    try {
      limits.take(Limit.MAIL_ADDRESS, email);
    } catch (Throttled enough) {
      LOG.infof("Account %s: no letter, its address got enough of them", account.id());
      return;
    }
    sendLink(account, email);
  }

  /// The owner of an address that is proved learns that somebody else typed it; nobody else gets a
  /// link to it.
  private void sendLink(Account account, String email) {
    Optional<Account> owner = provedOwner(email);
    letters.send(
        owner.isPresent() ? Letters.Kind.ACCOUNT_EXISTS : Letters.Kind.VERIFY_EMAIL,
        owner.orElse(account),
        email);
  }

  private Optional<Account> provedOwner(String email) {
    return accounts.byLogin(email).owner().filter(owner -> owner.emailVerifiedAt() != null);
  }

  /// Begins the change of an address: a link goes to the new one, a warning to the old one. Whether
  /// the new one has an account is told to its owner alone. Without mail nobody could prove
  /// anything, and the address changes at once.
  ///
  /// @return whether it is the account's address already
  /// @throws live.nio.platform.DomainError `email_taken` (without mail), `too_many_requests`
  boolean beginChange(Account account, String newEmail) {
    String oldEmail = account.email();
    if (newEmail.equals(oldEmail)) {
      return true;
    }
    if (!outbox.enabled()) {
      changeUnproved(account.id(), newEmail);
      return true;
    }
    limits.take(Limit.MAIL_ADDRESS, newEmail);
    Optional<Account> owner = provedOwner(newEmail);
    letters.send(
        owner.isPresent() ? Letters.Kind.EMAIL_IN_USE : Letters.Kind.CHANGE_EMAIL,
        owner.orElse(account),
        newEmail);
    if (oldEmail != null) {
      letters.send(Letters.Kind.EMAIL_LEFT, account, oldEmail);
    }
    return false;
  }

  private void changeUnproved(UUID accountId, String newEmail) {
    Notice raised =
        jdbi.inTransaction(handle -> {
          accounts.setEmail(handle, accountId, newEmail, null);
          return notices.raise(handle, accountId, Notice.Kind.EMAIL_CHANGED, null, newEmail);
        });
    notices.tell(accountId, List.of(raised));
  }

  /// Follows a link to an address.
  ///
  /// @return the address, which is the caller's now
  /// @throws live.nio.platform.DomainError `link_expired`; `sign_in_first` when the caller is not
  ///   signed in to the account it is for, and the link stays good
  String confirm(String token, Identity caller) {
    record Proved(String email, List<UUID> endedSessions, List<Notice> raised) {}
    Proved proved =
        jdbi.inTransaction(handle -> {
          Link link = links.look(handle, token, Purpose.VERIFY_EMAIL, Purpose.CHANGE_EMAIL);
          if (!caller.accountId().equals(link.accountId())) {
            throw new IdentityErrors.SignInFirst();
          }
          links.use(handle, token, link.purpose());
          Account account =
              accounts.lock(handle, link.accountId()).orElseThrow(IdentityErrors.LinkExpired::new);
          String email = String.valueOf(link.email());
          boolean ofThisAccount =
              link.purpose() == Purpose.CHANGE_EMAIL || email.equals(account.loginEmail());
          if (!ofThisAccount || !accounts.releaseUnproved(handle, email, account.id())) {
            throw new IdentityErrors.LinkExpired();
          }
          List<UUID> ended =
              dropUnproved(handle, account)
                  ? sessions.endOthers(
                      handle, account.id(), caller.sessionId(), EndReason.EMAIL_PROVED)
                  : List.of();
          accounts.setEmail(handle, account.id(), email, clock.instant());
          List<Notice> raised =
              link.purpose() == Purpose.CHANGE_EMAIL
                  ? List.of(
                      notices.raise(handle, account.id(), Notice.Kind.EMAIL_CHANGED, null, email))
                  : List.of();
          return new Proved(email, ended, raised);
        });
    sessions.tellEnded(caller.accountId(), proved.endedSessions(), EndReason.EMAIL_PROVED);
    notices.tell(caller.accountId(), proved.raised());
    LOG.infof("Account %s proved its address", caller.accountId());
    return proved.email();
  }

  /// Drops what may have been prepared before the first proof of an address: linked providers and
  /// links on their way. Sessions are for the caller to end.
  ///
  /// @return whether this is the first proof
  boolean dropUnproved(Handle handle, Account account) {
    // An account that never had an address was prepared for nobody: whoever made it adds one.
    if (account.emailVerifiedAt() != null || account.loginEmail() == null) {
      return false;
    }
    links.revokeAll(handle, account.id());
    handle.execute("DELETE FROM linked_identities WHERE account_id = ?", account.id());
    return true;
  }

  void requireMail() {
    if (!outbox.enabled()) {
      throw new IdentityErrors.MailUnavailable();
    }
  }
}
