package live.nio.chat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// What the server says in a chat. Server → client, as the event `system_message` and in lists. The
/// same id again replaces the line.
///
/// @param data depends on the event; see `docs/protocols/room.md`
@Schema(name = "SystemMessage")
record SystemMessage(
    @Schema(
            required = true,
            enumeration = {KIND})
        String kind,
    @Schema(required = true) UUID id,
    @Schema(required = true) UUID streamId,
    @Schema(required = true) SystemEvent event,
    @Schema(required = true, type = SchemaType.OBJECT) ObjectNode data,
    @Schema(required = true) Instant createdAt)
    implements ChatLine {

  static final String KIND = "system";
}
