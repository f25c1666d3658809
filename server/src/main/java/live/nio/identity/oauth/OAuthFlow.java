package live.nio.identity.oauth;

import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import live.nio.identity.FreshProof;
import live.nio.identity.Identity;
import live.nio.identity.Notice;
import live.nio.identity.Notices;
import live.nio.identity.ProviderAccounts;
import live.nio.identity.Requester;
import live.nio.identity.ReturningCallers;
import live.nio.identity.SignIns;
import live.nio.identity.SignedIn;
import live.nio.platform.DomainError;
import live.nio.platform.Limit;
import live.nio.platform.RateLimits;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The way to a provider and back.
@Singleton
class OAuthFlow {

  private static final Logger LOG = Logger.getLogger(OAuthFlow.class);

  /// Clocks differ.
  private static final Duration SKEW = Duration.ofMinutes(1);

  /// What may stand in an address as `problem`; everything else is a `provider_failed`.
  private static final Set<String> PROBLEMS =
      Set.of(
          "cancelled",
          "provider_failed",
          "state_expired",
          "email_taken",
          "identity_taken",
          "already_linked",
          "account_disabled",
          "too_many_requests",
          "wrong_account");

  /// The provider's word for a person who said no (RFC 6749 §4.1.2.1).
  private static final String DENIED = "access_denied";

  /// A browser about to leave.
  ///
  /// @param url where to
  /// @param sealedErrand what it must bring back, in a cookie
  record Departure(String url, String sealedErrand) {}

  /// How an errand ended.
  sealed interface Outcome {}

  record SignedInAs(SignedIn signedIn, String next) implements Outcome {}

  record Linked() implements Outcome {}

  record Reauthenticated(String next) implements Outcome {}

  /// @param problem one of [#PROBLEMS]
  /// @param errand null when it is not known what for the browser had left
  record Failed(String problem, @Nullable Errand errand) implements Outcome {}

  private final Errands errands;
  private final LinkedIdentities identities;
  private final ProviderAccounts accounts;
  private final ReturningCallers callers;
  private final SignIns signIns;
  private final FreshProof freshProof;
  private final Notices notices;
  private final RateLimits limits;
  private final Jdbi jdbi;
  private final SecureRandom random = new SecureRandom();

  OAuthFlow(
      Errands errands,
      LinkedIdentities identities,
      ProviderAccounts accounts,
      ReturningCallers callers,
      SignIns signIns,
      FreshProof freshProof,
      Notices notices,
      RateLimits limits,
      Jdbi jdbi) {
    this.errands = errands;
    this.identities = identities;
    this.accounts = accounts;
    this.callers = callers;
    this.signIns = signIns;
    this.freshProof = freshProof;
    this.notices = notices;
    this.limits = limits;
    this.jdbi = jdbi;
  }

  /// Sends a browser to a provider.
  ///
  /// @param caller whose errand it is, or null for a login
  /// @throws DomainError `too_many_requests`, `provider_failed`
  Departure depart(
      Provider provider,
      Errand.Purpose purpose,
      String next,
      @Nullable Identity caller,
      Requester requester) {
    limits.take(Limit.OAUTH_NETWORK, requester.network());
    Errand errand =
        errands.create(provider.method(), purpose, next, caller, requester.deviceToken());
    try {
      return new Departure(provider.authorization(errand).toString(), errands.seal(errand));
    } catch (ProviderFailure failure) {
      throw failed(provider, failure);
    }
  }

  /// Takes a browser back. Whatever goes wrong is an outcome: a person who comes from another site
  /// must land on a page.
  ///
  /// @param answer the parameters of the redirect
  /// @param sealedErrand the cookie, if there was one
  Outcome arrive(
      Provider provider,
      Map<String, String> answer,
      @Nullable String sealedErrand,
      Requester requester) {
    Errand errand = sealedErrand == null ? null : errands.open(sealedErrand).orElse(null);
    try {
      limits.take(Limit.OAUTH_NETWORK, requester.network());
      if (errand == null) {
        throw new OAuthErrors.StateExpired();
      }
      return finish(provider, errand, answer, requester);
    } catch (ProviderFailure failure) {
      return new Failed(failed(provider, failure).code(), errand);
    } catch (DomainError refused) {
      if (PROBLEMS.contains(refused.code())) {
        return new Failed(refused.code(), errand);
      }
      LOG.warnf(
          "Sign-in through %s refused, incident %s: %s",
          provider.method().code(), UUID.randomUUID(), refused.code());
      return new Failed("provider_failed", errand);
    } catch (RuntimeException bug) {
      LOG.errorf(
          bug,
          "Sign-in through %s failed, incident %s",
          provider.method().code(),
          UUID.randomUUID());
      return new Failed("provider_failed", errand);
    }
  }

  private static OAuthErrors.ProviderFailed failed(Provider provider, ProviderFailure failure) {
    LOG.warnf(
        "Sign-in through %s failed, incident %s: %s",
        provider.method().code(), UUID.randomUUID(), failure.getMessage());
    return new OAuthErrors.ProviderFailed();
  }

  private Outcome finish(
      Provider provider, Errand errand, Map<String, String> answer, Requester requester)
      throws ProviderFailure {
    if (errand.provider() != provider.method()
        || !isSame(errand.state(), answer.getOrDefault("state", ""))
        || !errands.use(errand)) {
      throw new OAuthErrors.StateExpired();
    }
    String issuer = answer.get("iss");
    if (issuer != null && !issuer.equals(provider.issuer())) {
      throw new ProviderFailure("callback: another issuer");
    }
    String error = answer.get("error");
    if (error != null) {
      if (error.equals(DENIED)) {
        throw new OAuthErrors.Cancelled();
      }
      throw new ProviderFailure("callback: error " + ProviderHttp.printable(error));
    }
    ForeignIdentity who = provider.identify(errand, answer);
    return switch (errand.purpose()) {
      case LOGIN -> login(errand, who, requester);
      case LINK -> link(errand, who);
      case REAUTHENTICATE -> reauthenticate(errand, who);
    };
  }

  private static boolean isSame(String expected, String given) {
    return MessageDigest.isEqual(
        expected.getBytes(StandardCharsets.UTF_8), given.getBytes(StandardCharsets.UTF_8));
  }

  private SignedInAs login(Errand errand, ForeignIdentity who, Requester requester) {
    // The device's own cookie does not come with another site's redirect.
    Requester device =
        new Requester(
            requester.ipAddress(),
            requester.userAgent(),
            requester.language(),
            errand.deviceToken());
    UUID account = identities.use(who).orElseGet(() -> newAccount(errand, who, device));
    return new SignedInAs(signIns.signIn(account, errand.provider(), device), errand.next());
  }

  private UUID newAccount(Errand errand, ForeignIdentity who, Requester device) {
    try {
      return jdbi.inTransaction(handle -> {
        UUID account =
            accounts.create(
                handle,
                Nicknames.proposals(who, random),
                who.provedEmail().orElse(null),
                device.language());
        if (!identities.insert(handle, account, errand.provider(), who)) {
          throw new OAuthErrors.IdentityTaken();
        }
        return account;
      });
    } catch (DomainError taken) {
      // By the same person, perhaps, who came twice at once: then they have an account now.
      return identities.use(who).orElseThrow(() -> taken);
    }
  }

  private Linked link(Errand errand, ForeignIdentity who) {
    Identity caller = caller(errand);
    Optional<Notice> raised =
        jdbi.inTransaction(handle -> {
          if (identities.insert(handle, caller.accountId(), errand.provider(), who)) {
            return Optional.of(
                notices.raise(
                    handle,
                    caller.accountId(),
                    Notice.Kind.IDENTITY_LINKED,
                    caller.sessionId(),
                    errand.provider().code()));
          }
          UUID owner = identities.owner(handle, who).orElseThrow(OAuthErrors.AlreadyLinked::new);
          if (!owner.equals(caller.accountId())) {
            throw new OAuthErrors.IdentityTaken();
          }
          return Optional.empty();
        });
    raised.ifPresent(notice -> {
      LOG.infof("Account %s linked with %s", caller.accountId(), errand.provider().code());
      notices.tell(caller.accountId(), List.of(notice));
    });
    return new Linked();
  }

  private Reauthenticated reauthenticate(Errand errand, ForeignIdentity who)
      throws ProviderFailure {
    Identity caller = caller(errand);
    if (who.authenticatedAt() != null
        && who.authenticatedAt().isBefore(errand.startedAt().minus(SKEW))) {
      throw new ProviderFailure("ID token: the provider did not ask anew");
    }
    if (identities.use(who).filter(caller.accountId()::equals).isEmpty()) {
      throw new OAuthErrors.WrongAccount();
    }
    freshProof.renew(caller, errand.provider());
    return new Reauthenticated(errand.next());
  }

  /// Whose errand it is, if the session it was begun in is still open.
  private Identity caller(Errand errand) {
    if (errand.accountId() == null || errand.sessionId() == null) {
      throw new OAuthErrors.StateExpired();
    }
    return callers
        .find(errand.accountId(), errand.sessionId())
        .orElseThrow(OAuthErrors.StateExpired::new);
  }
}
