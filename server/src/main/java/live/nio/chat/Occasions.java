package live.nio.chat;

import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import live.nio.profile.Followed;
import live.nio.stream.Streams;
import live.nio.wallet.GiftSent;

/// What happens elsewhere and is told in the chat.
@Singleton
class Occasions {

  private final Streams streams;
  private final RoomStates states;
  private final ChatLog log;
  private final Milestones milestones;

  Occasions(Streams streams, RoomStates states, ChatLog log, Milestones milestones) {
    this.streams = streams;
    this.states = states;
    this.log = log;
    this.milestones = milestones;
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

  void given(@Observes GiftSent event) {
    log.combo(
        event.streamId(),
        event.sender().id(),
        event.comboId(),
        Map.of(
            "giftType",
            event.giftType(),
            "count",
            event.comboCount(),
            "coins",
            event.comboCoins(),
            "comboId",
            event.comboId()));
    milestones.coins(event.streamId(), event.streamCoinsTotal());
  }
}
