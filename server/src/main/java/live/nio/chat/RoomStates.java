package live.nio.chat;

import com.fasterxml.jackson.annotation.JsonValue;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import live.nio.chat.ChatErrors.Blocked;
import live.nio.chat.ChatErrors.FollowersOnly;
import live.nio.chat.ChatErrors.TimedOut;
import live.nio.chat.Standings.Standing;
import live.nio.identity.Identity;
import live.nio.platform.Background;
import live.nio.platform.DomainError;
import live.nio.realtime.Peer;
import live.nio.stream.Audience;
import live.nio.stream.LiveStream;
import org.jspecify.annotations.Nullable;

/// Tells people where they stand in a room: `room_state`.
@Singleton
class RoomStates {

  /// Why somebody cannot write.
  enum Why {
    LOGIN_REQUIRED,
    TIMED_OUT,
    FOLLOWERS_ONLY,
    BLOCKED;

    @JsonValue
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @param until when that ends by itself, or null
  record Self(RoomRole role, boolean canWrite, @Nullable Why why, @Nullable Instant until) {}

  /// Server → client, after `chat_history` and whenever something of it changes for somebody.
  record State(UUID streamId, Rules rules, @Nullable ChatMessage pinned, Self self) {}

  private final Standings standings;
  private final RoomStore store;
  private final ChatLog log;
  private final Audience audience;
  private final Background background;

  RoomStates(
      Standings standings, RoomStore store, ChatLog log, Audience audience, Background background) {
    this.standings = standings;
    this.store = store;
    this.log = log;
    this.audience = audience;
    this.background = background;
  }

  State of(LiveStream stream, Optional<Identity> person) {
    return of(stream, person.orElse(null), log.pinned(stream).orElse(null));
  }

  private State of(LiveStream stream, @Nullable Identity person, @Nullable ChatMessage pinned) {
    if (person == null) {
      return new State(
          stream.id(),
          store.settings(stream.streamerId()).rules(),
          pinned,
          new Self(RoomRole.VIEWER, false, Why.LOGIN_REQUIRED, null));
    }
    Standing standing = standings.of(stream.streamerId(), person);
    return new State(stream.id(), standing.rules(), pinned, self(standing));
  }

  private Self self(Standing standing) {
    try {
      standings.requireVoice(standing);
      return new Self(standing.role(), true, null, null);
    } catch (TimedOut refusal) {
      return silent(standing, Why.TIMED_OUT, refusal.until());
    } catch (FollowersOnly refusal) {
      Instant followedAt = refusal.followedAt();
      return silent(
          standing,
          Why.FOLLOWERS_ONLY,
          followedAt == null ? null : followedAt.plus(Duration.ofMinutes(refusal.minutes())));
    } catch (Blocked refusal) {
      return silent(standing, Why.BLOCKED, null);
    } catch (DomainError banned) {
      // Seen only by who is banned in this moment, and about to be put out.
      return silent(standing, Why.BLOCKED, null);
    }
  }

  private static Self silent(Standing standing, Why why, @Nullable Instant until) {
    return new Self(standing.role(), false, why, until);
  }

  /// Tells one person, in every tab.
  void tell(LiveStream stream, UUID accountId) {
    List<Peer> pages = audience.pagesOf(stream.id(), accountId);
    if (pages.isEmpty()) {
      return;
    }
    State state = of(stream, pages.getFirst().identity());
    pages.forEach(page -> page.emit("room_state", state));
  }

  /// Tells everybody who is signed in, a while later; a room may be large.
  void tellEverybody(LiveStream stream) {
    background.run(
        "room states",
        () -> audience.present(stream.id()).accounts().forEach(id -> tell(stream, id)));
  }
}
