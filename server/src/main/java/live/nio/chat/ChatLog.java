package live.nio.chat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import live.nio.chat.ChatStore.Draft;
import live.nio.chat.ChatStore.SystemRow;
import live.nio.chat.ChatStore.TextRow;
import live.nio.platform.Ids;
import live.nio.platform.NotFound;
import live.nio.realtime.Realtime;
import live.nio.stream.LiveStream;
import live.nio.stream.Membership;
import live.nio.stream.Streams;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// The one place where the chat of a stream changes: something is stored, then told to the room.
///
/// Changes of one stream come one after another, storing and telling together. So lines are stored
/// and told in the order of their ids, a deletion after everything that was told before it, and a
/// page that was cut off needs to name only the newest line it has.
@Singleton
class ChatLog {

  private static final int LOCKS = 256;

  /// Ids told of at once when a person's messages are cleared; the others go by whose they are.
  private static final int MAX_IDS = 200;

  private record Pinned(UUID streamId, @Nullable ChatMessage message) {}

  private record Deleted(UUID streamId, List<UUID> messageIds, @Nullable UUID userId) {}

  private final Jdbi jdbi;
  private final Streams streams;
  private final ChatStore store;
  private final ChatLines lines;
  private final Audit audit;
  private final Realtime realtime;
  private final ObjectMapper mapper;
  private final Clock clock;

  /// A stream has one of these; several may share one.
  private final List<ReentrantLock> locks =
      IntStream.range(0, LOCKS).mapToObj(_ -> new ReentrantLock()).toList();

  ChatLog(
      Jdbi jdbi,
      Streams streams,
      ChatStore store,
      ChatLines lines,
      Audit audit,
      Realtime realtime,
      ObjectMapper mapper,
      Clock clock) {
    this.jdbi = jdbi;
    this.streams = streams;
    this.store = store;
    this.lines = lines;
    this.audit = audit;
    this.realtime = realtime;
    this.mapper = mapper;
    this.clock = clock;
  }

  private <T> T inOrder(UUID streamId, Supplier<T> change) {
    ReentrantLock lock = locks.get(Math.floorMod(streamId.hashCode(), LOCKS));
    lock.lock();
    try {
      return change.get();
    } finally {
      lock.unlock();
    }
  }

  private void tell(UUID streamId, String event, Object payload) {
    realtime.emitTo(Membership.room(streamId), event, payload);
  }

  // ---- what people say

  /// The message of this draft, if it was stored before.
  Optional<TextRow> sentBefore(Draft draft) {
    return jdbi.withHandle(handle -> ChatStore.sentBefore(handle, draft));
  }

  /// Says something, unless it has been said before.
  ///
  /// @param role of its author
  /// @param slowMode how long after the author's last message; zero for any time
  /// @throws live.nio.platform.DomainError `slow_mode`
  ChatMessage say(Draft draft, RoomRole role, Duration slowMode) {
    record Stored(TextRow row, boolean created) {}
    return inOrder(
        draft.streamId(),
        () -> {
          Stored stored =
              jdbi.inTransaction(handle -> {
                // The same message may have come twice at once, by two connections.
                Optional<TextRow> before = ChatStore.sentBefore(handle, draft);
                if (before.isPresent()) {
                  return new Stored(before.get(), false);
                }
                Instant now = clock.instant();
                keepSlow(handle, draft, slowMode, now);
                TextRow row = ChatStore.insert(handle, Ids.next(), draft, now);
                streams.countMessage(handle, draft.streamId());
                return new Stored(row, true);
              });
          ChatMessage message = lines.show(stored.row(), role);
          if (stored.created()) {
            tell(draft.streamId(), "chat_message", message);
          }
          return message;
        });
  }

  private static void keepSlow(Handle handle, Draft draft, Duration slowMode, Instant now) {
    if (slowMode.isZero()) {
      return;
    }
    Duration wait =
        ChatStore.sinceLastOf(handle, draft.streamId(), draft.authorId(), now)
            .map(slowMode::minus)
            .orElse(Duration.ZERO);
    if (wait.isPositive()) {
      throw new ChatErrors.SlowMode(wait);
    }
  }

  // ---- what the server says

  /// Writes a line of the server's.
  ///
  /// @param person whom it is about
  /// @param by who did it
  void announce(
      UUID streamId,
      SystemEvent event,
      @Nullable UUID person,
      @Nullable UUID by,
      Map<String, ?> data) {
    inOrder(
        streamId,
        () -> {
          SystemRow row = row(streamId, event, person, by, data);
          jdbi.useHandle(handle -> ChatStore.insert(handle, row));
          tell(streamId, "system_message", lines.show(row));
          return row;
        });
  }

  /// As [#announce], of something that is not kept.
  void mention(UUID streamId, SystemEvent event, UUID person) {
    tell(streamId, "system_message", lines.show(row(streamId, event, person, null, Map.of())));
  }

  /// Writes that a stream has reached something, unless it has before.
  void milestone(UUID streamId, String what, long value) {
    announceOnce(
        row(streamId, SystemEvent.MILESTONE, null, null, Map.of("what", what, "value", value)),
        row -> jdbi.withHandle(handle -> ChatStore.insertMilestone(handle, row, what, value)));
  }

  /// Writes that somebody follows the streamer now, once a person and stream.
  void followed(UUID streamId, UUID person) {
    announceOnce(
        row(streamId, SystemEvent.FOLLOWED, person, null, Map.of()),
        row -> jdbi.withHandle(handle -> ChatStore.insertFollowed(handle, row)));
  }

  private void announceOnce(SystemRow draft, Function<SystemRow, Boolean> insert) {
    inOrder(
        draft.streamId(),
        () -> {
          SystemRow row = draft.withId(Ids.next());
          boolean news = insert.apply(row);
          if (news) {
            tell(row.streamId(), "system_message", lines.show(row));
          }
          return news;
        });
  }

  /// Writes of a combo of gifts, or makes its line grow.
  void combo(UUID streamId, UUID person, UUID comboId, Map<String, ?> data) {
    inOrder(
        streamId,
        () -> {
          SystemRow draft = row(streamId, SystemEvent.GIFT, person, null, data);
          Optional<SystemRow> line =
              jdbi.inTransaction(handle -> ChatStore.growCombo(handle, draft, comboId));
          line.ifPresent(it -> tell(streamId, "system_message", lines.show(it)));
          return line;
        });
  }

  private SystemRow row(
      UUID streamId,
      SystemEvent event,
      @Nullable UUID person,
      @Nullable UUID by,
      Map<String, ?> data) {
    return new SystemRow(
        Ids.next(),
        streamId,
        event,
        person,
        by,
        mapper.valueToTree(data).toString(),
        clock.instant());
  }

  // ---- taking back

  /// Deletes a message; one that is deleted already stays so.
  ///
  /// @param authorId who wrote it
  void delete(LiveStream stream, UUID messageId, UUID authorId, UUID by) {
    takeBack(
        stream,
        null,
        handle -> {
          if (!ChatStore.delete(handle, stream.id(), messageId, by, clock.instant())) {
            return List.of();
          }
          if (!by.equals(authorId)) {
            audit.record(
                handle,
                stream.streamerId(),
                Audit.Action.MESSAGE_DELETED,
                by,
                authorId,
                Map.of("streamId", stream.id(), "messageId", messageId));
          }
          return List.of(messageId);
        });
  }

  /// Deletes everything a person said in a stream.
  ///
  /// @return how many messages
  int clear(LiveStream stream, UUID authorId, UUID by) {
    return takeBack(
        stream,
        authorId,
        handle -> {
          List<UUID> ids = ChatStore.clear(handle, stream.id(), authorId, by, clock.instant());
          if (!ids.isEmpty()) {
            audit.record(
                handle,
                stream.streamerId(),
                Audit.Action.MESSAGES_CLEARED,
                by,
                authorId,
                Map.of("streamId", stream.id(), "count", ids.size()));
          }
          return ids;
        });
  }

  /// @param userId of whom everything goes, or null
  /// @return how many messages
  private int takeBack(
      LiveStream stream, @Nullable UUID userId, Function<Handle, List<UUID>> deletion) {
    record Gone(List<UUID> ids, boolean unpinned) {}
    return inOrder(
        stream.id(),
        () -> {
          Gone gone =
              jdbi.inTransaction(handle ->
                  new Gone(deletion.apply(handle), ChatStore.unpinDeleted(handle, stream.id())));
          if (!gone.ids().isEmpty()) {
            List<UUID> named = gone.ids().stream().limit(MAX_IDS).toList();
            tell(stream.id(), "message_deleted", new Deleted(stream.id(), named, userId));
          }
          if (gone.unpinned()) {
            tell(stream.id(), "message_pinned", new Pinned(stream.id(), null));
          }
          return gone.ids().size();
        });
  }

  // ---- pinning

  /// Pins a message in the place of another.
  ///
  /// @throws NotFound when there is no such message in this stream
  void pin(LiveStream stream, UUID messageId, UUID by) {
    inOrder(
        stream.id(),
        () -> {
          boolean news =
              jdbi.inTransaction(handle -> {
                boolean pinned = ChatStore.pin(handle, stream.id(), messageId, clock.instant());
                if (pinned) {
                  record(handle, stream, Audit.Action.PINNED, by, Map.of("messageId", messageId));
                }
                return pinned;
              });
          ChatMessage message =
              pinned(stream)
                  .filter(it -> it.id().equals(messageId))
                  .orElseThrow(() -> new NotFound("message"));
          if (news) {
            tell(stream.id(), "message_pinned", new Pinned(stream.id(), message));
            announce(stream.id(), SystemEvent.PINNED, null, by, Map.of("messageId", messageId));
          }
          return news;
        });
  }

  /// Unpins whatever is pinned.
  void unpin(LiveStream stream, UUID by) {
    inOrder(
        stream.id(),
        () -> {
          boolean news =
              jdbi.inTransaction(handle -> {
                boolean unpinned = ChatStore.unpin(handle, stream.id());
                if (unpinned) {
                  record(handle, stream, Audit.Action.UNPINNED, by, Map.of());
                }
                return unpinned;
              });
          if (news) {
            tell(stream.id(), "message_pinned", new Pinned(stream.id(), null));
          }
          return news;
        });
  }

  private void record(
      Handle handle, LiveStream stream, Audit.Action action, UUID by, Map<String, ?> more) {
    Map<String, Object> detail = new HashMap<>(more);
    detail.put("streamId", stream.id());
    audit.record(handle, stream.streamerId(), action, by, null, detail);
  }

  /// The pinned message.
  Optional<ChatMessage> pinned(LiveStream stream) {
    return lines.show(stream, store.pinned(stream.id()));
  }
}
