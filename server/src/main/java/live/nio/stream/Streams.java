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
import java.util.stream.Collectors;
import java.util.stream.Stream;
import live.nio.identity.Identity;
import live.nio.identity.People;
import live.nio.identity.Person;
import live.nio.platform.Forbidden;
import live.nio.platform.Ids;
import live.nio.platform.Limit;
import live.nio.platform.NotFound;
import live.nio.platform.PictureKind;
import live.nio.platform.RateLimits;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jboss.logging.Logger;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The life of streams. Virtual threads.
@Singleton
public class Streams {

  private static final Logger LOG = Logger.getLogger(Streams.class);
  private static final int MAX_ATTEMPTS = 3;

  /// All streams of a person together.
  ///
  /// @param live how long they were live
  public record Totals(int streams, Duration live, int peakViewers) {}

  /// A tag, and how many live streams have it.
  @Schema(name = "TagCount")
  public record TagCount(
      @Schema(required = true) String tag, @Schema(required = true) int streams) {}

  /// One page of a list, and how many there are in all.
  public record Page(List<LiveStream> streams, int total) {}

  private final StreamStore store;
  private final LiveRooms rooms;
  private final People people;
  private final RateLimits limits;
  private final Clock clock;
  private final Event<StreamStarted> startedEvents;
  private final Event<StreamEnded> endedEvents;

  Streams(
      StreamStore store,
      LiveRooms rooms,
      People people,
      RateLimits limits,
      Clock clock,
      Event<StreamStarted> startedEvents,
      Event<StreamEnded> endedEvents) {
    this.store = store;
    this.rooms = rooms;
    this.people = people;
    this.limits = limits;
    this.clock = clock;
    this.startedEvents = startedEvents;
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

  /// The stream this person has live.
  public Optional<LiveStream> liveOf(UUID streamerId) {
    return store.liveOf(streamerId);
  }

  /// Live streams that have completed a full hour, the first or a later one, within the last
  /// `window`.
  public List<LiveStream> atFullHour(Duration window) {
    return store.atFullHour(clock.instant(), window);
  }

  /// The streams of these ids, in their order; unknown ids are left out.
  public List<LiveStream> byIds(List<UUID> ids) {
    Map<UUID, LiveStream> found =
        store.byIds(ids).stream().collect(Collectors.toMap(LiveStream::id, stream -> stream));
    return ids.stream().flatMap(id -> Stream.ofNullable(found.get(id))).toList();
  }

  /// The streams of a person, live and past, newest first.
  public Page ofStreamer(UUID streamerId, int offset, int limit) {
    return store.ofStreamer(streamerId, offset, limit);
  }

  public Totals totals(UUID streamerId) {
    return store.totals(streamerId, clock.instant());
  }

  Page list(
      @Nullable Category category,
      @Nullable String tag,
      @Nullable Boolean live,
      int offset,
      int limit) {
    return store.list(category, tag, live, offset, limit);
  }

  List<TagCount> liveTags(int limit) {
    return store.liveTags(limit);
  }

  LiveStream create(
      Identity streamer, String title, String description, Category category, List<String> tags) {
    return start(streamer.accountId(), title, description, category, tags);
  }

  /// The stream this person has live, or else a new one.
  LiveStream liveOrStart(UUID streamerId, String title, String description, Category category) {
    Optional<LiveStream> live = store.liveOf(streamerId);
    if (live.isPresent()) {
      return live.get();
    }
    try {
      return start(streamerId, title, description, category, List.of());
    } catch (StreamErrors.AlreadyLive raced) {
      return require(raced.streamId());
    }
  }

  private LiveStream start(
      UUID streamerId, String title, String description, Category category, List<String> tags) {
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
              tags,
              null,
              clock.instant(),
              null,
              null,
              0,
              0);
      if (store.insert(stream)) {
        LOG.infof("Stream %s started by %s", stream.id(), streamerId);
        startedEvents.fire(new StreamStarted(stream));
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
      @Nullable Category category,
      @Nullable List<String> tags) {
    limits.take(Limit.STREAM_EDIT, caller.accountId().toString());
    requireOwner(require(id), caller);
    LiveStream edited =
        store.edit(id, title, description, category, tags).orElseThrow(StreamErrors.Over::new);
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

  /// A stream as everybody sees it.
  public StreamView view(LiveStream stream) {
    return views(List.of(stream)).getFirst();
  }

  /// As [#view], of many; one query, whatever the number.
  public List<StreamView> views(Collection<LiveStream> streams) {
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
              stream.tags(),
              stream.preview() == null ? null : PictureKind.PREVIEWS.url(stream.preview()),
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
