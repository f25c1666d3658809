package live.nio.stream;

import java.util.Optional;
import java.util.UUID;
import live.nio.sfu.sdp.SdpException;

/// The media server as the routes of WHIP and WHEP use it. A leg is one client's connection to it.
/// Any thread; calls may block for milliseconds.
interface Media {

  /// What a leg's client is answered.
  ///
  /// @param legId names the leg from now on; unguessable (128 random bits), of letters, digits, `-`
  ///   and `_`
  /// @param sdp the answer
  record Answer(String legId, String sdp) {}

  /// Makes the leg that publishes a stream. One that is there already is replaced.
  ///
  /// @param by what publishes; [PublisherChanged] says it again when the leg is connected
  /// @throws SdpException when the offer cannot be answered
  /// @throws live.nio.platform.DomainError `media_busy`
  Answer publish(UUID streamId, PublisherChanged.Leg by, String offer) throws SdpException;

  /// Makes a leg that watches a stream.
  ///
  /// @throws SdpException when the offer cannot be answered
  /// @throws live.nio.platform.DomainError `not_published` while nobody sends the stream,
  ///   `media_busy`
  Answer view(UUID streamId, String offer) throws SdpException;

  /// Takes candidates or an ICE restart.
  ///
  /// @return the reply to a restart; empty when it was none
  /// @throws SdpException when the fragment makes no sense
  Optional<String> patch(String legId, String fragment) throws SdpException;

  /// Ends a leg; one that is gone already stays so.
  void close(String legId);

  /// Whether the leg exists: not closed by either side, nor given up after silence.
  boolean isOpen(String legId);

  /// Chooses what a viewer's leg is sent. Without effect on a leg that is gone.
  void layer(String legId, Layer choice);

  /// Of the leg that publishes the stream; empty when there is none.
  Optional<PublisherStatistics> publisherStatistics(UUID streamId);

  /// Of a viewer's leg; empty when it is gone.
  Optional<ViewerStatistics> viewerStatistics(String legId);
}
