package live.nio.identity;

import jakarta.inject.Singleton;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// What others see of an account, changed on behalf of its owner. Virtual threads.
@Singleton
public class Appearance {

  private final AccountStore store;
  private final Jdbi jdbi;

  Appearance(AccountStore store, Jdbi jdbi) {
    this.store = store;
    this.jdbi = jdbi;
  }

  /// Gives an account a nickname that keeps the rules of registration. Access tokens say the one
  /// before until they are refreshed.
  ///
  /// @throws live.nio.platform.DomainError `nickname_taken`, `unauthorized` when the account is
  ///   gone
  public void rename(Handle handle, UUID accountId, String nickname) {
    if (!store.setNickname(handle, accountId, nickname)) {
      throw new IdentityErrors.Unauthorized();
    }
  }

  /// Names the stored picture of an account, or none.
  ///
  /// @return the one it had before, which is nobody's now
  /// @throws live.nio.platform.DomainError `unauthorized` when the account is gone
  public Optional<String> setAvatar(UUID accountId, @Nullable String avatar) {
    return jdbi.inTransaction(handle -> store.setAvatar(handle, accountId, avatar));
  }

  /// Those of some pictures that an account names.
  public Set<String> avatarsInUse(Set<String> names) {
    return jdbi.withHandle(handle ->
        handle
            .createQuery("SELECT avatar FROM accounts WHERE avatar IN (<names>)")
            .bindList("names", List.copyOf(names))
            .mapTo(String.class)
            .set());
  }
}
