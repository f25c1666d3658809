package live.nio.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A row of `accounts`.
///
/// @param email in lower case
/// @param passwordHash PHC string, see [Passwords]
/// @param disabledAt when an administrator blocked it; null while it is usable
record Account(
    UUID id,
    String email,
    String nickname,
    String passwordHash,
    Role role,
    @Nullable Instant disabledAt,
    Instant createdAt) {}
