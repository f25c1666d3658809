package live.nio.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import live.nio.chat.RoomStore.BanEnd;
import live.nio.identity.Identity;
import live.nio.profile.Blocks;
import live.nio.stream.Streams;
import org.jspecify.annotations.Nullable;

/// Who may react. People react many times a second, so what the database said is remembered for a
/// few seconds; a ban, a time-out and their ends are heeded at once ([#forget]).
@Singleton
class ReactionPasses {

  private static final int PEOPLE = 50_000;
  private static final Duration KEPT = Duration.ofSeconds(10);

  private record Key(UUID streamId, UUID accountId) {}

  /// @param ban in force when it was asked for
  private record Pass(@Nullable BanEnd ban, boolean blocked) {}

  private final Cache<Key, Pass> passes =
      Caffeine.newBuilder().maximumSize(PEOPLE).expireAfterWrite(KEPT).build();
  private final Streams streams;
  private final Standings standings;
  private final Blocks blocks;
  private final Clock clock;

  ReactionPasses(Streams streams, Standings standings, Blocks blocks, Clock clock) {
    this.streams = streams;
    this.standings = standings;
    this.blocks = blocks;
    this.clock = clock;
  }

  /// Makes sure that somebody may react.
  ///
  /// @throws live.nio.platform.DomainError `banned`, `timed_out`, `blocked`
  void require(UUID streamId, Identity person) {
    Pass pass = passes.get(new Key(streamId, person.accountId()), _ -> ask(streamId, person));
    BanEnd ban = pass.ban();
    if (ban != null) {
      Instant until = ban.until();
      if (until == null) {
        throw new ChatErrors.Banned();
      }
      if (until.isAfter(clock.instant())) {
        throw new ChatErrors.TimedOut(until);
      }
    }
    if (pass.blocked()) {
      throw new ChatErrors.Blocked();
    }
  }

  private Pass ask(UUID streamId, Identity person) {
    UUID streamerId = streams.requireLive(streamId).streamerId();
    Standings.Standing standing = standings.of(streamerId, person);
    return new Pass(
        standing.ban(), !standing.isFree() && blocks.exists(streamerId, person.accountId()));
  }

  /// Something has changed for this person. Waits for an answer that is being read: it may be of
  /// before.
  void forget(UUID streamId, UUID accountId) {
    passes.invalidate(new Key(streamId, accountId));
  }
}
