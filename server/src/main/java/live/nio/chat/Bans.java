package live.nio.chat;

import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import live.nio.chat.RoomStore.BanRow;
import live.nio.chat.RoomStore.Ended;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.NotFound;
import live.nio.platform.Pagination;
import live.nio.realtime.Realtime;
import live.nio.stream.Audience;
import live.nio.stream.LiveStream;
import live.nio.stream.RoomDoor;
import live.nio.stream.Streams;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jdbi.v3.core.Jdbi;
import org.jspecify.annotations.Nullable;

/// Bans and time-outs. A banned person is put out of the room in every tab and not let in again;
/// one that is timed out stays and is silent until the end, which comes by itself.
@Singleton
class Bans implements RoomDoor {

  private static final int ENDED_AT_ONCE = 500;

  /// A ban or time-out, as moderators see it.
  ///
  /// @param until null for a ban
  @Schema(name = "RoomBan")
  record Ban(
      @Schema(required = true) Person person,
      @Schema(required = true) Person by,
      @Schema(required = true, nullable = true) @Nullable Instant until,
      @Schema(required = true, nullable = true) @Nullable String reason,
      @Schema(required = true) Instant createdAt) {}

  /// One page of bans.
  record Page(List<Ban> bans, Pagination pagination) {}

  private record UserBanned(UUID streamId, Person person, @Nullable Instant until) {}

  private record UserUnbanned(UUID streamId, Person person) {}

  private record RoomBanned(UUID streamId) {}

  private final Jdbi jdbi;
  private final RoomStore store;
  private final RoomRoles roles;
  private final RoomStates states;
  private final Moderators moderators;
  private final ReactionPasses passes;
  private final ChatLog log;
  private final Audit audit;
  private final Streams streams;
  private final Audience audience;
  private final Realtime realtime;
  private final People people;
  private final Clock clock;

  Bans(
      Jdbi jdbi,
      RoomStore store,
      RoomRoles roles,
      RoomStates states,
      Moderators moderators,
      ReactionPasses passes,
      ChatLog log,
      Audit audit,
      Streams streams,
      Audience audience,
      Realtime realtime,
      People people,
      Clock clock) {
    this.jdbi = jdbi;
    this.store = store;
    this.roles = roles;
    this.states = states;
    this.moderators = moderators;
    this.passes = passes;
    this.log = log;
    this.audit = audit;
    this.streams = streams;
    this.audience = audience;
    this.realtime = realtime;
    this.people = people;
    this.clock = clock;
  }

  /// Keeps the banned out. Nobody above a viewer is kept out, whatever was before they became it.
  @Override
  public void admit(LiveStream stream, UUID accountId) {
    if (store.isShutOut(stream.streamerId(), accountId)
        && roles.of(stream.streamerId(), accountId) == RoomRole.VIEWER) {
      throw new ChatErrors.Banned();
    }
  }

  /// Bans somebody, or times them out; in the place of what was before. A moderator is one no more.
  ///
  /// @param duration of a time-out, null for a ban
  Ban ban(
      Identity actor,
      LiveStream stream,
      UUID personId,
      @Nullable Duration duration,
      @Nullable String reason) {
    UUID streamerId = stream.streamerId();
    roles.require(streamerId, actor, RoomAction.BAN, personId);
    Map<UUID, Person> persons = people.byIds(List.of(personId, actor.accountId()));
    if (!persons.containsKey(personId)) {
      throw new NotFound("person");
    }
    Instant now = clock.instant();
    BanRow row =
        new BanRow(
            personId, actor.accountId(), duration == null ? null : now.plus(duration), reason, now);
    jdbi.useTransaction(handle -> {
      // Whoever is named a moderator in this moment either is seen here, or sees the ban.
      RoomStore.locked(handle, streamerId);
      RoomStore.ban(handle, streamerId, row);
      boolean wasModerator = RoomStore.removeModerator(handle, streamerId, personId);
      Map<String, Object> detail = new HashMap<>();
      if (duration != null) {
        detail.put("seconds", duration.toSeconds());
      }
      if (reason != null) {
        detail.put("reason", reason);
      }
      if (wasModerator) {
        detail.put("wasModerator", true);
      }
      audit.record(
          handle,
          streamerId,
          duration == null ? Audit.Action.BANNED : Audit.Action.TIMED_OUT,
          actor.accountId(),
          personId,
          detail);
    });
    Ban ban = show(row, persons);
    tellBanned(stream, ban, duration);
    return ban;
  }

  private void tellBanned(LiveStream stream, Ban ban, @Nullable Duration duration) {
    UUID personId = ban.person().id();
    passes.forget(stream.id(), personId);
    UserBanned news = new UserBanned(stream.id(), ban.person(), ban.until());
    moderators.emit(stream, "user_banned", news);
    audience.pagesOf(stream.id(), personId).forEach(page -> page.emit("user_banned", news));
    if (duration == null) {
      RoomBanned word = new RoomBanned(stream.id());
      audience.pagesOf(stream.id(), personId).forEach(page -> page.emit("room_banned", word));
      audience.putOut(stream.id(), personId);
      log.announce(stream.id(), SystemEvent.BANNED, personId, ban.by().id(), Map.of());
    } else {
      states.tell(stream, personId);
      log.announce(
          stream.id(),
          SystemEvent.TIMED_OUT,
          personId,
          ban.by().id(),
          Map.of("seconds", duration.toSeconds()));
    }
  }

  /// Ends a ban or time-out; harmless when there is none.
  void unban(Identity actor, UUID streamerId, UUID personId) {
    roles.require(streamerId, actor, RoomAction.UNBAN, personId);
    boolean news =
        jdbi.inTransaction(handle -> {
          boolean ended = RoomStore.unban(handle, streamerId, personId, clock.instant());
          if (ended) {
            audit.record(
                handle, streamerId, Audit.Action.UNBANNED, actor.accountId(), personId, Map.of());
          }
          return ended;
        });
    if (news) {
      streams
          .liveOf(streamerId)
          .ifPresent(stream -> tellUnbanned(stream, personId, actor.accountId()));
    }
  }

  private void tellUnbanned(LiveStream stream, UUID personId, UUID by) {
    passes.forget(stream.id(), personId);
    Person person = people.byIds(List.of(personId)).getOrDefault(personId, Person.gone(personId));
    UserUnbanned word = new UserUnbanned(stream.id(), person);
    moderators.emit(stream, "user_unbanned", word);
    // Who was banned is in no room, so the word goes to the person.
    realtime.emitToAccount(personId, "user_unbanned", word);
    states.tell(stream, personId);
    log.announce(stream.id(), SystemEvent.UNBANNED, personId, by, Map.of());
  }

  /// Tells people whose time-outs are over. They may write from the very moment; this is the word.
  @Scheduled(every = "2s", concurrentExecution = ConcurrentExecution.SKIP)
  @RunOnVirtualThread
  void tellEnded() {
    for (Ended ended : store.takeEnded(clock.instant(), ENDED_AT_ONCE)) {
      streams
          .liveOf(ended.streamerId())
          .ifPresent(stream -> {
            passes.forget(stream.id(), ended.personId());
            states.tell(stream, ended.personId());
          });
    }
  }

  /// Bans and time-outs in force, the newest first.
  Page list(UUID streamerId, int page, int limit) {
    RoomStore.BanPage found = store.bans(streamerId, clock.instant(), (page - 1) * limit, limit);
    Set<UUID> ids = new HashSet<>();
    found.bans().forEach(ban -> ids.addAll(List.of(ban.personId(), ban.byId())));
    Map<UUID, Person> persons = people.byIds(ids);
    return new Page(
        found.bans().stream().map(ban -> show(ban, persons)).toList(),
        Pagination.of(found.total(), page, limit));
  }

  private static Ban show(BanRow row, Map<UUID, Person> persons) {
    return new Ban(
        ChatLines.person(persons, row.personId()),
        ChatLines.person(persons, row.byId()),
        row.until(),
        row.reason(),
        row.createdAt());
  }
}
