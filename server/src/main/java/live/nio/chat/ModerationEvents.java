package live.nio.chat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import live.nio.identity.Identity;
import live.nio.platform.Ids;
import live.nio.platform.InvalidInput;
import live.nio.platform.JsonErrors;
import live.nio.platform.Limit;
import live.nio.realtime.LiveFeature;
import live.nio.realtime.Peer;
import live.nio.realtime.SocketEvents;
import live.nio.stream.LiveStream;
import live.nio.stream.Membership;
import live.nio.stream.Streams;
import org.jspecify.annotations.Nullable;

/// The events of `/live` that keep order: bans, time-outs, rules. The contract is in
/// `docs/protocols/room.md`.
@Singleton
class ModerationEvents implements LiveFeature {

  private static final int MIN_SECONDS = 10;
  private static final int MAX_SECONDS = 86_400;
  private static final int MAX_REASON = 200;

  /// Client → server: ban somebody from the room.
  ///
  /// @param durationSeconds of a time-out; null for a ban
  /// @param reason for the other moderators
  record BanUser(
      @NotBlank @Size(max = 64) String userId,
      @Nullable @Min(MIN_SECONDS) @Max(MAX_SECONDS) Integer durationSeconds,
      @Nullable @Size(max = MAX_REASON) String reason) {}

  /// Client → server: end a ban or time-out.
  record UnbanUser(@NotBlank @Size(max = 64) String userId) {}

  private record Banned(Bans.Ban ban) {}

  private record Changed(Rules rules) {}

  private final Streams streams;
  private final Bans bans;
  private final Rooms rooms;
  private final ObjectMapper mapper;

  ModerationEvents(Streams streams, Bans bans, Rooms rooms, ObjectMapper mapper) {
    this.streams = streams;
    this.bans = bans;
    this.rooms = rooms;
    this.mapper = mapper;
  }

  @Override
  public void register(SocketEvents events) {
    events.on("user_ban", BanUser.class, Limit.MODERATE, this::ban);
    events.on("user_unban", UnbanUser.class, Limit.MODERATE, this::unban);
    // As it came: a field that is missing stays as it is, one that is null says so.
    events.on("room_rules", ObjectNode.class, Limit.MODERATE, this::change);
  }

  private LiveStream stream(Peer peer) {
    return streams.requireLive(Membership.require(peer).streamId());
  }

  private static Identity require(Peer peer) {
    return peer.identity().orElseThrow(ChatErrors.LoginRequired::new);
  }

  private static UUID person(String id) {
    return Ids.require(id, "person");
  }

  private Banned ban(Peer peer, BanUser request) {
    Identity actor = require(peer);
    Integer seconds = request.durationSeconds();
    String reason = request.reason() == null ? "" : request.reason().strip();
    return new Banned(
        bans.ban(
            actor,
            stream(peer),
            person(request.userId()),
            seconds == null ? null : Duration.ofSeconds(seconds),
            reason.isEmpty() ? null : reason));
  }

  private Object unban(Peer peer, UnbanUser request) {
    bans.unban(require(peer), stream(peer).streamerId(), person(request.userId()));
    return Map.of();
  }

  private Changed change(Peer peer, ObjectNode some) {
    return new Changed(
        rooms.change(require(peer), stream(peer).streamerId(), rules -> merge(rules, some)));
  }

  private Rules merge(Rules rules, ObjectNode some) {
    ObjectNode merged = mapper.valueToTree(rules);
    merged.setAll(some);
    try {
      return mapper.treeToValue(merged, Rules.class);
    } catch (JsonProcessingException wrongShape) {
      throw JsonErrors.wrongField(wrongShape)
          .orElseGet(() -> new InvalidInput("rules", "pattern", "this value is not possible"));
    }
  }
}
