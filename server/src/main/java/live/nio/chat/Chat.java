package live.nio.chat;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import live.nio.chat.ChatStore.QuotedRow;
import live.nio.chat.ChatStore.Row;
import live.nio.chat.ChatStore.Stored;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Ids;
import live.nio.platform.Limit;
import live.nio.realtime.LiveFeature;
import live.nio.realtime.Peer;
import live.nio.realtime.Realtime;
import live.nio.realtime.SocketEvents;
import live.nio.stream.LiveStream;
import live.nio.stream.Membership;
import live.nio.stream.Streams;
import live.nio.stream.ViewerJoined;
import org.jspecify.annotations.Nullable;

/// Takes, stores and spreads chat messages.
@Singleton
class Chat implements LiveFeature {

  /// Longest text, in characters as people count them (code points).
  static final int MAX_TEXT = 500;

  private static final int HISTORY = 50;
  private static final int MAX_QUOTE = 120;

  /// Client → server: say something.
  ///
  /// @param text what to say; white space around it is cut off
  /// @param clientMessageId the sender's own id of it; sending it again is harmless
  /// @param replyTo id of a message of the same stream
  record SendMessage(
      @NotNull @Size(max = 4_000) String text,
      @NotBlank @Size(max = 64) @Pattern(regexp = "[\\x21-\\x7e]*") String clientMessageId,
      @Nullable @Size(max = 64) String replyTo) {}

  record Acknowledged(ChatMessage message) {}

  /// Part of a chat, oldest first.
  ///
  /// @param hasMore whether there are older ones
  record Excerpt(List<ChatMessage> messages, boolean hasMore) {}

  /// Server → client on joining: the newest messages.
  record History(UUID streamId, List<ChatMessage> messages, boolean hasMore) {}

  private final ChatStore store;
  private final Streams streams;
  private final People people;
  private final Realtime realtime;
  private final Clock clock;

  Chat(ChatStore store, Streams streams, People people, Realtime realtime, Clock clock) {
    this.store = store;
    this.streams = streams;
    this.people = people;
    this.realtime = realtime;
    this.clock = clock;
  }

  @Override
  public void register(SocketEvents events) {
    events.on("chat_message", SendMessage.class, Limit.CHAT_MESSAGE, "slow_down", this::send);
  }

  void sendHistory(@Observes ViewerJoined event) {
    LiveStream stream = event.stream();
    Excerpt excerpt = excerpt(stream, null, HISTORY);
    event
        .peer()
        .emit("chat_history", new History(stream.id(), excerpt.messages(), excerpt.hasMore()));
  }

  private Acknowledged send(Peer peer, SendMessage request) {
    Identity author = peer.identity().orElseThrow(ChatErrors.LoginRequired::new);
    Membership membership = Membership.require(peer);
    LiveStream stream = streams.requireLive(membership.streamId());
    String text = clean(request.text());
    if (text.isEmpty()) {
      throw new ChatErrors.TextEmpty();
    }
    if (text.codePointCount(0, text.length()) > MAX_TEXT) {
      throw new ChatErrors.TextTooLong();
    }
    UUID replyTo = Optional.ofNullable(request.replyTo()).flatMap(Ids::parse).orElse(null);
    Stored stored =
        store.store(
            Ids.next(),
            stream.id(),
            author.accountId(),
            request.clientMessageId(),
            text,
            replyTo,
            clock.instant());
    ChatMessage message = messages(stream, List.of(stored.row())).getFirst();
    if (stored.created()) {
      realtime.emitTo(Membership.room(stream.id()), "chat_message", message);
    }
    return new Acknowledged(message);
  }

  /// Removes what no screen shows (control characters but line breaks) and white space around.
  private static String clean(String text) {
    return text.replaceAll("[\\p{Cntrl}&&[^\\n]]", " ").replaceAll("\\n{3,}", "\n\n").strip();
  }

  /// Messages before one (or the newest), oldest first.
  Excerpt excerpt(LiveStream stream, @Nullable UUID before, int limit) {
    List<Row> newestFirst = store.before(stream.id(), before, limit + 1);
    boolean hasMore = newestFirst.size() > limit;
    List<Row> page = hasMore ? newestFirst.subList(0, limit) : newestFirst;
    return new Excerpt(messages(stream, page.reversed()), hasMore);
  }

  private List<ChatMessage> messages(LiveStream stream, List<Row> rows) {
    Set<UUID> authors = new HashSet<>();
    for (Row row : rows) {
      authors.add(row.authorId());
      if (row.replyTo() != null) {
        authors.add(row.replyTo().authorId());
      }
    }
    Map<UUID, Person> persons = people.byIds(authors);
    return rows.stream().map(row -> message(stream, row, persons)).toList();
  }

  private static ChatMessage message(LiveStream stream, Row row, Map<UUID, Person> persons) {
    Person author = person(persons, row.authorId());
    Membership.Role role =
        stream.streamerId().equals(author.id()) ? Membership.Role.STREAMER : Membership.Role.VIEWER;
    QuotedRow quoted = row.replyTo();
    return new ChatMessage(
        row.id(),
        row.streamId(),
        row.clientMessageId(),
        new ChatMessage.Author(author.id(), author.nickname(), author.avatarUrl(), role),
        row.text(),
        quoted == null
            ? null
            : new ChatMessage.Quote(
                quoted.id(), person(persons, quoted.authorId()), shorten(quoted.text())),
        row.createdAt());
  }

  private static Person person(Map<UUID, Person> persons, UUID id) {
    // The row's foreign key holds the account, so only a deletion in this very moment gets here.
    return persons.getOrDefault(id, Person.gone(id));
  }

  private static String shorten(String text) {
    if (text.codePointCount(0, text.length()) <= MAX_QUOTE) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, MAX_QUOTE - 1)) + "…";
  }
}
