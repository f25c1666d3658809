package live.nio.chat;

import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Forbidden;
import live.nio.platform.NotFound;
import live.nio.stream.Audience;
import live.nio.stream.LiveStream;
import live.nio.stream.Streams;
import org.jdbi.v3.core.Jdbi;

/// The moderators a streamer has named.
@Singleton
class Moderators {

  /// Most of a room.
  static final int MAX = 100;

  private final Jdbi jdbi;
  private final RoomStore store;
  private final RoomRoles roles;
  private final RoomStates states;
  private final Audit audit;
  private final Streams streams;
  private final Audience audience;
  private final People people;
  private final Clock clock;

  Moderators(
      Jdbi jdbi,
      RoomStore store,
      RoomRoles roles,
      RoomStates states,
      Audit audit,
      Streams streams,
      Audience audience,
      People people,
      Clock clock) {
    this.jdbi = jdbi;
    this.store = store;
    this.roles = roles;
    this.states = states;
    this.audit = audit;
    this.streams = streams;
    this.audience = audience;
    this.people = people;
    this.clock = clock;
  }

  List<Person> of(UUID streamerId) {
    List<UUID> ids = store.moderators(streamerId);
    Map<UUID, Person> persons = people.byIds(ids);
    return ids.stream().map(persons::get).filter(Objects::nonNull).toList();
  }

  /// Names a moderator; harmless when they are one.
  void add(Identity actor, UUID streamerId, UUID personId) {
    roles.require(streamerId, actor, RoomAction.NAME_MODERATORS);
    if (personId.equals(streamerId)) {
      throw new Forbidden("The room is yours; you need not be its moderator.");
    }
    if (!people.byIds(List.of(personId)).containsKey(personId)) {
      throw new NotFound("person");
    }
    boolean news =
        jdbi.inTransaction(handle -> {
          // Counting and adding are one.
          RoomStore.locked(handle, streamerId);
          List<UUID> before = RoomStore.moderators(handle, streamerId);
          if (before.contains(personId)) {
            return false;
          }
          if (before.size() >= MAX) {
            throw new ChatErrors.TooManyModerators();
          }
          if (RoomStore.isBanned(handle, streamerId, personId, clock.instant())) {
            throw new ChatErrors.UnbanFirst();
          }
          RoomStore.addModerator(handle, streamerId, personId, clock.instant());
          audit.record(
              handle,
              streamerId,
              Audit.Action.MODERATOR_ADDED,
              actor.accountId(),
              personId,
              Map.of());
          return true;
        });
    if (news) {
      tell(streamerId, personId);
    }
  }

  /// Ends it; harmless when they are none.
  void remove(Identity actor, UUID streamerId, UUID personId) {
    roles.require(streamerId, actor, RoomAction.NAME_MODERATORS);
    boolean news =
        jdbi.inTransaction(handle -> {
          boolean removed = RoomStore.removeModerator(handle, streamerId, personId);
          if (removed) {
            audit.record(
                handle,
                streamerId,
                Audit.Action.MODERATOR_REMOVED,
                actor.accountId(),
                personId,
                Map.of());
          }
          return removed;
        });
    if (news) {
      tell(streamerId, personId);
    }
  }

  private void tell(UUID streamerId, UUID personId) {
    streams.liveOf(streamerId).ifPresent(stream -> states.tell(stream, personId));
  }

  /// Sends an event to everybody who moderates a room.
  void emit(LiveStream stream, String event, Object payload) {
    Set<UUID> receivers = new HashSet<>(store.moderators(stream.streamerId()));
    receivers.add(stream.streamerId());
    audience
        .pages(stream.id())
        .forEach(page ->
            page.identity()
                .filter(who -> who.isStaff() || receivers.contains(who.accountId()))
                .ifPresent(_ -> page.emit(event, payload)));
  }
}
