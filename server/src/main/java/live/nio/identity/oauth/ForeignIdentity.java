package live.nio.identity.oauth;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Who somebody is elsewhere, as a provider has just said it.
///
/// @param issuer who vouches
/// @param subject for whom; never given to anybody else by the same issuer
/// @param name for people to read, or null
/// @param username a public handle, or null
/// @param email an address of theirs, or null; for people to read unless it is proved
/// @param emailProved whether the provider says that it has proved the address
/// @param authenticatedAt when they proved themselves to the provider, where it says so
record ForeignIdentity(
    String issuer,
    String subject,
    @Nullable String name,
    @Nullable String username,
    @Nullable String email,
    boolean emailProved,
    @Nullable Instant authenticatedAt) {

  private static final int MAX_SUBJECT = 255;
  private static final int MAX_NAME = 100;
  private static final int MAX_EMAIL = 254;

  ForeignIdentity {
    if (subject.isBlank() || subject.length() > MAX_SUBJECT) {
      throw new IllegalArgumentException("a subject has 1 to " + MAX_SUBJECT + " characters");
    }
    name = name == null || name.isBlank() ? null : cut(name.strip());
    username = username == null || username.isBlank() ? null : cut(username.strip());
    email = email == null || !isAddress(email) ? null : email.strip();
  }

  /// The address an account may begin with.
  Optional<String> provedEmail() {
    return emailProved ? Optional.ofNullable(email) : Optional.empty();
  }

  private static boolean isAddress(String text) {
    String address = text.strip();
    return address.length() <= MAX_EMAIL
        && address.indexOf('@') > 0
        && address.indexOf('@') < address.length() - 1
        && address.chars().noneMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c));
  }

  private static String cut(String text) {
    return text.codePointCount(0, text.length()) <= MAX_NAME
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MAX_NAME));
  }
}
