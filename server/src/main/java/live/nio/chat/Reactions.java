package live.nio.chat;

import io.vertx.core.Vertx;
import jakarta.inject.Singleton;
import jakarta.validation.constraints.NotNull;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import live.nio.identity.Identity;
import live.nio.platform.InvalidInput;
import live.nio.platform.Limit;
import live.nio.realtime.LiveFeature;
import live.nio.realtime.Peer;
import live.nio.realtime.Realtime;
import live.nio.realtime.SocketEvents;
import live.nio.stream.Membership;

/// Reactions: a picture sent to everybody and forgotten. Those of a room are gathered for a moment,
/// so that a hundred people who cheer are one message to everybody.
@Singleton
class Reactions implements LiveFeature {

  private static final long GATHER_MS = 250;
  private static final Set<String> EMOJI = Set.of("❤️", "🔥", "👏", "😂", "😮", "😢", "🎉", "👍");

  /// Client → server.
  record React(@NotNull String emoji) {}

  private record Count(String emoji, int count) {}

  private record Gathered(UUID streamId, List<Count> reactions) {}

  private final ReactionPasses passes;
  private final Realtime realtime;
  private final Vertx vertx;

  /// What is being gathered, by stream; bounded by the rooms with people in them.
  private final ConcurrentHashMap<UUID, Map<String, Integer>> gathering = new ConcurrentHashMap<>();

  Reactions(ReactionPasses passes, Realtime realtime, Vertx vertx) {
    this.passes = passes;
    this.realtime = realtime;
    this.vertx = vertx;
  }

  @Override
  public void register(SocketEvents events) {
    events.on("reaction", React.class, Limit.REACTION, "slow_down", this::react);
  }

  private Object react(Peer peer, React request) {
    Identity person = peer.identity().orElseThrow(ChatErrors.LoginRequired::new);
    UUID streamId = Membership.require(peer).streamId();
    if (!EMOJI.contains(request.emoji())) {
      throw new InvalidInput("emoji", "one_of", "one of " + String.join(" ", EMOJI));
    }
    passes.require(streamId, person);
    gathering.compute(
        streamId,
        (_, gathered) -> {
          Map<String, Integer> counts = gathered;
          if (counts == null) {
            counts = new TreeMap<>();
            vertx.setTimer(GATHER_MS, _ -> send(streamId));
          }
          counts.merge(request.emoji(), 1, Integer::sum);
          return counts;
        });
    return Map.of();
  }

  private void send(UUID streamId) {
    Map<String, Integer> counts = gathering.remove(streamId);
    if (counts != null) {
      List<Count> reactions =
          counts.entrySet().stream()
              .map(entry -> new Count(entry.getKey(), entry.getValue()))
              .toList();
      realtime.emitTo(Membership.room(streamId), "reaction", new Gathered(streamId, reactions));
    }
  }
}
