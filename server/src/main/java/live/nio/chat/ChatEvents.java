package live.nio.chat;

import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import live.nio.chat.ChatStore.Draft;
import live.nio.chat.ChatStore.Found;
import live.nio.chat.ChatStore.TextRow;
import live.nio.chat.Standings.Standing;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.DomainError;
import live.nio.platform.Ids;
import live.nio.platform.Limit;
import live.nio.platform.NotFound;
import live.nio.realtime.LiveFeature;
import live.nio.realtime.Peer;
import live.nio.realtime.SocketEvents;
import live.nio.stream.LiveStream;
import live.nio.stream.Membership;
import live.nio.stream.Streams;
import org.jspecify.annotations.Nullable;

/// The events of `/live` that concern messages: saying, deleting, pinning. The contract is in
/// `docs/protocols/room.md`.
@Singleton
class ChatEvents implements LiveFeature {

  /// Longest text, in characters as people count them (code points).
  static final int MAX_TEXT = 500;

  /// Client → server: say something.
  ///
  /// @param text what to say; white space around it is cut off
  /// @param clientMessageId the sender's own id of it; sending it again is harmless
  /// @param replyTo id of a message of the same stream
  record SendMessage(
      @NotNull @Size(max = 4_000) String text,
      @NotBlank @Size(max = 64) @Pattern(regexp = "[\\x21-\\x7e]*") String clientMessageId,
      @Nullable @Size(max = 64) String replyTo) {}

  /// Client → server: take a message back.
  record DeleteMessage(@NotBlank @Size(max = 64) String messageId) {}

  /// Client → server: take everything of a person back.
  record ClearMessages(@NotBlank @Size(max = 64) String userId) {}

  /// Client → server: pin a message.
  ///
  /// @param messageId null to unpin
  record PinMessage(@Nullable @Size(max = 64) String messageId) {}

  private record Acknowledged(ChatMessage message) {}

  private final Streams streams;
  private final Standings standings;
  private final RoomRoles roles;
  private final ChatLog log;
  private final ChatLines lines;
  private final ChatStore store;
  private final People people;

  ChatEvents(
      Streams streams,
      Standings standings,
      RoomRoles roles,
      ChatLog log,
      ChatLines lines,
      ChatStore store,
      People people) {
    this.streams = streams;
    this.standings = standings;
    this.roles = roles;
    this.log = log;
    this.lines = lines;
    this.store = store;
    this.people = people;
  }

  @Override
  public void register(SocketEvents events) {
    events.on("chat_message", SendMessage.class, Limit.CHAT_MESSAGE, "slow_down", this::send);
    events.on("message_delete", DeleteMessage.class, Limit.MODERATE, this::delete);
    events.on("messages_clear", ClearMessages.class, Limit.MODERATE, this::clear);
    events.on("message_pin", PinMessage.class, Limit.MODERATE, this::pin);
  }

  /// The stream a peer is in.
  private LiveStream stream(Peer peer) {
    return streams.requireLive(Membership.require(peer).streamId());
  }

  private static Identity require(Peer peer) {
    return peer.identity().orElseThrow(ChatErrors.LoginRequired::new);
  }

  private Acknowledged send(Peer peer, SendMessage request) {
    Identity author = require(peer);
    LiveStream stream = stream(peer);
    String text = clean(request.text());
    if (Glyphs.isBlank(text)) {
      throw new ChatErrors.TextEmpty();
    }
    if (text.codePointCount(0, text.length()) > MAX_TEXT) {
      throw new ChatErrors.TextTooLong();
    }
    Standing standing = standings.of(stream.streamerId(), author);
    Draft draft =
        new Draft(
            stream.id(),
            author.accountId(),
            request.clientMessageId(),
            text,
            mentions(text),
            Optional.ofNullable(request.replyTo()).flatMap(Ids::parse).orElse(null));
    try {
      standings.requireAllowed(standing, text);
      return new Acknowledged(log.say(draft, standing.role(), standing.slowMode()));
    } catch (ChatErrors.MessageGone gone) {
      throw gone;
    } catch (DomainError refusal) {
      // What was said before a rule came is answered as it was then.
      TextRow before = log.sentBefore(draft).orElseThrow(() -> refusal);
      return new Acknowledged(lines.show(before, standing.role()));
    }
  }

  private List<UUID> mentions(String text) {
    return people.byNicknames(Mentions.in(text)).stream().map(Person::id).toList();
  }

  /// Removes what no screen shows (control characters but line breaks), what turns the direction of
  /// the text after it, and white space around.
  private static String clean(String text) {
    return text.replaceAll("[\\u202A-\\u202E\\u2066-\\u2069]", "")
        .replaceAll("[\\p{Cntrl}&&[^\\n]]", " ")
        .replaceAll("\\n{3,}", "\n\n")
        .strip();
  }

  private Object delete(Peer peer, DeleteMessage request) {
    Identity actor = require(peer);
    LiveStream stream = stream(peer);
    UUID messageId = message(request.messageId());
    Found message = store.find(stream.id(), messageId).orElseThrow(() -> new NotFound("message"));
    if (!message.authorId().equals(actor.accountId())) {
      roles.require(stream.streamerId(), actor, RoomAction.DELETE_MESSAGE, message.authorId());
    }
    log.delete(stream, messageId, message.authorId(), actor.accountId());
    return Map.of();
  }

  private Object clear(Peer peer, ClearMessages request) {
    Identity actor = require(peer);
    LiveStream stream = stream(peer);
    UUID personId = Ids.require(request.userId(), "person");
    roles.require(stream.streamerId(), actor, RoomAction.CLEAR_MESSAGES, personId);
    return Map.of("count", log.clear(stream, personId, actor.accountId()));
  }

  private Object pin(Peer peer, PinMessage request) {
    Identity actor = require(peer);
    LiveStream stream = stream(peer);
    roles.require(stream.streamerId(), actor, RoomAction.PIN);
    if (request.messageId() == null) {
      log.unpin(stream, actor.accountId());
    } else {
      log.pin(stream, message(request.messageId()), actor.accountId());
    }
    return Map.of();
  }

  private static UUID message(String id) {
    return Ids.require(id, "message");
  }
}
