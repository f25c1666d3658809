package live.nio.identity;

import java.util.UUID;

/// Who is calling, from a verified access token and nothing else.
///
/// @param accountId the account
/// @param sessionId the device session the token belongs to
/// @param nickname public name at the time the token was made
/// @param role at the time the token was made
public record Identity(UUID accountId, UUID sessionId, String nickname, Role role) {

  public boolean isAdmin() {
    return role == Role.ADMIN;
  }

  /// Whether it is a moderator of the platform or an administrator.
  public boolean isStaff() {
    return role.isStaff();
  }
}
