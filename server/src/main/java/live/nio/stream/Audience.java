package live.nio.stream;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.UUID;
import live.nio.realtime.Peer;

/// Who is in a stream's room right now, for the features that deal with them. Any thread.
@Singleton
public class Audience {

  /// Who is there.
  ///
  /// @param accounts people who are signed in, once each: the streamer if there, then in the order
  ///   they came
  /// @param guests pages of people who are not
  public record Present(List<UUID> accounts, int guests) {}

  private final LiveRooms rooms;
  private final Event<PutOut> putOutEvents;

  Audience(LiveRooms rooms, Event<PutOut> putOutEvents) {
    this.rooms = rooms;
    this.putOutEvents = putOutEvents;
  }

  /// People watching, as shown.
  public int viewers(UUID streamId) {
    return rooms.viewers(streamId);
  }

  public Present present(UUID streamId) {
    return rooms.present(streamId);
  }

  /// Everyone's pages, the streamer's included.
  public List<Peer> pages(UUID streamId) {
    return rooms.pages(streamId);
  }

  /// The pages of one person.
  public List<Peer> pagesOf(UUID streamId, UUID accountId) {
    return pages(streamId).stream()
        .filter(page -> page.identity().map(who -> who.accountId().equals(accountId)).orElse(false))
        .toList();
  }

  /// Takes all pages of a person out of the room and ends what they watch by WHEP. That they do not
  /// come back is for a [RoomDoor].
  public void putOut(UUID streamId, UUID accountId) {
    pagesOf(streamId, accountId).forEach(page -> rooms.putOut(streamId, page));
    putOutEvents.fire(new PutOut(streamId, accountId));
  }
}
