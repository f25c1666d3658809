package live.nio.sfu;

import java.util.ArrayList;
import java.util.List;
import live.nio.sfu.forward.MediaPacket;
import live.nio.sfu.forward.SenderClock;
import live.nio.sfu.forward.VideoLayers;
import live.nio.sfu.rtp.MediaKind;

/// One loop's copy of a stream: the history of its media, and the viewers this loop serves. Belongs
/// to the loop, except for what says otherwise.
final class Replica {
  private final Stream stream;
  private final Loop loop;
  private final VideoLayers video = new VideoLayers();
  private final SenderClock audioClock = new SenderClock();
  private final List<ViewerLeg> viewers = new ArrayList<>();
  private final List<MediaPacket> audio = new ArrayList<>();
  private final List<MediaPacket> late = new ArrayList<>();
  private final long[] newest = new long[VideoLayers.MOST];
  private final int[] wantedBy = new int[VideoLayers.MOST];
  private int generation = -1;
  private boolean videoCame;
  private boolean queued;
  private long senderOffsetNanos;
  private boolean senderOffsetKnown;
  private volatile int viewerCount;
  private volatile int wantedLayers;

  Replica(Stream stream, Loop loop) {
    this.stream = stream;
    this.loop = loop;
  }

  Stream stream() {
    return stream;
  }

  Loop loop() {
    return loop;
  }

  VideoLayers video() {
    return video;
  }

  SenderClock audioClock() {
    return audioClock;
  }

  /// Takes a packet in; it goes out with [#deliver].
  void take(MediaPacket packet, long nowNanos) {
    if (packet.generation() != generation) {
      if (packet.generation() < generation) {
        return;
      }
      generation = packet.generation();
      java.util.Arrays.fill(newest, Long.MIN_VALUE);
      audioClock.clear();
      senderOffsetKnown = false;
    }
    if (packet.kind() == MediaKind.AUDIO) {
      if (!viewers.isEmpty()) {
        audio.add(packet);
      }
    } else {
      if (!video.put(packet, nowNanos)) {
        return;
      }
      if (packet.sequence() > newest[packet.layer()]) {
        newest[packet.layer()] = packet.sequence();
        videoCame = true;
      } else if (!viewers.isEmpty()) {
        late.add(packet);
      }
    }
    if (!queued && !viewers.isEmpty()) {
      queued = true;
      loop.fresh(this);
    }
  }

  /// Sends on what has come, viewer by viewer, so that a viewer's packets stay together.
  void deliver(long nowNanos) {
    queued = false;
    for (int i = 0; i < viewers.size(); i++) {
      ViewerLeg viewer = viewers.get(i);
      for (int a = 0; a < audio.size(); a++) {
        viewer.audio(nowNanos, audio.get(a));
      }
      for (int l = 0; l < late.size(); l++) {
        viewer.late(nowNanos, late.get(l));
      }
      if (videoCame) {
        viewer.goOn(nowNanos);
      }
    }
    audio.clear();
    late.clear();
    videoCame = false;
  }

  /// A sender report of the publisher.
  ///
  /// @param offsetNanos monotonic time of arrival less the publisher's clock, the least so far
  void senderReport(
      int ofGeneration, MediaKind kind, int layer, long ntpNanos, int timestamp, long offsetNanos) {
    if (ofGeneration < generation) {
      return;
    }
    if (kind == MediaKind.AUDIO) {
      audioClock.report(ntpNanos, timestamp);
    } else {
      video.clock(layer).report(ntpNanos, timestamp);
    }
    senderOffsetNanos = offsetNanos;
    senderOffsetKnown = true;
  }

  boolean senderOffsetKnown() {
    return senderOffsetKnown;
  }

  /// The publisher's clock at a moment of ours.
  long senderNtpNanos(long nowNanos) {
    return nowNanos - senderOffsetNanos;
  }

  void add(ViewerLeg viewer) {
    viewers.add(viewer);
    viewerCount = viewers.size();
  }

  void remove(ViewerLeg viewer) {
    viewers.remove(viewer);
    viewerCount = viewers.size();
  }

  /// A viewer gets or wants other layers than before.
  ///
  /// @param before bits of layers
  /// @param after bits of layers
  void wants(int before, int after) {
    if (before == after) {
      return;
    }
    int wanted = 0;
    for (int layer = 0; layer < wantedBy.length; layer++) {
      wantedBy[layer] += (after >> layer & 1) - (before >> layer & 1);
      wanted |= wantedBy[layer] > 0 ? 1 << layer : 0;
    }
    wantedLayers = wanted;
  }

  /// Any thread.
  int wantedLayers() {
    return wantedLayers;
  }

  /// Any thread.
  int viewers() {
    return viewerCount;
  }

  /// Any thread.
  boolean hasViewers() {
    return viewerCount > 0;
  }
}
