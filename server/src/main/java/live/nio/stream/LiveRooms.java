package live.nio.stream;

import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import live.nio.identity.Identity;
import live.nio.realtime.Peer;
import live.nio.realtime.Realtime;
import live.nio.stream.Membership.Role;
import live.nio.stream.PublisherChanged.Leg;
import live.nio.stream.TopologyRule.Mode;
import org.jspecify.annotations.Nullable;

/// The rooms of all live streams on this node.
///
/// A room exists while somebody is in it, so the map is bounded by the open connections. Changes of
/// a room happen under its entry in the map; what they cause to be said is said after, in the order
/// it was caused (state and end of a stream carry the whole stream, so their order does not
/// matter).
@Singleton
class LiveRooms {

  /// Viewers served peer to peer in one stream while there is no other way. Each costs the streamer
  /// an encoder and its whole upstream bit rate.
  static final int MAX_SERVED = 30;

  /// How long the streamer keeps a connection for a viewer that was cut off.
  static final Duration DEPARTURE_GRACE = Duration.ofSeconds(10);

  /// What a peer that joined needs to know.
  ///
  /// @param way how media goes: `p2p`, `sfu`, or `full` for a viewer that has to wait for a place
  /// @param viewers for the streamer: the pages to send to
  /// @param publishing for the streamer: whether to send media to the SFU
  /// @param rids for the streamer: the layers to send, null for all
  /// @param returned for the streamer: whether it was away until now
  record Joined(
      String way,
      List<String> viewers,
      boolean publishing,
      @Nullable List<String> rids,
      boolean returned) {}

  private final ConcurrentHashMap<UUID, LiveRoom> rooms = new ConcurrentHashMap<>();

  /// What publishes to the SFU, by stream; bounded by its legs.
  private final ConcurrentHashMap<UUID, Leg> publishers = new ConcurrentHashMap<>();

  /// The RIDs to be sent of what a page publishes, by stream; absent for all.
  private final ConcurrentHashMap<UUID, List<String>> rids = new ConcurrentHashMap<>();

  private final Realtime realtime;
  private final Clock clock;
  private final int maxPeerToPeer;

  LiveRooms(Realtime realtime, Clock clock, StreamSettings settings, MeterRegistry metrics) {
    this.realtime = realtime;
    this.clock = clock;
    this.maxPeerToPeer = Math.clamp(settings.p2pMaxViewers(), 0, MAX_SERVED);
    metrics.gaugeMapSize("nio.stream.rooms", List.of(), rooms);
  }

  // ---- questions

  int viewers(UUID streamId) {
    return ask(streamId, LiveRoom::count).orElse(0);
  }

  Audience.Present present(UUID streamId) {
    return ask(streamId, LiveRoom::present).orElse(new Audience.Present(List.of(), 0));
  }

  List<Peer> pages(UUID streamId) {
    return ask(streamId, LiveRoom::peers).orElse(List.of());
  }

  /// Whether somebody sends: the streamer's page is there, or a program publishes.
  boolean streamerOnline(UUID streamId) {
    return publishers.get(streamId) == Leg.ENCODER
        || ask(streamId, LiveRoom::streamerOnline).orElse(false);
  }

  /// The streams a program publishes.
  List<UUID> publishedByPrograms() {
    return publishers.entrySet().stream()
        .filter(entry -> entry.getValue() == Leg.ENCODER)
        .map(Map.Entry::getKey)
        .toList();
  }

  private <T> Optional<T> ask(UUID streamId, Function<LiveRoom, T> question) {
    @Nullable Object[] answer = new Object[1];
    rooms.computeIfPresent(
        streamId,
        (_, room) -> {
          answer[0] = question.apply(room);
          return room;
        });
    @SuppressWarnings("unchecked") // The only writer is the line above.
    T result = (T) answer[0];
    return Optional.ofNullable(result);
  }

  /// Changes a room, which is made if need be and dropped when it is empty after.
  private <T> T change(UUID streamId, Function<LiveRoom, T> change) {
    Object[] answer = new Object[1];
    rooms.compute(
        streamId,
        (_, existing) -> {
          LiveRoom room =
              existing == null
                  ? new LiveRoom(
                      streamId,
                      maxPeerToPeer,
                      MAX_SERVED,
                      publishers.getOrDefault(streamId, Leg.NONE),
                      rids.get(streamId))
                  : existing;
          answer[0] = change.apply(room);
          room.turn(clock.instant());
          return room.isEmpty() ? null : room;
        });
    @SuppressWarnings("unchecked") // The only writer is the line above.
    T result = (T) answer[0];
    return result;
  }

  /// As [#change], for what makes no sense in a room that is not there; also says what it causes.
  private void act(UUID streamId, Consumer<LiveRoom> action) {
    rooms.computeIfPresent(
        streamId,
        (_, room) -> {
          action.accept(room);
          room.turn(clock.instant());
          return room.isEmpty() ? null : room;
        });
    say(streamId);
  }

  /// Says what changes of a room have caused.
  private void say(UUID streamId) {
    LiveRoom room = rooms.get(streamId);
    if (room == null) {
      return;
    }
    room.telling.lock();
    try {
      for (LiveRoom.Message message : ask(streamId, LiveRoom::takeMessages).orElse(List.of())) {
        if (message.to() == null) {
          realtime.emitTo(Membership.room(streamId), message.event(), message.payload());
        } else {
          message.to().emit(message.event(), message.payload());
        }
      }
    } finally {
      room.telling.unlock();
    }
  }

  // ---- coming and going

  Joined joinAsStreamer(UUID streamId, String peerId, Peer peer) {
    record Change(Optional<Peer> replaced, boolean away) {}
    Change change =
        change(
            streamId,
            room -> {
              boolean away = !room.streamerOnline();
              return new Change(room.enterStreamer(peerId, peer), away);
            });
    enter(peer, new Membership(streamId, Role.STREAMER, peerId));
    change
        .replaced()
        .ifPresent(old -> {
          expel(old, streamId);
          old.emit("stream_replaced", Map.of("streamId", streamId));
        });
    say(streamId);
    return ask(
            streamId,
            room ->
                new Joined(
                    room.mode().word(),
                    room.servedViewers(),
                    room.publishing(),
                    room.rids(),
                    change.away()))
        .orElse(new Joined(Mode.P2P.word(), List.of(), false, null, change.away()));
  }

  Joined joinAsViewer(UUID streamId, String peerId, Peer peer) {
    UUID account = peer.identity().map(Identity::accountId).orElse(null);
    change(
        streamId,
        room -> {
          room.enterViewer(peerId, peer, account, clock.instant());
          return true;
        });
    enter(peer, new Membership(streamId, Role.VIEWER, peerId));
    say(streamId);
    // Asked once the peer hears of changes: what it is told now is not older than what it missed.
    String way = ask(streamId, room -> room.wayTo(peerId)).orElse(Mode.P2P.word());
    return new Joined(way, List.of(), false, null, false);
  }

  private static void enter(Peer peer, Membership membership) {
    Membership.set(peer, membership);
    peer.join(Membership.room(membership.streamId()));
  }

  private static void expel(Peer peer, UUID streamId) {
    Membership membership = Membership.of(peer);
    if (membership != null && membership.streamId().equals(streamId)) {
      Membership.set(peer, null);
      peer.leave(Membership.room(streamId));
    }
  }

  /// Takes a peer out of its stream, if it is in one.
  ///
  /// @param onPurpose whether it said so, rather than being cut off
  /// @return the stream whose streamer has just gone away, if that is what happened
  Optional<UUID> leave(Peer peer, boolean onPurpose) {
    Membership membership = Membership.of(peer);
    return membership == null ? Optional.empty() : leave(peer, membership, onPurpose);
  }

  /// Takes a peer out of this stream, if it is in this one.
  void putOut(UUID streamId, Peer peer) {
    Membership membership = Membership.of(peer);
    if (membership != null && membership.streamId().equals(streamId)) {
      leave(peer, membership, true);
    }
  }

  private Optional<UUID> leave(Peer peer, Membership membership, boolean onPurpose) {
    UUID streamId = membership.streamId();
    expel(peer, streamId);
    return switch (membership.role()) {
      case STREAMER ->
          change(streamId, room -> room.leaveStreamer(peer))
              ? Optional.of(streamId)
              : Optional.empty();
      case VIEWER -> {
        Instant tellAt = onPurpose ? null : clock.instant().plus(DEPARTURE_GRACE);
        act(streamId, room -> room.leaveViewer(membership.peerId(), peer, tellAt));
        yield Optional.empty();
      }
    };
  }

  // ---- signaling

  /// The viewer a streamer addresses.
  ///
  /// @throws live.nio.platform.DomainError `peer_gone` when there is no such viewer in this stream
  Peer viewer(UUID streamId, String peerId) {
    return ask(streamId, room -> room.servedViewer(peerId))
        .flatMap(Function.identity())
        .orElseThrow(StreamErrors.PeerGone::new);
  }

  /// The streamer of a stream.
  ///
  /// @throws live.nio.platform.DomainError `peer_gone` while it is away
  Peer streamer(UUID streamId) {
    return ask(streamId, LiveRoom::streamer)
        .flatMap(Function.identity())
        .orElseThrow(StreamErrors.PeerGone::new);
  }

  /// A viewer's connection to the streamer failed.
  ///
  /// @throws live.nio.platform.DomainError `peer_gone` while the streamer is away
  void retry(UUID streamId, String peerId) {
    streamer(streamId);
    act(streamId, room -> room.failed(peerId));
  }

  // ---- topology

  /// The streamer's choice.
  ///
  /// @param sfu through the server always, rather than when it is of use
  void prefer(UUID streamId, boolean sfu) {
    act(streamId, room -> room.prefer(sfu));
  }

  /// A viewer plays over the way of this mode.
  void ready(UUID streamId, String peerId, Mode mode) {
    act(streamId, room -> room.ready(peerId, mode));
  }

  /// The leg to the SFU came or went. A new one sends all its layers.
  void publisher(UUID streamId, Leg leg) {
    rids.remove(streamId);
    if (leg == Leg.NONE) {
      publishers.remove(streamId);
    } else {
      publishers.put(streamId, leg);
    }
    act(streamId, room -> room.publisher(publishers.getOrDefault(streamId, Leg.NONE)));
  }

  /// Of what the streamer's page publishes, only these layers are watched.
  void layersWanted(UUID streamId, List<String> wanted) {
    rids.put(streamId, wanted);
    act(streamId, room -> room.layersWanted(wanted));
  }

  // ---- telling the room

  void broadcastState(StreamView stream) {
    realtime.emitTo(Membership.room(stream.id()), "stream_state", Map.of("stream", stream));
  }

  /// Tells everyone that the stream is over, and closes the room.
  void end(StreamView stream) {
    String room = Membership.room(stream.id());
    List<Peer> peers =
        Optional.ofNullable(rooms.remove(stream.id())).map(LiveRoom::peers).orElse(List.of());
    realtime.emitTo(
        room,
        "stream_ended",
        Map.of(
            "streamId",
            stream.id(),
            "reason",
            String.valueOf(stream.endReason() == null ? "" : stream.endReason().word()),
            "stream",
            stream));
    peers.forEach(peer -> expel(peer, stream.id()));
  }

  /// Does what is due: announces changed counts, tells streamers of viewers that stayed away,
  /// serves viewers for whom there is room now, ends handovers from one way of media to the other.
  ///
  /// @return the counts that have changed
  Map<UUID, Integer> sweep() {
    Map<UUID, Integer> changed = new HashMap<>();
    for (UUID streamId : rooms.keySet()) {
      act(
          streamId,
          room -> room.takeChangedCount().ifPresent(count -> changed.put(streamId, count)));
      Integer count = changed.get(streamId);
      if (count != null) {
        realtime.emitTo(
            Membership.room(streamId),
            "viewer_count",
            Map.of("streamId", streamId, "count", count));
      }
    }
    return changed;
  }
}
