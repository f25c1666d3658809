package live.nio.stream;

import java.util.UUID;

/// The leg on which a stream's media comes to the SFU was connected, or is gone. Fired on a thread
/// that may block, in the order it happened.
///
/// @param streamId stream that is published
/// @param leg what there is now
public record PublisherChanged(UUID streamId, Leg leg) {

  /// Who sends a stream's media to the SFU.
  public enum Leg {
    /// Nobody.
    NONE,
    /// The streamer's page, which is in the room too and can be told when to send.
    PAGE,
    /// A program such as OBS, which sends all the time and cannot serve anybody peer to peer.
    ENCODER
  }
}
