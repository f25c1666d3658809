package live.nio.sfu;

import java.util.List;

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

  /// Other simulcast layers are wanted of a publisher than before. All are when its media path
  /// comes up and while it sends nothing, the smallest always is, and the others are for as long as
  /// somebody watches them and [SfuLimits#UNWANTED] longer. A publisher that cannot switch its
  /// layers off may send them all.
  ///
  /// @param rids of the wanted layers, in the order of the offer
  default void layersWanted(String streamId, String legId, List<String> rids) {}
}
