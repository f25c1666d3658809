/// Accounts, passwords, device sessions and tokens: who somebody is.
///
/// ```
/// login ──▶ session ──▶ refresh token 0 ─▶ 1 ─▶ 2 …   each replaces the one before
///              │                 └──▶ access token (JWT, 15 min, names the session)
///              └── ends by logout, reuse of an old refresh token, eviction (11th session), expiry after 30 days
/// ```
///
/// An access token is checked without the database: signature, expiry, and a set of sessions ended
/// within the last 15 minutes ([EndedSessions]). The package's API: [Accounts], [AccessTokens],
/// [Identity], [Caller], [SessionEnded]. Everything runs on virtual threads.
@NullMarked
package live.nio.identity;

import org.jspecify.annotations.NullMarked;
