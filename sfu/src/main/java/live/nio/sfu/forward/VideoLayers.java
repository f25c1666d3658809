package live.nio.sfu.forward;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// The layers of a stream's video as one loop sees them: simulcast layers with a [History] each, or
/// the spatial layers of one source (VP9, AV1). Belongs to one loop.
public final class VideoLayers {
  /// Simulcast layers, and spatial layers of a source.
  public static final int MOST = 4;

  /// Packets kept per source: about five seconds at 1.5 Mbit/s.
  static final int REMEMBERED = 1024;

  /// A layer without packets for so long is not being sent.
  private static final long SILENT_NANOS = TimeUnit.MILLISECONDS.toNanos(1_500);

  private final History[] histories = new History[MOST];
  private final RateMeter[] spatialRates = new RateMeter[MOST];
  private final SenderClock[] clocks = new SenderClock[MOST];
  private int simulcast = 1;
  private int spatial = 1;
  private int generation = -1;

  public VideoLayers() {
    for (int i = 0; i < MOST; i++) {
      spatialRates[i] = new RateMeter();
      clocks[i] = new SenderClock();
      histories[i] = new History(REMEMBERED);
    }
  }

  /// Takes a packet in.
  ///
  /// @return whether it is new
  public boolean put(MediaPacket packet, long nowNanos) {
    if (packet.generation != generation) {
      if (packet.generation < generation) {
        return false;
      }
      begin(packet.generation);
    }
    if (packet.layer >= simulcast) {
      simulcast = packet.layer + 1;
    }
    if (!histories[packet.layer].put(packet, nowNanos)) {
      return false;
    }
    int spatialId = Math.clamp(packet.spatialId, 0, MOST - 1);
    spatialRates[spatialId].add(nowNanos, packet.payloadLength);
    if (packet.keyFrame && simulcast == 1 && packet.frameStart) {
      spatial = spatialId == 0 ? 1 : Math.max(spatial, spatialId + 1);
    }
    spatial = Math.max(spatial, spatialId + 1);
    return true;
  }

  private void begin(int newGeneration) {
    generation = newGeneration;
    simulcast = 1;
    spatial = 1;
    for (int i = 0; i < MOST; i++) {
      histories[i].clear();
      clocks[i].clear();
    }
  }

  public int generation() {
    return generation;
  }

  /// How many there are to choose from.
  public int count() {
    return isSpatial() ? spatial : simulcast;
  }

  /// Whether the layers are those of one source, sent as parts of one picture.
  boolean isSpatial() {
    return simulcast == 1 && spatial > 1;
  }

  /// Where the packets of a layer are.
  History history(int layer) {
    return histories[isSpatial() ? 0 : layer];
  }

  public SenderClock clock(int layer) {
    return clocks[isSpatial() ? 0 : layer];
  }

  /// What each layer takes, with all it needs below it; 0 for one that cannot be had.
  ///
  /// @param restingBps of simulcast layers that are not being sent because nobody wanted them, what
  ///   they took before; 0 for the others
  public void bitrates(long nowNanos, long[] restingBps, long[] into) {
    Arrays.fill(into, 0);
    if (isSpatial()) {
      long below = 0;
      for (int i = 0; i < spatial; i++) {
        below += spatialRates[i].bps(nowNanos);
        into[i] = below;
      }
      return;
    }
    for (int i = 0; i < simulcast; i++) {
      // While a layer is switched off or on, its rate falls or rises for a second: not less than
      // usual.
      into[i] = isActive(nowNanos, i) ? Math.max(1, histories[i].bps(nowNanos)) : 0;
      into[i] = Math.max(into[i], restingBps[i]);
    }
  }

  /// Whether a simulcast layer is being sent.
  boolean isActive(long nowNanos, int layer) {
    return histories[layer].isActive(nowNanos, SILENT_NANOS);
  }
}
