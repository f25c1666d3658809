package live.nio.identity;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// An account as its owner sees it.
///
/// @param email the address it signs in with, proved or not; null for one made through a provider
///   that told none
/// @param emailVerified whether its owner followed a link sent there
/// @param avatarUrl path of its picture on this server; null without one
/// @param hasPassword whether it can sign in with a password
@Schema(name = "User")
public record User(
    @Schema(required = true) UUID id,
    @Schema(required = true, nullable = true) @Nullable String email,
    @Schema(required = true) boolean emailVerified,
    @Schema(required = true) String nickname,
    @Schema(required = true, nullable = true) @Nullable String avatarUrl,
    @Schema(required = true) Role role,
    @Schema(required = true) boolean hasPassword,
    @Schema(required = true) Instant createdAt) {

  static User of(Account account) {
    return new User(
        account.id(),
        account.loginEmail(),
        account.emailVerifiedAt() != null,
        account.nickname(),
        Person.of(account.id(), account.nickname(), account.avatar()).avatarUrl(),
        account.role(),
        account.passwordHash() != null,
        account.createdAt());
  }
}
