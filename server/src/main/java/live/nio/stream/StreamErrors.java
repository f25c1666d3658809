package live.nio.stream;

import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import live.nio.platform.DomainError;
import live.nio.platform.ErrorKind;
import live.nio.sfu.sdp.SdpException;

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

    UUID streamId() {
      return streamId;
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

  /// Nobody sends this stream at the moment; the same call succeeds as soon as somebody does.
  static final class NotPublished extends DomainError {
    NotPublished() {
      super(ErrorKind.CONFLICT, "not_published", "This stream has no picture yet.");
    }

    @Override
    public Duration retryAfter() {
      return Duration.ofSeconds(1);
    }
  }

  /// The media server is full, or about to stop.
  static final class MediaBusy extends DomainError {
    MediaBusy() {
      super(ErrorKind.UNAVAILABLE, "media_busy", "The media server has no room at the moment.");
    }

    @Override
    public Duration retryAfter() {
      return Duration.ofSeconds(4);
    }
  }

  /// A session description that is refused; the detail names what is missing in it.
  static final class BadDescription extends DomainError {
    BadDescription(SdpException e) {
      super(
          switch (e.kind()) {
            case MALFORMED -> ErrorKind.INVALID;
            case UNSUPPORTED -> ErrorKind.UNPROCESSABLE;
          },
          switch (e.kind()) {
            case MALFORMED -> "malformed_sdp";
            case UNSUPPORTED -> "unsupported_sdp";
          },
          e.reason());
    }
  }

  static final class DescriptionTooLong extends DomainError {
    DescriptionTooLong(int limit) {
      super(
          ErrorKind.TOO_LARGE,
          "too_large",
          "A session description may have " + limit + " characters.");
    }
  }

  /// A stream key nobody has, or one that was replaced.
  static final class UnknownKey extends DomainError {
    UnknownKey() {
      super(ErrorKind.UNAUTHENTICATED, "unauthorized", "This stream key is not valid.");
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
