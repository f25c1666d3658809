package live.nio.identity;

import java.util.UUID;
import live.nio.platform.PictureKind;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What others see of an account.
///
/// @param avatarUrl path of the picture on this server; null without one
@Schema(name = "Person")
public record Person(
    @Schema(required = true) UUID id,
    @Schema(required = true) String nickname,
    @Schema(required = true, nullable = true) @Nullable String avatarUrl) {

  /// A person by the columns of `accounts`.
  ///
  /// @param avatar name of the stored picture, or null
  public static Person of(UUID id, String nickname, @Nullable String avatar) {
    return new Person(id, nickname, avatar == null ? null : PictureKind.AVATARS.url(avatar));
  }

  /// Stands for an account that was deleted between two queries.
  public static Person gone(UUID id) {
    return new Person(id, "?", null);
  }
}
