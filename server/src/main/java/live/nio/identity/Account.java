package live.nio.identity;

import java.time.Instant;
import java.util.UUID;
import live.nio.platform.Language;
import org.jspecify.annotations.Nullable;

/// A row of `accounts`.
///
/// @param email in lower case; this account alone has it
/// @param claimedEmail an address of another account, typed at registration; never together with
///   `email`
/// @param avatar name of its stored picture, or null
/// @param passwordHash PHC string, see [Passwords]; null when there is no password
/// @param disabledAt when an administrator blocked it; null while it is usable
/// @param language of the letters it gets
record Account(
    UUID id,
    @Nullable String email,
    @Nullable String claimedEmail,
    @Nullable Instant emailVerifiedAt,
    String nickname,
    @Nullable String avatar,
    @Nullable String passwordHash,
    Role role,
    Language language,
    @Nullable Instant disabledAt,
    Instant createdAt) {

  /// The same, only claiming its address.
  Account claiming() {
    return new Account(
        id,
        null,
        email,
        null,
        nickname,
        avatar,
        passwordHash,
        role,
        language,
        disabledAt,
        createdAt);
  }

  /// The address its owner signs in with.
  @Nullable String loginEmail() {
    return email == null ? claimedEmail : email;
  }
}
