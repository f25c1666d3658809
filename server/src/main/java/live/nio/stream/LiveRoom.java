package live.nio.stream;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;
import live.nio.realtime.Peer;
import live.nio.stream.PublisherChanged.Leg;
import live.nio.stream.TopologyRule.Mode;
import org.jspecify.annotations.Nullable;

/// Who is in one live stream right now, and which way its media goes. Not thread-safe: [LiveRooms]
/// holds the room's lock around every call, and calls [#turn] after every change. What a change
/// causes to be said waits in [#takeMessages].
///
/// Peers are kept by `peerId`, the name of a page, which outlives its connections. When a viewer is
/// cut off, it stops counting at once, but the streamer hears of it only after a while: the picture
/// may well go on peer to peer, and a page that returns in time keeps it.
///
/// When the mode changes, both ways are open for a while: the streamer serves a viewer until that
/// viewer plays from the SFU, and publishes to the SFU until everyone plays peer to peer, but
/// neither for longer than [#HANDOVER].
final class LiveRoom {

  /// How long the old way stays open for those who do not play over the new one yet.
  static final Duration HANDOVER = Duration.ofSeconds(10);

  /// After so many failures a viewer needs the SFU.
  private static final int FAILURES = 2;

  /// Something to be said.
  ///
  /// @param to receiver, or null for everyone in the room
  record Message(@Nullable Peer to, String event, Map<String, ?> payload) {}

  /// A viewer's page.
  private static final class Viewer {
    final Peer peer;

    /// The person's account, or null for a guest.
    final @Nullable UUID account;

    /// Plays over the way of the current mode, by its own account.
    boolean ready;

    /// Times peer to peer failed.
    int failures;

    Viewer(Peer peer, @Nullable UUID account) {
      this.peer = peer;
      this.account = account;
    }
  }

  private record Streamer(String peerId, Peer peer) {}

  /// Held while messages are taken and sent, so that they arrive in order.
  final ReentrantLock telling = new ReentrantLock();

  private final UUID streamId;
  private final int maxServed;
  private final TopologyRule rule;
  private @Nullable Streamer streamer;
  private final Map<String, Viewer> viewers = new LinkedHashMap<>();

  /// The viewers the streamer was asked to send to, and when it is told to stop; null for never.
  private final Map<String, @Nullable Instant> served = new LinkedHashMap<>();

  private final Map<String, Instant> departures = new HashMap<>();
  private final Map<UUID, Integer> pagesByAccount = new LinkedHashMap<>();
  private final Set<String> failing = new LinkedHashSet<>();
  private final List<Message> messages = new ArrayList<>();
  private Leg leg;
  private @Nullable List<String> rids;
  private boolean preferred;
  private boolean publishing;
  private @Nullable Instant handoverEnds;
  private int guests;
  private int announced;

  /// @param maxPeerToPeer viewers up to which a stream that could be served by the SFU is not
  /// @param maxServed viewers that may be served peer to peer while there is no other way
  /// @param leg what publishes to the SFU
  /// @param rids the layers it is to send, null for all
  LiveRoom(UUID streamId, int maxPeerToPeer, int maxServed, Leg leg, @Nullable List<String> rids) {
    this.streamId = streamId;
    this.maxServed = maxServed;
    this.rule = new TopologyRule(maxPeerToPeer);
    this.leg = leg;
    this.rids = rids;
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

  /// Everyone in the room.
  List<Peer> peers() {
    List<Peer> peers = new ArrayList<>(viewers.values().stream().map(it -> it.peer).toList());
    streamer().ifPresent(peers::add);
    return peers;
  }

  /// Who is in the room, once each.
  Audience.Present present() {
    Set<UUID> accounts = new LinkedHashSet<>();
    streamer().flatMap(Peer::identity).ifPresent(identity -> accounts.add(identity.accountId()));
    accounts.addAll(pagesByAccount.keySet());
    return new Audience.Present(List.copyOf(accounts), guests);
  }

  // ---- the streamer

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

  /// Takes the streamer out, if it is still this connection.
  boolean leaveStreamer(Peer peer) {
    if (streamer != null && streamer.peer().id().equals(peer.id())) {
      streamer = null;
      return true;
    }
    return false;
  }

  /// The streamer's choice.
  ///
  /// @param sfu through the server always, rather than when it is of use
  void prefer(boolean sfu) {
    preferred = sfu;
  }

  /// What publishes to the SFU now, all its layers.
  void publisher(Leg leg) {
    this.leg = leg;
    wantLayers(null);
  }

  /// Of what is published, only these layers are watched.
  void layersWanted(List<String> rids) {
    wantLayers(rids);
  }

  private void wantLayers(@Nullable List<String> wanted) {
    boolean news = !Objects.equals(rids, wanted);
    rids = wanted;
    // A page that is not publishing hears of it when it is to begin.
    if (news && publishing) {
      tellPublish();
    }
  }

  /// Whether the streamer's page is to send media to the SFU.
  boolean publishing() {
    return publishing;
  }

  /// The layers it is to send, null for all.
  @Nullable List<String> rids() {
    return rids;
  }

  // ---- viewers

  /// Adds a viewer's page.
  void enterViewer(String peerId, Peer peer, @Nullable UUID account, Instant now) {
    Viewer before = viewers.remove(peerId);
    forget(before);
    boolean returns = departures.remove(peerId) != null || served.containsKey(peerId);
    Viewer viewer = new Viewer(peer, account);
    viewer.failures = before == null ? 0 : before.failures;
    viewers.put(peerId, viewer);
    if (account == null) {
      guests++;
    } else {
      pagesByAccount.merge(account, 1, Integer::sum);
    }
    // One too many need not be served by the streamer first.
    decide(now);
    switch (rule.mode()) {
      case P2P -> {
        if (returns || servedCount() < maxServed) {
          serve(peerId);
        }
      }
      case SFU -> {
        if (returns) {
          served.put(peerId, now.plus(HANDOVER));
        }
      }
    }
  }

  /// Takes a viewer out, if it is still this connection.
  ///
  /// @param tellAt when the streamer is to be told, or null for at once
  void leaveViewer(String peerId, Peer peer, @Nullable Instant tellAt) {
    Viewer viewer = viewers.get(peerId);
    if (viewer == null || !viewer.peer.id().equals(peer.id())) {
      return;
    }
    viewers.remove(peerId);
    failing.remove(peerId);
    forget(viewer);
    if (served.containsKey(peerId)) {
      if (tellAt == null) {
        release(peerId);
      } else {
        served.remove(peerId);
        departures.put(peerId, tellAt);
      }
    }
  }

  private void forget(@Nullable Viewer viewer) {
    if (viewer == null) {
      return;
    }
    if (viewer.account == null) {
      guests--;
    } else {
      pagesByAccount.computeIfPresent(viewer.account, (_, pages) -> pages == 1 ? null : pages - 1);
    }
  }

  /// The peer ids of viewers the streamer should send to.
  List<String> servedViewers() {
    return List.copyOf(served.keySet());
  }

  /// The viewer's connection, if the streamer serves it.
  Optional<Peer> servedViewer(String peerId) {
    return Optional.of(peerId)
        .filter(served::containsKey)
        .map(viewers::get)
        .map(viewer -> viewer.peer);
  }

  /// How media reaches this viewer: `p2p`, `sfu`, or `full` when it has to wait for a place.
  String wayTo(String peerId) {
    return switch (rule.mode()) {
      case SFU -> Mode.SFU.word();
      case P2P -> served.containsKey(peerId) ? Mode.P2P.word() : "full";
    };
  }

  /// The mode.
  Mode mode() {
    return rule.mode();
  }

  /// A viewer's connection to the streamer failed; the streamer, if it serves it, makes another.
  void failed(String peerId) {
    Viewer viewer = viewers.get(peerId);
    if (viewer == null) {
      return;
    }
    if (++viewer.failures >= FAILURES) {
      failing.add(peerId);
    }
    if (served.containsKey(peerId)) {
      tellStreamer(peerId, "retry");
    }
  }

  /// A viewer plays over the way of this mode. Of another mode than the current one it is late
  /// news.
  void ready(String peerId, Mode mode) {
    Viewer viewer = viewers.get(peerId);
    if (viewer != null && mode == rule.mode()) {
      viewer.ready = true;
    }
  }

  // ---- as time passes

  /// Does what is due.
  void turn(Instant now) {
    decide(now);
    departures
        .entrySet()
        .removeIf(departure -> {
          boolean due = !departure.getValue().isAfter(now);
          if (due) {
            tellStreamer(departure.getKey(), "leave");
          }
          return due;
        });
    boolean over = handoverEnds != null && !handoverEnds.isAfter(now);
    switch (rule.mode()) {
      case SFU -> servedViewers().forEach(peerId -> releaseWhenDue(peerId, now));
      case P2P -> {
        serveWaiting(true);
        if (publishing && (over || served.keySet().stream().allMatch(this::plays))) {
          publish(false);
        }
      }
    }
    if (over) {
      handoverEnds = null;
      remind();
    }
  }

  private void decide(Instant now) {
    if (rule.decide(
        now,
        new TopologyRule.Facts(
            leg, streamer != null, viewers.size(), !failing.isEmpty(), preferred))) {
      switchTo(rule.mode(), now.plus(HANDOVER));
    }
  }

  private boolean plays(String peerId) {
    Viewer viewer = viewers.get(peerId);
    return viewer == null || viewer.ready;
  }

  private void switchTo(Mode mode, Instant until) {
    handoverEnds = until;
    viewers.values().forEach(viewer -> viewer.ready = false);
    switch (mode) {
      case SFU -> {
        // First the media, then those who come for it.
        publish(true);
        served.replaceAll((_, _) -> until);
        tell(null, "topology", topology(mode.word(), HANDOVER));
      }
      case P2P -> {
        served.replaceAll((_, _) -> null);
        tell(null, "topology", topology(mode.word(), HANDOVER));
        serveWaiting(false);
        if (served.size() < viewers.size()) {
          viewers.forEach((peerId, viewer) -> {
            if (!served.containsKey(peerId)) {
              tell(viewer.peer, "topology", topology("full", Duration.ZERO));
            }
          });
        }
      }
    }
  }

  private void publish(boolean active) {
    if (publishing != active) {
      publishing = active;
      tellPublish();
    }
  }

  private void tellPublish() {
    Map<String, Object> payload = new HashMap<>();
    payload.put("active", publishing);
    if (rids != null) {
      payload.put("rids", rids);
    }
    streamer().ifPresent(peer -> tell(peer, "publish", payload));
  }

  private void releaseWhenDue(String peerId, Instant now) {
    Instant until = served.get(peerId);
    if (plays(peerId) || until == null || !until.isAfter(now)) {
      release(peerId);
    }
  }

  private void release(String peerId) {
    served.remove(peerId);
    tellStreamer(peerId, "leave");
  }

  private int servedCount() {
    return departures.size() + served.size();
  }

  /// Serves viewers without a picture for whom there is room now, the longest waiting first.
  ///
  /// @param telling whether they are to hear of it
  private void serveWaiting(boolean telling) {
    int free = maxServed - servedCount();
    if (free <= 0 || served.size() == viewers.size()) {
      return;
    }
    List<String> next =
        viewers.keySet().stream()
            .filter(peerId -> !served.containsKey(peerId))
            .limit(free)
            .toList();
    for (String peerId : next) {
      serve(peerId);
      Viewer viewer = viewers.get(peerId);
      if (viewer != null && telling) {
        tell(viewer.peer, "topology", topology(Mode.P2P.word(), Duration.ZERO));
      }
    }
  }

  private void serve(String peerId) {
    served.put(peerId, null);
    tellStreamer(peerId, "join");
  }

  /// Says the mode again to those who have not come along: the word may have missed them.
  private void remind() {
    viewers.forEach((peerId, viewer) -> {
      if (!viewer.ready) {
        tell(viewer.peer, "topology", topology(wayTo(peerId), Duration.ZERO));
      }
    });
  }

  private static Map<String, Object> topology(String mode, Duration deadline) {
    return Map.of("mode", mode, "deadlineMs", deadline.toMillis());
  }

  private void tellStreamer(String peerId, String action) {
    streamer()
        .ifPresent(peer -> tell(peer, "rtc_peer", Map.of("peerId", peerId, "action", action)));
  }

  private void tell(@Nullable Peer to, String event, Map<String, ?> payload) {
    messages.add(new Message(to, event, payload));
  }

  /// What is to be said, in order.
  List<Message> takeMessages() {
    List<Message> taken = List.copyOf(messages);
    messages.clear();
    return taken;
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
