package live.nio.chat;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import live.nio.platform.Ids;
import live.nio.stream.Audience;
import live.nio.stream.LiveStream;
import live.nio.stream.ViewerJoined;

/// What happens when somebody comes in: they are told what was said and where they stand, and in a
/// small room the others are told that they came.
@Singleton
class Arrivals {

  /// Above so many viewers nobody could read who comes.
  private static final int SMALL_ROOM = 50;

  private static final Duration PAUSE = Duration.ofMinutes(10);
  private static final int REMEMBERED = 100_000;

  private record Arrival(UUID streamId, UUID accountId) {}

  private final ChatHistory history;
  private final RoomStates states;
  private final ChatLog log;
  private final Audience audience;

  /// Who was announced lately.
  private final Cache<Arrival, Boolean> announced;

  Arrivals(ChatHistory history, RoomStates states, ChatLog log, Audience audience, Clock clock) {
    this.history = history;
    this.states = states;
    this.log = log;
    this.audience = audience;
    this.announced =
        Caffeine.newBuilder()
            .maximumSize(REMEMBERED)
            .expireAfterWrite(PAUSE)
            .ticker(() -> TimeUnit.MILLISECONDS.toNanos(clock.millis()))
            .build();
  }

  void welcome(@Observes ViewerJoined event) {
    LiveStream stream = event.stream();
    UUID last = Optional.ofNullable(event.lastMessageId()).flatMap(Ids::parse).orElse(null);
    event.peer().emit("chat_history", history.onJoining(stream, last));
    event.peer().emit("room_state", states.of(stream, event.peer().identity()));
    event
        .peer()
        .identity()
        .map(identity -> identity.accountId())
        .filter(account -> !account.equals(stream.streamerId()))
        .filter(_ -> audience.viewers(stream.id()) <= SMALL_ROOM)
        .filter(account ->
            announced.asMap().putIfAbsent(new Arrival(stream.id(), account), true) == null)
        .ifPresent(account -> log.mention(stream.id(), SystemEvent.JOINED, account));
  }
}
