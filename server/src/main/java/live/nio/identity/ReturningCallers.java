package live.nio.identity;

import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/// Recognises callers who went elsewhere and come back without their token, as with a provider's
/// redirect. What says who they are must have been sealed by us when they left.
@Singleton
public class ReturningCallers {

  private final Sessions sessions;
  private final AccountStore accounts;

  ReturningCallers(Sessions sessions, AccountStore accounts) {
    this.sessions = sessions;
    this.accounts = accounts;
  }

  /// Who the caller is now; empty when the session has ended meanwhile.
  ///
  /// @throws live.nio.platform.DomainError `account_disabled`
  public Optional<Identity> find(UUID accountId, UUID sessionId) {
    if (!sessions.isOpen(accountId, sessionId)) {
      return Optional.empty();
    }
    return accounts
        .byId(accountId)
        .map(account -> {
          if (account.disabledAt() != null) {
            throw new IdentityErrors.AccountDisabled();
          }
          return new Identity(accountId, sessionId, account.nickname(), account.role());
        });
  }
}
