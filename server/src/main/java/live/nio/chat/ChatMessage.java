package live.nio.chat;

import java.time.Instant;
import java.util.UUID;
import live.nio.identity.Person;
import live.nio.stream.Membership;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// A message as everybody sees it. Server → client, as the event `chat_message` and in lists.
///
/// @param clientMessageId the sender's own id of it
/// @param replyTo the message it answers, shortened to what is shown above it
@Schema(name = "ChatMessage")
record ChatMessage(
    @Schema(required = true) UUID id,
    @Schema(required = true) UUID streamId,
    @Schema(required = true) String clientMessageId,
    @Schema(required = true) Author author,
    @Schema(required = true) String text,
    @Schema(required = true, nullable = true) @Nullable Quote replyTo,
    @Schema(required = true) Instant createdAt) {

  /// Who wrote it.
  @Schema(name = "Author")
  record Author(
      @Schema(required = true) UUID id,
      @Schema(required = true) String nickname,
      @Schema(required = true, nullable = true) @Nullable String avatarUrl,
      @Schema(
              required = true,
              enumeration = {"streamer", "viewer"})
          Membership.Role role) {}

  /// The message answered.
  @Schema(name = "ReplyTo")
  record Quote(
      @Schema(required = true) UUID id,
      @Schema(required = true) Person author,
      @Schema(required = true) String text) {}
}
