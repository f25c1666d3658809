package live.nio.chat;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.UUID;
import live.nio.profile.Followed;
import live.nio.stream.Streams;

/// What happens elsewhere and is told in the chat.
@Singleton
class Occasions {

  private final Streams streams;
  private final RoomStates states;
  private final ChatLog log;

  Occasions(Streams streams, RoomStates states, ChatLog log) {
    this.streams = streams;
    this.states = states;
    this.log = log;
  }

  void followed(@Observes Followed event) {
    UUID follower = event.follower().id();
    streams
        .liveOf(event.followeeId())
        .ifPresent(stream -> {
          log.followed(stream.id(), follower);
          // In a room for followers they may write now, or know from when.
          states.tell(stream, follower);
        });
  }
}
