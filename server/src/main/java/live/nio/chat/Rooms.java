package live.nio.chat;

import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.UnaryOperator;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.FieldError;
import live.nio.platform.InvalidInput;
import live.nio.realtime.Realtime;
import live.nio.stream.Membership;
import live.nio.stream.Streams;
import org.jdbi.v3.core.Jdbi;

/// The rules and blocked words of rooms.
@Singleton
class Rooms {

  private record RulesChanged(UUID streamId, Rules rules, Person by) {}

  private final Jdbi jdbi;
  private final RoomStore store;
  private final RoomRoles roles;
  private final RoomStates states;
  private final ChatLog log;
  private final Audit audit;
  private final Streams streams;
  private final People people;
  private final Realtime realtime;

  Rooms(
      Jdbi jdbi,
      RoomStore store,
      RoomRoles roles,
      RoomStates states,
      ChatLog log,
      Audit audit,
      Streams streams,
      People people,
      Realtime realtime) {
    this.jdbi = jdbi;
    this.store = store;
    this.roles = roles;
    this.states = states;
    this.log = log;
    this.audit = audit;
    this.streams = streams;
    this.people = people;
    this.realtime = realtime;
  }

  RoomStore.Settings settings(UUID streamerId) {
    return store.settings(streamerId);
  }

  /// Changes the rules and tells the room, if it is open.
  ///
  /// @param change from the rules as they are to the rules as they shall be
  /// @return the rules as they are now
  Rules change(Identity actor, UUID streamerId, UnaryOperator<Rules> change) {
    roles.require(streamerId, actor, RoomAction.CHANGE_RULES);
    record Change(Rules before, Rules after) {}
    Change done =
        jdbi.inTransaction(handle -> {
          Rules before = RoomStore.locked(handle, streamerId).rules();
          Rules after = change.apply(before).checked();
          if (!after.equals(before)) {
            RoomStore.save(handle, streamerId, after);
            audit.record(
                handle,
                streamerId,
                Audit.Action.RULES_CHANGED,
                actor.accountId(),
                null,
                Map.of("before", before, "after", after));
          }
          return new Change(before, after);
        });
    if (!done.after().equals(done.before())) {
      tell(actor.accountId(), streamerId, done.before(), done.after());
    }
    return done.after();
  }

  private void tell(UUID by, UUID streamerId, Rules before, Rules after) {
    streams
        .liveOf(streamerId)
        .ifPresent(stream -> {
          Person person = people.byIds(List.of(by)).getOrDefault(by, Person.gone(by));
          realtime.emitTo(
              Membership.room(stream.id()),
              "room_rules",
              new RulesChanged(stream.id(), after, person));
          log.announce(stream.id(), SystemEvent.RULES_CHANGED, null, by, Map.of("rules", after));
          if (!Objects.equals(before.followersOnlyMinutes(), after.followersOnlyMinutes())) {
            states.tellEverybody(stream);
          }
        });
  }

  /// Replaces the blocked words.
  ///
  /// @return the words as they are kept
  /// @throws InvalidInput for a word that is none
  List<String> block(Identity actor, UUID streamerId, List<String> words) {
    roles.require(streamerId, actor, RoomAction.CHANGE_RULES);
    Set<String> kept = new LinkedHashSet<>();
    List<FieldError> errors = new ArrayList<>();
    for (String word : words) {
      String normal = BlockedWords.normalise(word);
      if (normal.isEmpty()) {
        errors.add(
            new FieldError(
                "words",
                "pattern",
                "Each is one word of letters and digits, with * at its ends alone."));
        break;
      }
      kept.add(normal);
    }
    if (!errors.isEmpty()) {
      throw new InvalidInput(errors);
    }
    List<String> after = List.copyOf(kept);
    jdbi.useTransaction(handle -> {
      List<String> before = RoomStore.locked(handle, streamerId).blockedWords();
      if (!after.equals(before)) {
        RoomStore.save(handle, streamerId, after);
        audit.record(
            handle,
            streamerId,
            Audit.Action.BLOCKED_WORDS_CHANGED,
            actor.accountId(),
            null,
            Map.of(
                "added",
                after.stream().filter(it -> !before.contains(it)).toList(),
                "removed",
                before.stream().filter(it -> !after.contains(it)).toList()));
      }
    });
    return after;
  }
}
