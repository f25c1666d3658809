package live.nio.publisher.peer;

import java.util.List;
import live.nio.publisher.vp8.EncodedFrame;

/// Where a [Publisher] gets its pictures and its sound from. Its methods may be called on any
/// thread.
public interface MediaFeed extends AutoCloseable {
  /// The size of each simulcast layer, smallest first; one of them without simulcast.
  List<Layer> layers();

  /// Begins to deliver.
  void start(Sink sink);

  /// Asks for a key frame of a layer soon.
  void requestKeyFrame(int layer);

  /// Tells how much all layers together may take from now on.
  void bitrate(int bps);

  /// Ends delivery.
  @Override
  void close();

  /// A size pictures are sent in.
  record Layer(int width, int height) {}

  /// What is delivered to. Any thread.
  interface Sink {
    /// A coded picture.
    ///
    /// @param captureNanos when the picture was taken, on the clock of [System#nanoTime]
    void video(int layer, EncodedFrame frame, long captureNanos);

    /// 20 ms of Opus.
    ///
    /// @param captureNanos when its first sample was taken
    void audio(byte[] packet, long captureNanos);
  }
}
