package live.nio.sfu;

/// Told of what happens to legs, on a thread of the SFU: return at once, throw nothing.
public interface SfuListener {
  /// A publisher's media path is up.
  default void publisherConnected(String streamId, String legId) {}

  /// A publisher's leg is over: closed, replaced, or silent for too long.
  default void publisherGone(String streamId, String legId) {}

  /// A viewer's media path is up.
  default void viewerConnected(String streamId, String legId) {}

  /// A viewer's leg is over.
  default void viewerGone(String streamId, String legId) {}

  /// The layers somebody watches have changed.
  ///
  /// @param wanted per simulcast layer in the order of the offer, whether it is
  default void layersWanted(String streamId, boolean[] wanted) {}
}
