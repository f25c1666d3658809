package live.nio.wallet;

import io.quarkus.runtime.ShutdownEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Background;
import live.nio.realtime.Realtime;
import live.nio.stream.LiveStream;
import live.nio.stream.Membership;

/// Who gives most, in a stream and to a streamer; told to the room as it changes.
@Singleton
class Supporters {

  private static final Duration PACE = Duration.ofSeconds(1);
  private static final int SHOWN_IN_ROOM = 3;
  private static final LocalDate EVER = LocalDate.of(2000, 1, 1);

  /// Server → client: the top of a stream.
  ///
  /// @param beans what the streamer got of everybody in it
  private record Top(UUID streamId, List<Supporter> supporters, long beans) {}

  private record Room(UUID streamId, UUID streamerId) {}

  private final GiftStore store;
  private final Ledger ledger;
  private final People people;
  private final Balances balances;
  private final Realtime realtime;
  private final Clock clock;
  private final Paced<Room> told;

  Supporters(
      GiftStore store,
      Ledger ledger,
      People people,
      Balances balances,
      Realtime realtime,
      Background background,
      Clock clock) {
    this.store = store;
    this.ledger = ledger;
    this.people = people;
    this.balances = balances;
    this.realtime = realtime;
    this.clock = clock;
    this.told =
        new Paced<>(
            "supporters", PACE, work -> background.run("tell supporters", work), this::tellRoom);
  }

  /// Tells a room soon who gave most in it; at most once a second.
  void tell(UUID streamId, UUID streamerId) {
    told.ask(new Room(streamId, streamerId));
  }

  private void tellRoom(Room room) {
    settle(room.streamerId());
    realtime.emitTo(
        Membership.room(room.streamId()),
        "supporters",
        new Top(
            room.streamId(),
            view(store.supportersOfStream(room.streamId(), SHOWN_IN_ROOM)),
            store.beansOf(room.streamId())));
  }

  /// What a streamer got of everybody in a stream.
  long beansOf(LiveStream stream) {
    return store.beansOf(stream.id());
  }

  List<Supporter> of(LiveStream stream, int limit) {
    settle(stream.streamerId());
    return view(store.supportersOfStream(stream.id(), limit));
  }

  /// @param days how many, today included (UTC); 0 for all there were
  List<Supporter> of(Person streamer, int days, int limit) {
    settle(streamer.id());
    LocalDate since =
        days == 0 ? EVER : clock.instant().atZone(ZoneOffset.UTC).toLocalDate().minusDays(days - 1);
    return view(store.supportersOfStreamer(streamer.id(), since, limit));
  }

  /// So that gifts still in the inbox count.
  private void settle(UUID streamerId) {
    if (ledger.settle(streamerId) > 0) {
      balances.tell(streamerId);
    }
  }

  private List<Supporter> view(List<GiftStore.Support> rows) {
    Map<UUID, Person> persons =
        people.byIds(rows.stream().map(GiftStore.Support::personId).toList());
    return rows.stream()
        .map(row ->
            new Supporter(
                persons.getOrDefault(row.personId(), Person.gone(row.personId())),
                row.coins(),
                row.gifts()))
        .toList();
  }

  void stop(@Observes ShutdownEvent event) {
    told.close();
  }
}
