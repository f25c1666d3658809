package live.nio.chat;

import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import live.nio.chat.ChatStore.Row;
import live.nio.stream.LiveStream;
import org.jspecify.annotations.Nullable;

/// Reads the chat of a stream back.
@Singleton
class ChatHistory {

  private static final int NEWEST = 50;

  /// Further behind than this, a page begins anew.
  private static final int MAX_MISSED = 200;

  private static final int MAX_DELETED = 1_000;

  /// Part of a chat, oldest first.
  ///
  /// @param hasMore whether there are older lines
  record Excerpt(List<ChatLine> messages, boolean hasMore) {}

  /// Server → client on joining.
  ///
  /// @param resumed whether the lines come after those the page has; otherwise they take their
  ///   place
  /// @param deletedIds of those the page may have
  record History(
      UUID streamId,
      List<ChatLine> messages,
      boolean hasMore,
      boolean resumed,
      List<UUID> deletedIds) {}

  private final ChatStore store;
  private final ChatLines lines;

  ChatHistory(ChatStore store, ChatLines lines) {
    this.store = store;
    this.lines = lines;
  }

  /// Lines before one (or the newest), oldest first.
  Excerpt before(LiveStream stream, @Nullable UUID before, int limit) {
    List<Row> newestFirst = store.before(stream.id(), before, limit + 1);
    boolean hasMore = newestFirst.size() > limit;
    List<Row> page = hasMore ? newestFirst.subList(0, limit) : newestFirst;
    return new Excerpt(lines.show(stream, page.reversed()), hasMore);
  }

  /// What a page is told on joining.
  ///
  /// @param last the newest line it has, or null
  History onJoining(LiveStream stream, @Nullable UUID last) {
    return Optional.ofNullable(last)
        .flatMap(it -> missed(stream, it))
        .orElseGet(() -> {
          Excerpt newest = before(stream, null, NEWEST);
          return new History(stream.id(), newest.messages(), newest.hasMore(), false, List.of());
        });
  }

  /// What a page missed after a line; empty when there is no such line, or it is too much.
  private Optional<History> missed(LiveStream stream, UUID last) {
    Instant since = store.writtenAt(stream.id(), last).orElse(null);
    if (since == null) {
      return Optional.empty();
    }
    List<Row> missed = new ArrayList<>(store.grown(stream.id(), last, since, MAX_MISSED));
    missed.addAll(store.after(stream.id(), last, MAX_MISSED + 1));
    // A page was there at least until its last line was written: what was deleted before, it knows.
    List<UUID> deleted = store.deleted(stream.id(), last, since, MAX_DELETED + 1);
    if (missed.size() > MAX_MISSED || deleted.size() > MAX_DELETED) {
      return Optional.empty();
    }
    return Optional.of(new History(stream.id(), lines.show(stream, missed), true, true, deleted));
  }
}
