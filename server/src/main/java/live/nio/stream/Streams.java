package live.nio.stream;

import jakarta.enterprise.event.Event;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Forbidden;
import live.nio.platform.Ids;
import live.nio.platform.Limit;
import live.nio.platform.NotFound;
import live.nio.platform.RateLimits;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The life of streams. Virtual threads.
@Singleton
public class Streams {

  private static final Logger LOG = Logger.getLogger(Streams.class);
  private static final int MAX_ATTEMPTS = 3;

  private final StreamStore store;
  private final LiveRooms rooms;
  private final People people;
  private final RateLimits limits;
  private final Clock clock;
  private final Event<StreamEnded> endedEvents;

  Streams(
      StreamStore store,
      LiveRooms rooms,
      People people,
      RateLimits limits,
      Clock clock,
      Event<StreamEnded> endedEvents) {
    this.store = store;
    this.rooms = rooms;
    this.people = people;
    this.limits = limits;
    this.clock = clock;
    this.endedEvents = endedEvents;
  }

  /// The stream of this id, live or ended.
  ///
  /// @throws NotFound when there is none
  public LiveStream require(UUID id) {
    return store.byId(id).orElseThrow(() -> new NotFound("stream"));
  }

  /// As [#require], for things only a live stream allows.
  ///
  /// @throws live.nio.platform.DomainError `stream_ended`
  public LiveStream requireLive(UUID id) {
    LiveStream stream = require(id);
    if (!stream.isLive()) {
      throw new StreamErrors.Over();
    }
    return stream;
  }

  /// Counts a chat message of a stream, in the transaction that stores it.
  public void countMessage(Handle handle, UUID id) {
    StreamStore.countMessage(handle, id);
  }

  Optional<LiveStream> find(UUID id) {
    return store.byId(id);
  }

  Optional<LiveStream> liveOf(Identity identity) {
    return store.liveOf(identity.accountId());
  }

  StreamStore.Page list(
      @Nullable Category category, @Nullable Boolean live, int offset, int limit) {
    return store.list(category, live, offset, limit);
  }

  LiveStream create(Identity streamer, String title, String description, Category category) {
    return start(streamer.accountId(), title, description, category);
  }

  /// The stream this person has live, or else a new one.
  LiveStream liveOrStart(UUID streamerId, String title, String description, Category category) {
    Optional<LiveStream> live = store.liveOf(streamerId);
    if (live.isPresent()) {
      return live.get();
    }
    try {
      return start(streamerId, title, description, category);
    } catch (StreamErrors.AlreadyLive raced) {
      return require(raced.streamId());
    }
  }

  private LiveStream start(UUID streamerId, String title, String description, Category category) {
    limits.take(Limit.STREAM_CREATE, streamerId.toString());
    // Between the refused insert and the look-up the other stream may end; then the insert succeeds
    // the next time.
    for (int attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      LiveStream stream =
          new LiveStream(
              Ids.next(),
              streamerId,
              title,
              description,
              category,
              clock.instant(),
              null,
              null,
              0,
              0);
      if (store.insert(stream)) {
        LOG.infof("Stream %s started by %s", stream.id(), streamerId);
        return stream;
      }
      Optional<LiveStream> other = store.liveOf(streamerId);
      if (other.isPresent()) {
        throw new StreamErrors.AlreadyLive(other.get().id());
      }
    }
    throw new IllegalStateException("a stream could neither be started nor found");
  }

  LiveStream edit(
      Identity caller,
      UUID id,
      @Nullable String title,
      @Nullable String description,
      @Nullable Category category) {
    limits.take(Limit.STREAM_EDIT, caller.accountId().toString());
    requireOwner(require(id), caller);
    LiveStream edited =
        store.edit(id, title, description, category).orElseThrow(StreamErrors.Over::new);
    rooms.broadcastState(view(edited));
    return edited;
  }

  /// Ends a stream; one that is over stays as it is.
  LiveStream end(Identity caller, UUID id) {
    LiveStream stream = require(id);
    boolean owner = stream.streamerId().equals(caller.accountId());
    if (!owner && !caller.isAdmin()) {
      throw new Forbidden("Only the streamer may end this stream.");
    }
    EndReason reason = owner ? EndReason.ENDED_BY_STREAMER : EndReason.ENDED_BY_ADMIN;
    Optional<LiveStream> ended = store.end(id, reason, clock.instant());
    ended.ifPresent(this::tellEnded);
    return ended.orElseGet(() -> require(id));
  }

  /// Ends streams whose streamers have vanished.
  void endLost(Duration grace) {
    store.endLost(clock.instant().minus(grace)).forEach(this::tellEnded);
  }

  private void tellEnded(LiveStream stream) {
    LOG.infof("Stream %s ended: %s", stream.id(), stream.endReason());
    rooms.end(view(stream));
    endedEvents.fire(new StreamEnded(stream));
  }

  /// The streamer of a stream is alive.
  ///
  /// @throws live.nio.platform.DomainError `stream_ended`
  void seen(UUID id) {
    if (!store.seen(id, clock.instant())) {
      throw new StreamErrors.Over();
    }
  }

  /// As [#seen], for a stream that may have ended meanwhile.
  void seenIfLive(UUID id) {
    store.seen(id, clock.instant());
  }

  void resetPresence() {
    store.resetPresence(clock.instant());
  }

  void recordViewers(Map<UUID, Integer> counts) {
    if (!counts.isEmpty()) {
      store.recordViewers(counts);
    }
  }

  StreamView view(LiveStream stream) {
    return views(List.of(stream)).getFirst();
  }

  List<StreamView> views(Collection<LiveStream> streams) {
    Map<UUID, Person> streamers =
        people.byIds(streams.stream().map(LiveStream::streamerId).distinct().toList());
    return streams.stream()
        .map(stream -> {
          int viewers = rooms.viewers(stream.id());
          return new StreamView(
              stream.id(),
              stream.title(),
              stream.description(),
              stream.category(),
              stream.isLive() ? "live" : "ended",
              streamers.getOrDefault(stream.streamerId(), Person.gone(stream.streamerId())),
              stream.isLive() && rooms.streamerOnline(stream.id()),
              viewers,
              Math.max(stream.peakViewers(), viewers),
              stream.messageCount(),
              stream.startedAt(),
              stream.endedAt(),
              stream.endReason());
        })
        .toList();
  }

  private static void requireOwner(LiveStream stream, Identity caller) {
    if (!stream.streamerId().equals(caller.accountId())) {
      throw new Forbidden("Only the streamer may change this stream.");
    }
  }
}
