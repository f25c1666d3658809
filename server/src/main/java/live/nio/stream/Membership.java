package live.nio.stream;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;
import java.util.UUID;
import live.nio.realtime.Peer;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/// Which stream a peer is in, and as what.
///
/// @param peerId name of the page among the room's pages; the streamer uses it to address a viewer
public record Membership(UUID streamId, Role role, String peerId) {

  /// What a peer is in its stream.
  @Schema(
      name = "LiveRole",
      enumeration = {"streamer", "viewer"})
  public enum Role {
    STREAMER,
    VIEWER;

    @JsonValue
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// The peer's membership, or null when it is in no stream.
  public static @Nullable Membership of(Peer peer) {
    return peer.get(Membership.class);
  }

  /// As [#of], for events that make sense in a stream only.
  ///
  /// @throws live.nio.platform.DomainError `not_joined`
  public static Membership require(Peer peer) {
    Membership membership = of(peer);
    if (membership == null) {
      throw new StreamErrors.NotJoined();
    }
    return membership;
  }

  static void set(Peer peer, @Nullable Membership membership) {
    peer.set(Membership.class, membership);
  }

  /// The Socket.IO room of a stream; everyone in it gets the stream's broadcasts.
  public static String room(UUID streamId) {
    return "stream:" + streamId;
  }
}
