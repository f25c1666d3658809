package live.nio.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import live.nio.chat.ChatStore.QuotedRow;
import live.nio.chat.ChatStore.Row;
import live.nio.chat.ChatStore.SystemRow;
import live.nio.chat.ChatStore.TextRow;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.stream.LiveStream;

/// Makes what is shown of what is stored: people by their names and roles of today.
@Singleton
class ChatLines {

  private static final int MAX_QUOTE = 120;

  private final People people;
  private final RoomRoles roles;
  private final ObjectMapper mapper;

  ChatLines(People people, RoomRoles roles, ObjectMapper mapper) {
    this.people = people;
    this.roles = roles;
    this.mapper = mapper;
  }

  List<ChatLine> show(LiveStream stream, List<? extends Row> rows) {
    Set<UUID> authors = new HashSet<>();
    for (Row row : rows) {
      if (row instanceof TextRow text) {
        authors.add(text.authorId());
      }
    }
    return show(rows, roles.of(stream.streamerId(), authors));
  }

  /// As [#show(LiveStream, List)], of one message whose author's role is known.
  ChatMessage show(TextRow row, RoomRole authorRole) {
    return (ChatMessage) show(List.of(row), Map.of(row.authorId(), authorRole)).getFirst();
  }

  SystemMessage show(SystemRow row) {
    return (SystemMessage) show(List.of(row), Map.of()).getFirst();
  }

  /// The only message, as [#show(LiveStream, List)] shows it.
  Optional<ChatMessage> show(LiveStream stream, Optional<Row> row) {
    return row.map(it -> (ChatMessage) show(stream, List.of(it)).getFirst());
  }

  private List<ChatLine> show(List<? extends Row> rows, Map<UUID, RoomRole> authors) {
    Map<UUID, Person> persons = people.byIds(persons(rows));
    return rows.stream()
        .map(row ->
            switch (row) {
              case TextRow text ->
                  text(text, persons, authors.getOrDefault(text.authorId(), RoomRole.VIEWER));
              case SystemRow system -> system(system, persons);
            })
        .map(ChatLine.class::cast)
        .toList();
  }

  private static Collection<UUID> persons(List<? extends Row> rows) {
    Set<UUID> ids = new HashSet<>();
    for (Row row : rows) {
      switch (row) {
        case TextRow text -> {
          ids.add(text.authorId());
          ids.addAll(text.mentions());
          if (text.replyTo() != null) {
            ids.add(text.replyTo().authorId());
          }
        }
        case SystemRow system -> {
          if (system.personId() != null) {
            ids.add(system.personId());
          }
          if (system.byId() != null) {
            ids.add(system.byId());
          }
        }
      }
    }
    return ids;
  }

  private static ChatMessage text(TextRow row, Map<UUID, Person> persons, RoomRole role) {
    QuotedRow quoted = row.replyTo();
    return new ChatMessage(
        ChatMessage.KIND,
        row.id(),
        row.streamId(),
        row.clientMessageId(),
        new RoomPerson(person(persons, row.authorId()), role),
        row.text(),
        row.mentions().stream().map(persons::get).filter(Objects::nonNull).toList(),
        quoted == null
            ? null
            : new ChatMessage.Quote(
                quoted.id(), person(persons, quoted.authorId()), shorten(quoted.text())),
        row.createdAt());
  }

  private SystemMessage system(SystemRow row, Map<UUID, Person> persons) {
    ObjectNode data = mapper.createObjectNode();
    if (row.personId() != null) {
      data.set("person", mapper.valueToTree(person(persons, row.personId())));
    }
    if (row.byId() != null) {
      data.set("by", mapper.valueToTree(person(persons, row.byId())));
    }
    data.setAll(read(row.data()));
    return new SystemMessage(
        SystemMessage.KIND, row.id(), row.streamId(), row.event(), data, row.createdAt());
  }

  private ObjectNode read(String data) {
    try {
      return (ObjectNode) mapper.readTree(data);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a column of JSON holds JSON", e);
    }
  }

  /// Somebody by id; the rows' foreign keys hold the accounts, so only a deletion in this very
  /// moment makes one missing.
  static Person person(Map<UUID, Person> persons, UUID id) {
    return persons.getOrDefault(id, Person.gone(id));
  }

  private static String shorten(String text) {
    if (text.codePointCount(0, text.length()) <= MAX_QUOTE) {
      return text;
    }
    return text.substring(0, text.offsetByCodePoints(0, MAX_QUOTE - 1)) + "…";
  }
}
