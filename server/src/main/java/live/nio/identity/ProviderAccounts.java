package live.nio.identity;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.Iterator;
import java.util.UUID;
import live.nio.platform.Ids;
import live.nio.platform.Language;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Accounts of people a provider vouches for: they begin without a password, and with an address
/// only when the provider has proved it.
@Singleton
public class ProviderAccounts {

  private static final Logger LOG = Logger.getLogger(ProviderAccounts.class);

  private final AccountStore store;
  private final Clock clock;

  ProviderAccounts(AccountStore store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// Makes an account.
  ///
  /// An address that any account here has or claims is refused, proved or not: whoever registered
  /// it first may still hold a session or a password of that account, so the two must never become
  /// one by themselves.
  ///
  /// @param nicknames proposals, tried in turn until one is free; never runs dry
  /// @param provedEmail an address the provider has proved to be theirs, or null
  /// @throws live.nio.platform.DomainError `email_taken`
  public UUID create(
      Handle handle, Iterator<String> nicknames, @Nullable String provedEmail, Language language) {
    String email = provedEmail == null ? null : Accounts.normalise(provedEmail);
    Instant now = clock.instant();
    UUID id = Ids.next();
    do {
      if (email != null && store.emailInUse(handle, email)) {
        throw new IdentityErrors.EmailTaken();
      }
    } while (!store.insertIfFree(
        handle,
        new Account(
            id,
            email,
            null,
            email == null ? null : now,
            nicknames.next(),
            null,
            null,
            Role.USER,
            language,
            null,
            now)));
    LOG.infof("Account %s made through a provider", id);
    return id;
  }

  /// Whether an account can sign in with a password. Until the transaction ends nobody else can
  /// change the ways into it.
  public boolean hasPasswordLocked(Handle handle, UUID accountId) {
    return store.hasPasswordForUpdate(handle, accountId);
  }
}
