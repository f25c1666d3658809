package live.nio.stream;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import jakarta.enterprise.event.Event;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.platform.DomainError;
import live.nio.platform.Forbidden;
import live.nio.platform.Ids;
import live.nio.platform.InvalidInput;
import live.nio.platform.Limit;
import live.nio.realtime.LiveFeature;
import live.nio.realtime.Peer;
import live.nio.realtime.SocketEvents;
import live.nio.stream.LiveRooms.Joined;
import live.nio.stream.Membership.Role;
import live.nio.stream.TopologyRule.Mode;
import org.jspecify.annotations.Nullable;

/// The events of `/live` that concern streams: join, leave, heartbeat, signaling. The contract is
/// in `docs/protocols/live.md`.
@Singleton
class StreamEvents implements LiveFeature {

  private static final int MAX_SDP = 64 * 1024;
  private static final int MAX_CANDIDATE = 2 * 1024;

  /// Client → server: enter a stream.
  ///
  /// @param resumeToken from an earlier join by the same page
  /// @param role `viewer` for an owner who only watches and chats, since another page or program
  ///   publishes; otherwise the owner is the streamer
  /// @param lastMessageId the newest line of the chat this page has, to be told what came after it
  record StreamJoin(
      @NotBlank @Size(max = 64) String streamId,
      @Nullable @Size(max = 300) String resumeToken,
      @Nullable @Pattern(regexp = "viewer") String role,
      @Nullable @Size(max = 64) String lastMessageId) {}

  /// Client → server: an event without content.
  record Nothing() {}

  /// Client → server: an SDP offer or answer.
  record Description(
      @Nullable @Size(max = 64) String peerId,
      @NotBlank @Size(max = 64) String connectionId,
      @NotBlank @Size(max = MAX_SDP) String sdp) {}

  /// Client → server: an ICE candidate, or null for the end of them.
  record Candidate(
      @Nullable @Size(max = 64) String peerId,
      @NotBlank @Size(max = 64) String connectionId,
      @Nullable JsonNode candidate) {}

  /// Streamer → server: which way media is to go.
  ///
  /// @param mode `sfu` for through the server always, `auto` for when it is of use
  record TopologyPrefer(
      @NotNull @Pattern(regexp = "auto|sfu", message = "auto or sfu") String mode) {}

  /// Viewer → server: media plays over the way of this mode now.
  record TopologyReady(@NotNull @Pattern(regexp = "p2p|sfu", message = "p2p or sfu") String mode) {}

  /// How media goes.
  ///
  /// @param publish for the streamer: whether to send media to the SFU
  /// @param rids for the streamer: the layers to send, absent for all
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Topology(String mode, @Nullable Boolean publish, @Nullable List<String> rids) {}

  /// Server → client: the answer to [StreamJoin].
  ///
  /// @param peers for the streamer: the viewers to send to
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record JoinAnswer(
      Role role,
      String peerId,
      String resumeToken,
      StreamView stream,
      Topology topology,
      List<IceServers.IceServer> iceServers,
      int viewerCount,
      @Nullable List<String> peers) {}

  private final Streams streams;
  private final LiveRooms rooms;
  private final RoomDoors doors;
  private final ResumeTokens resumeTokens;
  private final IceServers iceServers;
  private final Event<ViewerJoined> joinedEvents;

  StreamEvents(
      Streams streams,
      LiveRooms rooms,
      RoomDoors doors,
      ResumeTokens resumeTokens,
      IceServers iceServers,
      Event<ViewerJoined> joinedEvents) {
    this.streams = streams;
    this.rooms = rooms;
    this.doors = doors;
    this.resumeTokens = resumeTokens;
    this.iceServers = iceServers;
    this.joinedEvents = joinedEvents;
  }

  @Override
  public void register(SocketEvents events) {
    events.on("stream_join", StreamJoin.class, Limit.STREAM_JOIN, this::join);
    events.on("stream_leave", Nothing.class, Limit.STREAM_JOIN, this::leave);
    events.on("stream_heartbeat", Nothing.class, Limit.SOCKET_EVENT, this::heartbeat);
    events.on("rtc_offer", Description.class, Limit.RTC_SIGNAL, this::offer);
    events.on("rtc_answer", Description.class, Limit.RTC_SIGNAL, this::answer);
    events.on("rtc_candidate", Candidate.class, Limit.RTC_SIGNAL, this::candidate);
    events.on("rtc_retry", Nothing.class, Limit.STREAM_JOIN, this::retry);
    events.on("topology_prefer", TopologyPrefer.class, Limit.TOPOLOGY_PREFER, this::prefer);
    events.on("topology_ready", TopologyReady.class, Limit.SOCKET_EVENT, this::ready);
    events.onGone(peer -> left(rooms.leave(peer, peer.leftOnPurpose())));
  }

  private JoinAnswer join(Peer peer, StreamJoin request) {
    UUID streamId = Ids.require(request.streamId(), "stream");
    LiveStream stream = streams.requireLive(streamId);
    UUID account = peer.identity().map(Identity::accountId).orElse(null);
    doors.admit(stream, account);
    boolean streaming = stream.streamerId().equals(account) && request.role() == null;
    String peerId =
        Optional.ofNullable(request.resumeToken())
            .flatMap(token -> resumeTokens.read(token, streamId, account))
            .orElseGet(() -> Ids.next().toString());

    Membership before = Membership.of(peer);
    if (before != null && !(before.streamId().equals(streamId) && before.peerId().equals(peerId))) {
      left(rooms.leave(peer, true));
    }
    if (streaming) {
      streams.seen(streamId);
    }
    Joined joined =
        streaming
            ? rooms.joinAsStreamer(streamId, peerId, peer)
            : rooms.joinAsViewer(streamId, peerId, peer);
    // The stream may have ended while we were joining; whoever ended it did not see us in the room.
    LiveStream current = streams.require(streamId);
    if (!current.isLive()) {
      rooms.leave(peer, true);
      throw new StreamErrors.Over();
    }
    try {
      doors.admit(current, account);
    } catch (DomainError keptOut) {
      rooms.leave(peer, true);
      throw keptOut;
    }
    StreamView view = streams.view(current);
    if (joined.returned()) {
      rooms.broadcastState(view);
    }
    joinedEvents.fire(new ViewerJoined(peer, current, request.lastMessageId()));
    return new JoinAnswer(
        streaming ? Role.STREAMER : Role.VIEWER,
        peerId,
        resumeTokens.issue(peerId, streamId, account),
        view,
        new Topology(joined.way(), streaming ? joined.publishing() : null, joined.rids()),
        iceServers.current(),
        view.viewerCount(),
        streaming ? joined.viewers() : null);
  }

  private Object leave(Peer peer, Nothing nothing) {
    left(rooms.leave(peer, true));
    return Map.of();
  }

  /// When a streamer has gone away, those who stay are told.
  private void left(Optional<UUID> streamWithoutStreamer) {
    streamWithoutStreamer
        .flatMap(streams::find)
        .filter(LiveStream::isLive)
        .ifPresent(stream -> rooms.broadcastState(streams.view(stream)));
  }

  private Object heartbeat(Peer peer, Nothing nothing) {
    streams.seen(requireStreamer(peer).streamId());
    return Map.of();
  }

  private Object offer(Peer peer, Description offer) {
    // Streamers offer and viewers answer, so that two offers never cross.
    requireStreamer(peer);
    return relay(
        peer, "rtc_offer", offer.peerId(), message(offer.connectionId(), "sdp", offer.sdp()));
  }

  private Object answer(Peer peer, Description answer) {
    if (Membership.require(peer).role() != Role.VIEWER) {
      throw new Forbidden("The viewer answers.");
    }
    return relay(
        peer, "rtc_answer", answer.peerId(), message(answer.connectionId(), "sdp", answer.sdp()));
  }

  private Object candidate(Peer peer, Candidate candidate) {
    JsonNode content = candidate.candidate();
    if (content != null && content.toString().length() > MAX_CANDIDATE) {
      throw new InvalidInput("candidate", "size", "the candidate is too long");
    }
    return relay(
        peer,
        "rtc_candidate",
        candidate.peerId(),
        message(candidate.connectionId(), "candidate", content));
  }

  private static Map<String, @Nullable Object> message(
      String connectionId, String name, @Nullable Object content) {
    Map<String, @Nullable Object> message = new HashMap<>();
    message.put("connectionId", connectionId);
    message.put(name, content);
    return message;
  }

  /// Passes signaling on: a viewer's to its streamer whatever it says, a streamer's to the viewer
  /// it names.
  private Object relay(
      Peer sender, String event, @Nullable String to, Map<String, @Nullable Object> message) {
    Membership membership = Membership.require(sender);
    Peer receiver =
        switch (membership.role()) {
          case VIEWER -> rooms.streamer(membership.streamId());
          case STREAMER -> rooms.viewer(membership.streamId(), requirePeerId(to));
        };
    message.put("peerId", membership.peerId());
    receiver.emit(event, message);
    return Map.of();
  }

  private Object retry(Peer peer, Nothing nothing) {
    Membership membership = Membership.require(peer);
    if (membership.role() != Role.VIEWER) {
      throw new Forbidden("Only a viewer asks for another offer.");
    }
    rooms.retry(membership.streamId(), membership.peerId());
    return Map.of();
  }

  private Object prefer(Peer peer, TopologyPrefer choice) {
    rooms.prefer(requireStreamer(peer).streamId(), choice.mode().equals("sfu"));
    return Map.of();
  }

  private Object ready(Peer peer, TopologyReady ready) {
    Membership membership = Membership.require(peer);
    if (membership.role() != Role.VIEWER) {
      throw new Forbidden("Only a viewer plays the stream.");
    }
    rooms.ready(
        membership.streamId(),
        membership.peerId(),
        ready.mode().equals("sfu") ? Mode.SFU : Mode.P2P);
    return Map.of();
  }

  /// The leg to the SFU came or went; viewers see whether anybody sends.
  void publisherChanged(@Observes PublisherChanged event) {
    boolean before = rooms.streamerOnline(event.streamId());
    rooms.publisher(event.streamId(), event.leg());
    if (rooms.streamerOnline(event.streamId()) != before) {
      streams
          .find(event.streamId())
          .filter(LiveStream::isLive)
          .ifPresent(stream -> rooms.broadcastState(streams.view(stream)));
    }
  }

  /// The streamer's page need not send what nobody watches.
  void layersWanted(@Observes LayersWanted event) {
    rooms.layersWanted(event.streamId(), event.rids());
  }

  private static String requirePeerId(@Nullable String peerId) {
    if (peerId == null) {
      throw new InvalidInput("peerId", "required", "name the viewer");
    }
    return peerId;
  }

  private static Membership requireStreamer(Peer peer) {
    Membership membership = Membership.require(peer);
    if (membership.role() != Role.STREAMER) {
      throw new Forbidden("Only the streamer may do this.");
    }
    return membership;
  }
}
