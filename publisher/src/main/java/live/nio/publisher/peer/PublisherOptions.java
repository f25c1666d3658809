package live.nio.publisher.peer;

/// How a [Publisher] behaves.
///
/// @param maxBitrateBps of all layers of video together
/// @param adapts whether the bitrate follows what the server says the way carries
/// @param stamped whether each payload ends with the time it was sent, see [PacketStamp]; players
///   then see noise
public record PublisherOptions(int maxBitrateBps, boolean adapts, boolean stamped) {
  /// Adapts, and sends clean packets.
  public static PublisherOptions of(int maxBitrateBps) {
    return new PublisherOptions(maxBitrateBps, true, false);
  }

  public PublisherOptions withStamps() {
    return new PublisherOptions(maxBitrateBps, false, true);
  }
}
