package live.nio.identity;

import jakarta.enterprise.context.RequestScoped;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The caller of the current REST request, put here by [AccessFilter].
@RequestScoped
public class Caller {

  /// What every stream key begins with; no access token does.
  public static final String STREAM_KEY_PREFIX = "live_";

  private @Nullable Identity identity;
  private @Nullable String streamKey;

  void set(Identity identity) {
    this.identity = identity;
  }

  void setStreamKey(String key) {
    this.streamKey = key;
  }

  /// The stream key presented in place of an access token, unchecked; only where [Access#streamKey]
  /// says so.
  public Optional<String> streamKey() {
    return Optional.ofNullable(streamKey);
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
