package live.nio.identity;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The caller of the current REST request, put here by [AccessFilter].
@RequestScoped
public class Caller {

  private @Nullable Identity identity;

  void set(Identity identity) {
    this.identity = identity;
  }

  /// Who is calling, or empty for a guest.
  public Optional<Identity> identity() {
    return Optional.ofNullable(identity);
  }

  /// Who is calling, in a method that only signed-in callers reach.
  ///
  /// @throws live.nio.platform.DomainError `unauthorized` for a guest
  public Identity require() {
    return identity().orElseThrow(IdentityErrors.Unauthorized::new);
  }
}
