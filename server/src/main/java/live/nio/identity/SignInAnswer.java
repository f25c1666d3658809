package live.nio.identity;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What everybody gets who signs in.
///
/// @param refreshToken only with `tokenTransport: "body"`
/// @param deviceToken only with `tokenTransport: "body"`
@Schema(name = "AuthResponse")
@JsonInclude(JsonInclude.Include.NON_NULL)
public record SignInAnswer(
    @Schema(required = true) String message,
    @Schema(required = true) String token,
    @Schema(required = true) User user,
    @Nullable String refreshToken,
    @Nullable String deviceToken) {}
