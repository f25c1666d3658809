package live.nio.identity;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.Sessions.Opened;
import live.nio.platform.Secrets;
import org.jdbi.v3.core.Jdbi;

/// The one way in: whatever proved who somebody is (a password, a provider, a phone that scanned a
/// code), the session, the history and the notices are made here, in one transaction.
@Singleton
public class SignIns {

  private static final Duration FIRST_LOGIN = Duration.ofHours(1);
  private static final int DEVICE_TOKEN_BYTES = 16;
  private static final int MAX_DEVICE_TOKEN_LENGTH = 64;

  private final Jdbi jdbi;
  private final AccountStore accounts;
  private final Sessions sessions;
  private final LoginAttempts attempts;
  private final KnownDevices knownDevices;
  private final Notices notices;
  private final Visitors visitors;
  private final AccessTokens accessTokens;
  private final Secrets secrets;
  private final Clock clock;
  private final Event<SessionEnded> endedEvents;

  SignIns(
      Jdbi jdbi,
      AccountStore accounts,
      Sessions sessions,
      LoginAttempts attempts,
      KnownDevices knownDevices,
      Notices notices,
      Visitors visitors,
      AccessTokens accessTokens,
      Secrets secrets,
      Clock clock,
      Event<SessionEnded> endedEvents) {
    this.jdbi = jdbi;
    this.accounts = accounts;
    this.sessions = sessions;
    this.attempts = attempts;
    this.knownDevices = knownDevices;
    this.notices = notices;
    this.visitors = visitors;
    this.accessTokens = accessTokens;
    this.secrets = secrets;
    this.clock = clock;
    this.endedEvents = endedEvents;
  }

  /// Opens a session for somebody whose identity has just been proved.
  ///
  /// @throws live.nio.platform.DomainError `account_disabled`; `unauthorized` when the account is
  ///   gone
  public SignedIn signIn(UUID accountId, SignInMethod method, Requester requester) {
    Account account = accounts.byId(accountId).orElseThrow(IdentityErrors.Unauthorized::new);
    Visitor visitor = visitors.identify(requester);
    if (account.disabledAt() != null) {
      attempts.failed(accountId, visitor, method, LoginAttempts.Failure.ACCOUNT_DISABLED);
      throw new IdentityErrors.AccountDisabled();
    }
    String deviceToken =
        Optional.ofNullable(requester.deviceToken())
            .filter(token -> token.length() <= MAX_DEVICE_TOKEN_LENGTH)
            .orElseGet(this::newDeviceToken);
    List<Notice> raised = new ArrayList<>();
    Opened opened =
        jdbi.inTransaction(handle -> {
          boolean first = isNew(account) && !attempts.anySuccess(handle, accountId);
          boolean known = knownDevices.touch(handle, accountId, deviceToken);
          boolean expected = first || known;
          Opened made =
              sessions.open(
                  handle, accountId, visitor, method, KnownDevices.hash(deviceToken), expected);
          attempts.succeeded(handle, accountId, visitor, method);
          for (UUID evicted : made.evicted()) {
            raised.add(
                notices.raise(handle, accountId, Notice.Kind.SESSION_EVICTED, evicted, null));
          }
          if (!expected) {
            raised.add(
                notices.raise(
                    handle, accountId, Notice.Kind.NEW_LOGIN, made.grant().sessionId(), null));
          }
          accounts.setLanguage(handle, accountId, requester.language());
          return made;
        });
    opened
        .evicted()
        .forEach(id -> endedEvents.fire(new SessionEnded(id, accountId, EndReason.EVICTED)));
    notices.tell(accountId, raised);
    return signedIn(account, opened.grant(), deviceToken);
  }

  /// The first login of an account is expected, but only of a new one: an old account may have been
  /// silent for longer than the history is kept.
  private boolean isNew(Account account) {
    return account.createdAt().plus(FIRST_LOGIN).isAfter(clock.instant());
  }

  /// Replaces a refresh token and gives a new access token.
  ///
  /// @throws live.nio.platform.DomainError `refresh_invalid`, `account_disabled`
  SignedIn refresh(String refreshToken, Requester requester) {
    Sessions.Grant grant = sessions.refresh(refreshToken, visitors.identify(requester));
    Account account =
        accounts.byId(grant.accountId()).orElseThrow(IdentityErrors.RefreshInvalid::new);
    if (account.disabledAt() != null) {
      throw new IdentityErrors.AccountDisabled();
    }
    String deviceToken = requester.deviceToken();
    return signedIn(account, grant, deviceToken == null ? newDeviceToken() : deviceToken);
  }

  private SignedIn signedIn(Account account, Sessions.Grant grant, String deviceToken) {
    return new SignedIn(
        User.of(account),
        grant.sessionId(),
        accessTokens.issue(account, grant.sessionId()),
        grant.refreshToken(),
        deviceToken,
        grant.expiresAt());
  }

  private String newDeviceToken() {
    return Secrets.text(secrets.random(DEVICE_TOKEN_BYTES));
  }
}
