package live.nio.wallet;

import live.nio.identity.Person;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// Somebody who gave.
///
/// @param coins what the gifts cost
/// @param gifts how many
@Schema(name = "Supporter")
record Supporter(
    @Schema(required = true) Person person,
    @Schema(required = true) long coins,
    @Schema(required = true) long gifts) {}
