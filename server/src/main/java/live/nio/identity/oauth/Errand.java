package live.nio.identity.oauth;

import java.time.Instant;
import java.util.UUID;
import live.nio.identity.SignInMethod;
import org.jspecify.annotations.Nullable;

/// What a browser is sent to a provider for, and what it must bring back. It travels with the
/// browser, sealed by [Errands].
///
/// @param id of this errand alone
/// @param state comes back in the redirect: the answer is to this very request
/// @param nonce comes back in the ID token: so is the token
/// @param verifier PKCE: only who has it can redeem the code
/// @param next path to go on to
/// @param accountId whose errand it is; null for a login
/// @param sessionId the session it was begun in; null for a login
/// @param deviceToken what names the device: its cookie does not come with another site's redirect
record Errand(
    UUID id,
    SignInMethod provider,
    Purpose purpose,
    String state,
    String nonce,
    String verifier,
    String next,
    @Nullable UUID accountId,
    @Nullable UUID sessionId,
    @Nullable String deviceToken,
    Instant startedAt) {

  enum Purpose {
    /// Sign in, with a new account if need be.
    LOGIN,
    /// Let this identity sign in to the caller's account from now on.
    LINK,
    /// Prove once more who uses the caller's session.
    REAUTHENTICATE
  }
}
