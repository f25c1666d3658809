package live.nio.identity.oauth;

import jakarta.inject.Singleton;
import java.util.List;
import live.nio.identity.FreshProof;
import live.nio.identity.Identity;
import live.nio.identity.Notice;
import live.nio.identity.Notices;
import live.nio.identity.ProviderAccounts;
import live.nio.identity.Requester;
import live.nio.identity.SignInMethod;
import live.nio.platform.Limit;
import live.nio.platform.NotFound;
import live.nio.platform.RateLimits;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;

/// What owners of accounts do with their linked providers.
@Singleton
class AccountIdentities {

  private static final Logger LOG = Logger.getLogger(AccountIdentities.class);

  private final LinkedIdentities identities;
  private final OAuthProviders providers;
  private final OAuthFlow flow;
  private final ProviderAccounts accounts;
  private final FreshProof freshProof;
  private final Notices notices;
  private final RateLimits limits;
  private final Jdbi jdbi;

  AccountIdentities(
      LinkedIdentities identities,
      OAuthProviders providers,
      OAuthFlow flow,
      ProviderAccounts accounts,
      FreshProof freshProof,
      Notices notices,
      RateLimits limits,
      Jdbi jdbi) {
    this.identities = identities;
    this.providers = providers;
    this.flow = flow;
    this.accounts = accounts;
    this.freshProof = freshProof;
    this.notices = notices;
    this.limits = limits;
    this.jdbi = jdbi;
  }

  List<LinkedIdentities.Linked> of(Identity caller) {
    return identities.of(caller.accountId());
  }

  /// Sends the caller off to link a provider.
  ///
  /// @throws live.nio.platform.DomainError `reauthentication_required`, `already_linked`
  OAuthFlow.Departure startLink(Identity caller, Provider provider, Requester requester) {
    freshProof.require(caller);
    if (isLinked(caller, provider.method())) {
      throw new OAuthErrors.AlreadyLinked();
    }
    return flow.depart(provider, Errand.Purpose.LINK, "/", caller, requester);
  }

  /// Sends the caller off to prove who uses the session.
  ///
  /// @throws NotFound when they have not linked this provider
  OAuthFlow.Departure startProof(
      Identity caller, Provider provider, String next, Requester requester) {
    if (!isLinked(caller, provider.method())) {
      throw new NotFound("linked provider");
    }
    return flow.depart(provider, Errand.Purpose.REAUTHENTICATE, next, caller, requester);
  }

  private boolean isLinked(Identity caller, SignInMethod provider) {
    return of(caller).stream().anyMatch(linked -> linked.provider() == provider);
  }

  /// Takes a provider away, unless nothing else leads into the account.
  ///
  /// @param provider its code; also of one that is no longer set up
  /// @throws live.nio.platform.DomainError `reauthentication_required`, `not_found`,
  ///   `last_login_method`
  void unlink(Identity caller, String provider) {
    limits.take(Limit.ACCOUNT_EDIT, caller.accountId().toString());
    freshProof.require(caller);
    Notice raised =
        jdbi.inTransaction(handle -> {
          boolean otherWay = accounts.hasPasswordLocked(handle, caller.accountId());
          SignInMethod leaving = null;
          for (LinkedIdentities.Linked linked : identities.of(handle, caller.accountId())) {
            if (linked.provider().code().equals(provider)) {
              leaving = linked.provider();
            } else if (providers.configured().contains(linked.provider())) {
              otherWay = true;
            }
          }
          if (leaving == null) {
            throw new NotFound("linked provider");
          }
          if (!otherWay) {
            throw new OAuthErrors.LastLoginMethod();
          }
          identities.delete(handle, caller.accountId(), leaving);
          return notices.raise(
              handle,
              caller.accountId(),
              Notice.Kind.IDENTITY_UNLINKED,
              caller.sessionId(),
              leaving.code());
        });
    LOG.infof("Account %s unlinked %s", caller.accountId(), raised.detail());
    notices.tell(caller.accountId(), List.of(raised));
  }
}
