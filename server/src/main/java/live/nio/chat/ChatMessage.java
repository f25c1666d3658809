package live.nio.chat;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import live.nio.identity.Person;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// What somebody said, as everybody sees it. Server → client, as the event `chat_message` and in
/// lists.
///
/// @param clientMessageId the sender's own id of it
/// @param mentions people named in the text by `@nickname`
/// @param replyTo the message it answers, shortened to what is shown above it
@Schema(name = "ChatMessage")
record ChatMessage(
    @Schema(
            required = true,
            enumeration = {KIND})
        String kind,
    @Schema(required = true) UUID id,
    @Schema(required = true) UUID streamId,
    @Schema(required = true) String clientMessageId,
    @Schema(required = true) RoomPerson author,
    @Schema(required = true) String text,
    @Schema(required = true) List<Person> mentions,
    @Schema(required = true, nullable = true) @Nullable Quote replyTo,
    @Schema(required = true) Instant createdAt)
    implements ChatLine {

  static final String KIND = "text";

  /// The message answered.
  @Schema(name = "ReplyTo")
  record Quote(
      @Schema(required = true) UUID id,
      @Schema(required = true) Person author,
      @Schema(required = true) String text) {}
}
