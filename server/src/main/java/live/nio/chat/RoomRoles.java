package live.nio.chat;

import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.platform.Forbidden;

/// Who is what in a room, and whether that is enough. Asked of the database each time: a socket may
/// live longer than what its token said.
@Singleton
class RoomRoles {

  private final RoomStore store;
  private final People people;

  RoomRoles(RoomStore store, People people) {
    this.store = store;
    this.people = people;
  }

  RoomRole of(UUID streamerId, UUID accountId) {
    return of(streamerId, List.of(accountId)).getOrDefault(accountId, RoomRole.VIEWER);
  }

  /// Of many at once; every account asked about is in the answer.
  Map<UUID, RoomRole> of(UUID streamerId, Collection<UUID> accountIds) {
    if (accountIds.isEmpty()) {
      return Map.of();
    }
    Set<UUID> staff = people.staffAmong(accountIds);
    Set<UUID> moderators = store.moderatorsAmong(streamerId, accountIds);
    Map<UUID, RoomRole> roles = new HashMap<>();
    for (UUID id : accountIds) {
      roles.put(id, role(id.equals(streamerId), staff.contains(id), moderators.contains(id)));
    }
    return roles;
  }

  /// The role of somebody whose place in the room was looked up already.
  RoomRole of(UUID streamerId, Identity person, boolean moderator) {
    UUID id = person.accountId();
    // The staff are few, so only for them it is asked whether they still are.
    boolean staff = person.isStaff() && !people.staffAmong(List.of(id)).isEmpty();
    return role(id.equals(streamerId), staff, moderator);
  }

  private static RoomRole role(boolean streamer, boolean staff, boolean moderator) {
    if (streamer) {
      return RoomRole.STREAMER;
    }
    if (staff) {
      return RoomRole.STAFF;
    }
    return moderator ? RoomRole.MODERATOR : RoomRole.VIEWER;
  }

  /// Makes sure that somebody may do this at all.
  ///
  /// @throws Forbidden when not
  RoomRole require(UUID streamerId, Identity actor, RoomAction action) {
    RoomRole role = of(streamerId, actor.accountId());
    if (!action.by(role)) {
      throw new Forbidden(
          action == RoomAction.NAME_MODERATORS
              ? "Only the streamer names moderators."
              : "Only the moderators of this room may do this.");
    }
    return role;
  }

  /// Makes sure that somebody may do this to that person.
  ///
  /// @throws Forbidden when not
  void require(UUID streamerId, Identity actor, RoomAction action, UUID target) {
    RoomRole role = require(streamerId, actor, action);
    if (!action.on(role, of(streamerId, target))) {
      throw new Forbidden("This person is not yours to moderate.");
    }
  }
}
