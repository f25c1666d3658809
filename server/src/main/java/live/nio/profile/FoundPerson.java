package live.nio.profile;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A person in a list to choose from.
///
/// @param live whether they are live now
@Schema(name = "FoundPerson")
record FoundPerson(
    @Schema(required = true) UUID id,
    @Schema(required = true) String nickname,
    @Schema(required = true, nullable = true) @Nullable String avatarUrl,
    @Schema(required = true) int followers,
    @Schema(required = true) boolean live) {}
