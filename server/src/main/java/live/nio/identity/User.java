package live.nio.identity;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// An account as its owner sees it.
@Schema(name = "User")
record User(
    @Schema(required = true) UUID id,
    @Schema(required = true) String email,
    @Schema(required = true) String nickname,
    @Schema(required = true) Role role,
    @Schema(required = true) Instant createdAt) {

  static User of(Account account) {
    return new User(
        account.id(), account.email(), account.nickname(), account.role(), account.createdAt());
  }
}
