package live.nio.identity;

import java.time.Instant;
import java.util.UUID;

/// A session just opened or refreshed, with everything its holder gets.
///
/// @param accessToken JWT
/// @param refreshToken the only time it is known
/// @param deviceToken names the device at its next sign-in
/// @param expiresAt when the session ends whatever happens
public record SignedIn(
    User user,
    UUID sessionId,
    String accessToken,
    String refreshToken,
    String deviceToken,
    Instant expiresAt) {}
