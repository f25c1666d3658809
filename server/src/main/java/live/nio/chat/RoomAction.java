package live.nio.chat;

import static live.nio.chat.RoomRole.MODERATOR;
import static live.nio.chat.RoomRole.STAFF;
import static live.nio.chat.RoomRole.STREAMER;
import static live.nio.chat.RoomRole.VIEWER;

import java.util.EnumSet;
import java.util.Set;

/// Who may do what to whom in a room: one line an action, one set a role, of those it may be done
/// to. What is done to nobody in particular is done to viewers.
enum RoomAction {
  //              streamer                  staff                     moderator   viewer
  /// Delete a message of somebody else's; one's own anybody may.
  DELETE_MESSAGE(everybody(), everybody(), Set.of(VIEWER), Set.of()),
  /// Delete all messages of a person.
  CLEAR_MESSAGES(everybody(), everybody(), Set.of(VIEWER), Set.of()),
  /// Ban or time out. Streamer and staff have nothing to say to each other.
  BAN(Set.of(MODERATOR, VIEWER), Set.of(MODERATOR, VIEWER), Set.of(VIEWER), Set.of()),
  /// End a ban or time-out.
  UNBAN(everybody(), everybody(), Set.of(VIEWER), Set.of()),
  /// Pin and unpin messages, whoever wrote them.
  PIN(everybody(), everybody(), everybody(), Set.of()),
  /// Change rules and blocked words.
  CHANGE_RULES(Set.of(VIEWER), Set.of(VIEWER), Set.of(VIEWER), Set.of()),
  /// See blocked words, moderators, bans, the audit.
  SEE_ROOM(Set.of(VIEWER), Set.of(VIEWER), Set.of(VIEWER), Set.of()),
  /// Name moderators and see them.
  NAME_MODERATORS(Set.of(STAFF, MODERATOR, VIEWER), Set.of(), Set.of(), Set.of()),
  /// Write without regard to the room's rules.
  WRITE_FREELY(Set.of(VIEWER), Set.of(VIEWER), Set.of(VIEWER), Set.of());

  @SuppressWarnings("ImmutableEnumChecker") // Copies that cannot be changed.
  private final Set<RoomRole> byStreamer;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<RoomRole> byStaff;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<RoomRole> byModerator;

  @SuppressWarnings("ImmutableEnumChecker")
  private final Set<RoomRole> byViewer;

  RoomAction(
      Set<RoomRole> byStreamer,
      Set<RoomRole> byStaff,
      Set<RoomRole> byModerator,
      Set<RoomRole> byViewer) {
    this.byStreamer = Set.copyOf(byStreamer);
    this.byStaff = Set.copyOf(byStaff);
    this.byModerator = Set.copyOf(byModerator);
    this.byViewer = Set.copyOf(byViewer);
  }

  private static Set<RoomRole> everybody() {
    return EnumSet.allOf(RoomRole.class);
  }

  /// Whether this role may do it at all.
  boolean by(RoomRole role) {
    return on(role, VIEWER);
  }

  /// Whether this role may do it to somebody of that role.
  boolean on(RoomRole role, RoomRole target) {
    return (switch (role) {
          case STREAMER -> byStreamer;
          case STAFF -> byStaff;
          case MODERATOR -> byModerator;
          case VIEWER -> byViewer;
        })
        .contains(target);
  }
}
