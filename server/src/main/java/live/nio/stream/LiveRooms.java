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
import java.util.function.Function;
import live.nio.identity.Identity;
import live.nio.realtime.Peer;
import live.nio.realtime.Realtime;
import live.nio.stream.Membership.Role;
import org.jspecify.annotations.Nullable;

/// The rooms of all live streams on this node.
///
/// A room exists while somebody is in it, so the map is bounded by the open connections. Changes of
/// a room happen under its entry in the map; what they cause to be sent is sent after, except that
/// one room's changes are told in the order they happened where order matters (state and end of a
/// stream carry the whole stream).
@Singleton
class LiveRooms {

  /// Viewers served peer to peer in one stream. Each costs the streamer an encoder and its whole
  /// upstream bit rate.
  static final int MAX_SERVED = 30;

  /// How long the streamer keeps a connection for a viewer that was cut off.
  static final Duration DEPARTURE_GRACE = Duration.ofSeconds(10);

  /// What a peer that joined needs to know.
  ///
  /// @param served false when the room is full for peer-to-peer video
  /// @param viewers for the streamer: the pages to send to
  /// @param returned for the streamer: whether it was away until now
  record Joined(boolean served, List<String> viewers, boolean returned) {}

  private final ConcurrentHashMap<UUID, LiveRoom> rooms = new ConcurrentHashMap<>();
  private final Realtime realtime;
  private final Clock clock;

  LiveRooms(Realtime realtime, Clock clock, MeterRegistry metrics) {
    this.realtime = realtime;
    this.clock = clock;
    metrics.gaugeMapSize("nio.stream.rooms", List.of(), rooms);
  }

  // ---- questions

  int viewers(UUID streamId) {
    return ask(streamId, LiveRoom::count).orElse(0);
  }

  boolean streamerOnline(UUID streamId) {
    return ask(streamId, LiveRoom::streamerOnline).orElse(false);
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
          LiveRoom room = existing == null ? new LiveRoom(streamId, MAX_SERVED) : existing;
          answer[0] = change.apply(room);
          return room.isEmpty() ? null : room;
        });
    @SuppressWarnings("unchecked") // The only writer is the line above.
    T result = (T) answer[0];
    return result;
  }

  // ---- coming and going

  Joined joinAsStreamer(UUID streamId, String peerId, Peer peer) {
    record Change(Optional<Peer> replaced, Joined joined) {}
    Change change =
        change(
            streamId,
            room -> {
              boolean away = !room.streamerOnline();
              Optional<Peer> replaced = room.enterStreamer(peerId, peer);
              return new Change(replaced, new Joined(true, room.servedViewers(), away));
            });
    enter(peer, new Membership(streamId, Role.STREAMER, peerId));
    change
        .replaced()
        .ifPresent(old -> {
          expel(old, streamId);
          old.emit("stream_replaced", Map.of("streamId", streamId));
        });
    return change.joined();
  }

  Joined joinAsViewer(UUID streamId, String peerId, Peer peer) {
    UUID account = peer.identity().map(Identity::accountId).orElse(null);
    record Change(boolean served, Optional<Peer> streamer) {}
    Change change =
        change(
            streamId, room -> new Change(room.enterViewer(peerId, peer, account), room.streamer()));
    enter(peer, new Membership(streamId, Role.VIEWER, peerId));
    if (change.served()) {
      change.streamer().ifPresent(streamer -> tell(streamer, peerId, "join"));
    }
    return new Joined(change.served(), List.of(), false);
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
    if (membership == null) {
      return Optional.empty();
    }
    UUID streamId = membership.streamId();
    expel(peer, streamId);
    return switch (membership.role()) {
      case STREAMER ->
          change(streamId, room -> room.leaveStreamer(peer))
              ? Optional.of(streamId)
              : Optional.empty();
      case VIEWER -> {
        Instant tellAt = onPurpose ? null : clock.instant().plus(DEPARTURE_GRACE);
        Optional<Peer> toTell =
            change(
                streamId,
                room ->
                    room.leaveViewer(membership.peerId(), peer, tellAt)
                        ? room.streamer()
                        : Optional.empty());
        toTell.ifPresent(streamer -> tell(streamer, membership.peerId(), "leave"));
        yield Optional.empty();
      }
    };
  }

  private static void tell(Peer streamer, String peerId, String action) {
    streamer.emit("rtc_peer", Map.of("peerId", peerId, "action", action));
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

  void retry(UUID streamId, String peerId) {
    tell(streamer(streamId), peerId, "retry");
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
  /// serves viewers for whom there is room now.
  ///
  /// @return the counts that have changed
  Map<UUID, Integer> sweep() {
    Instant now = clock.instant();
    Map<UUID, Integer> changed = new HashMap<>();
    record Due(
        Optional<Integer> count,
        List<String> departed,
        Map<String, Peer> promoted,
        Optional<Peer> streamer) {}
    for (UUID streamId : rooms.keySet()) {
      Due due =
          change(
              streamId,
              room ->
                  new Due(
                      room.takeChangedCount(),
                      room.takeDeparted(now),
                      room.takePromoted(),
                      room.streamer()));
      due.count()
          .ifPresent(count -> {
            changed.put(streamId, count);
            realtime.emitTo(
                Membership.room(streamId),
                "viewer_count",
                Map.of("streamId", streamId, "count", count));
          });
      due.departed().forEach(peerId -> due.streamer().ifPresent(it -> tell(it, peerId, "leave")));
      due.promoted()
          .forEach((peerId, viewer) -> {
            viewer.emit("topology", Map.of("mode", "p2p", "deadlineMs", 0));
            due.streamer().ifPresent(it -> tell(it, peerId, "join"));
          });
    }
    return changed;
  }
}
