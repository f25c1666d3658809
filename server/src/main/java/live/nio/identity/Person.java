package live.nio.identity;

import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What others see of an account.
@Schema(name = "Person")
public record Person(@Schema(required = true) UUID id, @Schema(required = true) String nickname) {}
