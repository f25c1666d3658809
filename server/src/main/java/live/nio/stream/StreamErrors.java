package live.nio.stream;

import java.util.Map;
import java.util.UUID;
import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;

/// The refusals of this feature.
final class StreamErrors {

  private StreamErrors() {}

  static final class AlreadyLive extends DomainError {
    private final UUID streamId;

    AlreadyLive(UUID streamId) {
      super(
          ErrorKind.CONFLICT,
          "already_live",
          "You are live already. Return to that stream or end it first.");
      this.streamId = streamId;
    }

    @Override
    public Map<String, Object> extras() {
      return Map.of("streamId", streamId);
    }
  }

  static final class Over extends DomainError {
    Over() {
      super(ErrorKind.CONFLICT, "stream_ended", "This stream is over.");
    }
  }

  static final class NotJoined extends DomainError {
    NotJoined() {
      super(ErrorKind.CONFLICT, "not_joined", "Join a stream first.");
    }
  }

  static final class PeerGone extends DomainError {
    PeerGone() {
      super(ErrorKind.CONFLICT, "peer_gone", "The other side is not connected.");
    }
  }
}
