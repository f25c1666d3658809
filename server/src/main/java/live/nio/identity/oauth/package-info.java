/// Social login: signing in, linking and proving oneself through Google, Facebook, VK ID and X.
///
/// ```
/// browser ──GET /api/auth/oauth/google──▶ OAuthFlow.depart    errand (state, nonce, PKCE verifier, purpose) sealed in a cookie
///    │  302
///    ▼
/// provider ──302 code, state──▶ /callback ──▶ OAuthFlow.arrive    errand opened, state compared, code redeemed
///                                                │
///             login ─▶ account by (issuer, subject), or a new one ─▶ SignIns
///             link ─▶ linked_identities          reauthenticate ─▶ FreshProof
/// ```
///
/// Nothing about an errand is kept on the server but that it was used; the browser that left with
/// it is the only one that can come back. What a provider says is read once, by
/// [Provider#identify], and its tokens are forgotten with it. Everything runs on virtual threads.
@NullMarked
package live.nio.identity.oauth;

import org.jspecify.annotations.NullMarked;
