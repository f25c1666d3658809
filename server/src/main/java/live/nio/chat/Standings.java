package live.nio.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import live.nio.chat.RoomStore.BanEnd;
import live.nio.identity.Identity;
import live.nio.profile.Blocks;
import live.nio.profile.Follows;
import org.jspecify.annotations.Nullable;

/// Where somebody stands in a room, and what they may say there. Read from the database for every
/// message, so it holds in every tab and from the moment it changes.
@Singleton
class Standings {

  private static final int COMPILED = 1_000;

  /// A person in a room.
  ///
  /// @param ban that is in force; those above viewers have none
  record Standing(
      UUID streamerId,
      UUID personId,
      RoomRole role,
      Rules rules,
      List<String> blockedWords,
      @Nullable BanEnd ban) {

    /// Whether the room's rules are for them.
    boolean isFree() {
      return RoomAction.WRITE_FREELY.by(role);
    }

    /// How long to wait between two messages.
    Duration slowMode() {
      return isFree() ? Duration.ZERO : Duration.ofSeconds(rules.slowModeSeconds());
    }
  }

  private final RoomStore store;
  private final RoomRoles roles;
  private final Follows follows;
  private final Blocks blocks;
  private final Clock clock;

  /// Word lists made ready, by their content, so that a changed list is another one.
  private final Cache<List<String>, BlockedWords> compiled =
      Caffeine.newBuilder().maximumSize(COMPILED).build();

  Standings(RoomStore store, RoomRoles roles, Follows follows, Blocks blocks, Clock clock) {
    this.store = store;
    this.roles = roles;
    this.follows = follows;
    this.blocks = blocks;
    this.clock = clock;
  }

  Standing of(UUID streamerId, Identity person) {
    RoomStore.Standing found = store.standing(streamerId, person.accountId(), clock.instant());
    RoomRole role = roles.of(streamerId, person, found.moderator());
    return new Standing(
        streamerId,
        person.accountId(),
        role,
        found.rules(),
        found.blockedWords(),
        RoomAction.WRITE_FREELY.by(role) ? null : found.ban());
  }

  /// Makes sure that somebody may take part: is neither banned, timed out nor blocked.
  ///
  /// @throws live.nio.platform.DomainError `banned`, `timed_out`, `blocked`
  void requireWelcome(Standing standing) {
    BanEnd ban = standing.ban();
    if (ban != null) {
      throw ban.until() == null ? new ChatErrors.Banned() : new ChatErrors.TimedOut(ban.until());
    }
    if (!standing.isFree() && blocks.exists(standing.streamerId(), standing.personId())) {
      throw new ChatErrors.Blocked();
    }
  }

  /// Makes sure that somebody may write at all, whatever the text.
  ///
  /// @throws live.nio.platform.DomainError as [#requireWelcome]; `followers_only`
  void requireVoice(Standing standing) {
    requireWelcome(standing);
    Integer minutes = standing.rules().followersOnlyMinutes();
    if (standing.isFree() || minutes == null) {
      return;
    }
    Instant followedAt = follows.since(standing.streamerId(), standing.personId()).orElse(null);
    if (followedAt == null
        || followedAt.plus(Duration.ofMinutes(minutes)).isAfter(clock.instant())) {
      throw new ChatErrors.FollowersOnly(minutes, followedAt);
    }
  }

  /// Makes sure that this text may be written.
  ///
  /// @throws live.nio.platform.DomainError as [#requireVoice]; `emotes_only`, `links_not_allowed`,
  ///   `blocked_word`
  void requireAllowed(Standing standing, String text) {
    requireVoice(standing);
    if (standing.isFree()) {
      return;
    }
    if (standing.rules().emotesOnly() && !Emotes.alone(text)) {
      throw new ChatErrors.EmotesOnly();
    }
    if (!standing.rules().linksAllowed() && Links.foundIn(text)) {
      throw new ChatErrors.LinksNotAllowed();
    }
    if (!standing.blockedWords().isEmpty()
        && compiled.get(standing.blockedWords(), BlockedWords::new).foundIn(text)) {
      throw new ChatErrors.BlockedWord();
    }
  }
}
