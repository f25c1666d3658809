package live.nio.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.time.Instant;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Something that happened to an account and that its owner should know.
///
/// @param sessionId the session it is about, or null
/// @param device what that session's device calls itself, with its browser; null when there is none
/// @param location its place in the account's language; null when unknown
/// @param detail the provider of `identity_*`, the new address of `email_changed`; else null
@Schema(name = "Notice")
public record Notice(
    @Schema(required = true) UUID id,
    @Schema(required = true) Kind kind,
    @Schema(required = true, nullable = true) @Nullable UUID sessionId,
    @Schema(required = true, nullable = true) @Nullable String device,
    @Schema(required = true, nullable = true) @Nullable String browser,
    @Schema(required = true, nullable = true) @Nullable String location,
    @Schema(required = true, nullable = true) @Nullable String ipAddress,
    @Schema(required = true, nullable = true) @Nullable String detail,
    @Schema(required = true) Instant createdAt) {

  /// The words of the column.
  @Schema(
      name = "NoticeKind",
      enumeration = {
        "new_login",
        "session_evicted",
        "token_reuse",
        "password_changed",
        "email_changed",
        "identity_linked",
        "identity_unlinked"
      })
  public enum Kind {
    NEW_LOGIN,
    SESSION_EVICTED,
    TOKEN_REUSE,
    PASSWORD_CHANGED,
    EMAIL_CHANGED,
    IDENTITY_LINKED,
    IDENTITY_UNLINKED;

    @JsonValue
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }

    static Kind ofCode(String code) {
      return valueOf(code.toUpperCase(Locale.ROOT));
    }
  }
}
