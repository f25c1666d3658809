package live.nio.identity.oauth;

import java.net.URI;
import java.util.Map;
import live.nio.identity.SignInMethod;

/// Somebody who can vouch for people: one of the four, with the operator's keys. Any thread;
/// methods may block.
interface Provider {

  /// Which one it is.
  SignInMethod method();

  /// Who vouches; with the subject it names an identity for ever. Also what an `iss` parameter
  /// ([RFC 9207](https://www.rfc-editor.org/rfc/rfc9207)) must say.
  String issuer();

  /// Where to send the browser.
  ///
  /// @throws ProviderFailure when the provider does not tell its addresses
  URI authorization(Errand errand) throws ProviderFailure;

  /// Redeems the code the browser came back with for who its user is.
  ///
  /// @param answer the parameters of the redirect; its `state` and `iss` have been checked
  /// @throws ProviderFailure when the provider does not answer as it should, or what it says cannot
  ///   be believed
  ForeignIdentity identify(Errand errand, Map<String, String> answer) throws ProviderFailure;
}
