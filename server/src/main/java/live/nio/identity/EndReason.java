package live.nio.identity;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// Why a session ended; the words of the column `sessions.end_reason`.
public enum EndReason {
  LOGOUT,
  /// An old refresh token came back: somebody has a copy.
  TOKEN_REUSE,
  /// The account opened more sessions than it may have.
  EVICTED,
  ENDED_BY_USER,
  ENDED_BY_ADMIN,
  /// The owner said it was not them.
  NOT_ME,
  PASSWORD_CHANGED,
  /// The address was proved for the first time, and the session was there before.
  EMAIL_PROVED,
  ACCOUNT_DISABLED;

  @JsonValue
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
