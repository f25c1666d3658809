package live.nio.stream;

import jakarta.enterprise.inject.Any;
import jakarta.enterprise.inject.Instance;
import jakarta.inject.Singleton;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// All doors of a stream.
@Singleton
class RoomDoors {

  private final Instance<RoomDoor> doors;

  RoomDoors(@Any Instance<RoomDoor> doors) {
    this.doors = doors;
  }

  /// Asks every door.
  ///
  /// @param accountId null for a guest
  /// @throws live.nio.platform.DomainError when one keeps them out
  void admit(LiveStream stream, @Nullable UUID accountId) {
    if (accountId == null || accountId.equals(stream.streamerId())) {
      return;
    }
    for (RoomDoor door : doors) {
      door.admit(stream, accountId);
    }
  }
}
