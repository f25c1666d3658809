package live.nio.stream;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import live.nio.realtime.Peer;
import org.jspecify.annotations.Nullable;

/// Who is in one live stream right now. Not thread-safe: [LiveRooms] holds the room's lock around
/// every call.
///
/// Peers are kept by `peerId`, the name of a page, which outlives its connections. When a viewer is
/// cut off, it stops counting at once, but the streamer hears of it only after a while
/// ([#departures]): the picture may well go on peer to peer, and a page that returns in time keeps
/// it.
final class LiveRoom {

  /// A viewer's page.
  ///
  /// @param account the person's account, or null for a guest
  /// @param served whether the streamer was asked to send to it; false when there were too many
  private record Viewer(Peer peer, @Nullable UUID account, boolean served) {}

  private record Streamer(String peerId, Peer peer) {}

  private final UUID streamId;
  private final int maxServed;
  private @Nullable Streamer streamer;
  private final Map<String, Viewer> viewers = new LinkedHashMap<>();
  private final Map<String, Instant> departures = new HashMap<>();
  private final Map<UUID, Integer> pagesByAccount = new HashMap<>();
  private int guests;
  private int announced;

  /// @param maxServed viewers that may be served peer to peer
  LiveRoom(UUID streamId, int maxServed) {
    this.streamId = streamId;
    this.maxServed = maxServed;
  }

  UUID streamId() {
    return streamId;
  }

  /// People watching: accounts once each, guests by page.
  int count() {
    return pagesByAccount.size() + guests;
  }

  boolean isEmpty() {
    return streamer == null && viewers.isEmpty() && departures.isEmpty();
  }

  boolean streamerOnline() {
    return streamer != null;
  }

  Optional<Peer> streamer() {
    return Optional.ofNullable(streamer).map(Streamer::peer);
  }

  Optional<String> streamerPeerId() {
    return Optional.ofNullable(streamer).map(Streamer::peerId);
  }

  /// Everyone in the room.
  List<Peer> peers() {
    List<Peer> peers = new ArrayList<>(viewers.values().stream().map(Viewer::peer).toList());
    streamer().ifPresent(peers::add);
    return peers;
  }

  /// The peer ids of viewers the streamer should send to.
  List<String> servedViewers() {
    return viewers.entrySet().stream()
        .filter(entry -> entry.getValue().served())
        .map(Map.Entry::getKey)
        .toList();
  }

  /// Puts the streamer's page in its place.
  ///
  /// @return the page that was there before, if it is another connection
  Optional<Peer> enterStreamer(String peerId, Peer peer) {
    Streamer before = streamer;
    streamer = new Streamer(peerId, peer);
    return Optional.ofNullable(before)
        .map(Streamer::peer)
        .filter(old -> !old.id().equals(peer.id()));
  }

  /// Adds a viewer's page.
  ///
  /// @return whether it is served; when not, there are too many
  boolean enterViewer(String peerId, Peer peer, @Nullable UUID account) {
    forget(viewers.remove(peerId));
    boolean returns = departures.remove(peerId) != null;
    boolean served = returns || servedCount() < maxServed;
    viewers.put(peerId, new Viewer(peer, account, served));
    if (account == null) {
      guests++;
    } else {
      pagesByAccount.merge(account, 1, Integer::sum);
    }
    return served;
  }

  private int servedCount() {
    return departures.size() + (int) viewers.values().stream().filter(Viewer::served).count();
  }

  /// The viewer's connection, if it is served.
  Optional<Peer> servedViewer(String peerId) {
    return Optional.ofNullable(viewers.get(peerId)).filter(Viewer::served).map(Viewer::peer);
  }

  /// Takes the streamer out, if it is still this connection.
  boolean leaveStreamer(Peer peer) {
    if (streamer != null && streamer.peer().id().equals(peer.id())) {
      streamer = null;
      return true;
    }
    return false;
  }

  /// Takes a viewer out, if it is still this connection.
  ///
  /// @param tellAt when the streamer is to be told, or null for at once
  /// @return whether the streamer is to be told now
  boolean leaveViewer(String peerId, Peer peer, @Nullable Instant tellAt) {
    Viewer viewer = viewers.get(peerId);
    if (viewer == null || !viewer.peer().id().equals(peer.id())) {
      return false;
    }
    viewers.remove(peerId);
    forget(viewer);
    if (viewer.served() && tellAt != null) {
      departures.put(peerId, tellAt);
    }
    return viewer.served() && tellAt == null;
  }

  private void forget(@Nullable Viewer viewer) {
    if (viewer == null) {
      return;
    }
    if (viewer.account() == null) {
      guests--;
    } else {
      pagesByAccount.computeIfPresent(
          viewer.account(), (_, pages) -> pages == 1 ? null : pages - 1);
    }
  }

  /// Viewers that were cut off and did not come back until now.
  List<String> takeDeparted(Instant now) {
    List<String> departed =
        departures.entrySet().stream()
            .filter(entry -> !entry.getValue().isAfter(now))
            .map(Map.Entry::getKey)
            .toList();
    departed.forEach(departures::remove);
    return departed;
  }

  /// Viewers without a picture for whom there is room now, the longest waiting first; they are
  /// served from now on.
  Map<String, Peer> takePromoted() {
    int free = maxServed - servedCount();
    Map<String, Peer> promoted = new LinkedHashMap<>();
    for (Map.Entry<String, Viewer> entry : viewers.entrySet()) {
      if (promoted.size() >= free) {
        break;
      }
      Viewer viewer = entry.getValue();
      if (!viewer.served()) {
        entry.setValue(new Viewer(viewer.peer(), viewer.account(), true));
        promoted.put(entry.getKey(), viewer.peer());
      }
    }
    return promoted;
  }

  /// The count, if it has changed since the last call that gave one.
  Optional<Integer> takeChangedCount() {
    if (count() == announced) {
      return Optional.empty();
    }
    announced = count();
    return Optional.of(announced);
  }
}
