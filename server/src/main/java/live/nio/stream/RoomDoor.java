package live.nio.stream;

import java.util.UUID;

/// A feature that may keep somebody out of a stream: of its room and of its media. Implementations
/// are CDI beans. The streamer and guests are never asked about.
public interface RoomDoor {

  /// Lets somebody in, or does not. Asked before they enter and once more when they are in, so that
  /// nobody slips in while the door is being shut.
  ///
  /// @throws live.nio.platform.DomainError to keep them out
  void admit(LiveStream stream, UUID accountId);
}
