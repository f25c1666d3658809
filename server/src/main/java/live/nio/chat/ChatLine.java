package live.nio.chat;

import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.DiscriminatorMapping;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/// A line of a chat: what somebody said, or what the server says of the room.
@Schema(
    name = "ChatLine",
    oneOf = {ChatMessage.class, SystemMessage.class},
    discriminatorProperty = "kind",
    discriminatorMapping = {
      @DiscriminatorMapping(value = ChatMessage.KIND, schema = ChatMessage.class),
      @DiscriminatorMapping(value = SystemMessage.KIND, schema = SystemMessage.class)
    })
sealed interface ChatLine permits ChatMessage, SystemMessage {

  /// Tells the two apart on the wire.
  String kind();

  UUID id();

  UUID streamId();

  Instant createdAt();
}
