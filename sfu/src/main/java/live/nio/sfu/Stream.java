package live.nio.sfu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLongArray;
import live.nio.sfu.forward.Batch;
import live.nio.sfu.forward.VideoLayers;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.CodecParameters;
import live.nio.sfu.rtp.MediaKind;
import org.jspecify.annotations.Nullable;

/// One publisher and its viewers. Each loop has a [Replica] with its own history and viewers; this
/// is what ties them together. Thread-safe.
final class Stream {
  private static final int ALL_LAYERS = -1;

  /// A layer that was switched on again comes within so long, or is given up.
  private static final long WAKING_NANOS = Duration.ofSeconds(3).toNanos();

  private final String id;
  private final Core core;
  private final List<Replica> replicas = new ArrayList<>();
  private final AtomicInteger generations = new AtomicInteger();
  private final AtomicInteger legs = new AtomicInteger();
  private volatile int toldLayers = ALL_LAYERS;
  private volatile int wakingLayers;
  private final AtomicLongArray restingBps = new AtomicLongArray(VideoLayers.MOST);
  private volatile long wokenAt = Long.MIN_VALUE / 2;
  private volatile @Nullable PublisherLeg publisher;

  Stream(String id, Core core) {
    this.id = id;
    this.core = core;
    for (Loop loop : core.loops()) {
      replicas.add(new Replica(this, loop));
    }
  }

  String id() {
    return id;
  }

  Core core() {
    return core;
  }

  Replica replica(Loop loop) {
    return replicas.get(loop.index());
  }

  @Nullable PublisherLeg publisher() {
    return publisher;
  }

  /// A publisher's leg was made. It is the stream's publisher from now on, unless another one sends
  /// right now: that goes on until this one is up.
  void announced(PublisherLeg leg) {
    PublisherLeg now = publisher;
    if (now == null || now.state() != LegState.CONNECTED) {
      takeOver(leg);
    }
  }

  /// Puts a publisher in the place of the one before. Viewers stay if they can read what it sends;
  /// otherwise their legs are closed, and they come again.
  void takeOver(PublisherLeg leg) {
    PublisherLeg before;
    synchronized (this) {
      before = publisher;
      publisher = leg;
      toldLayers = ALL_LAYERS;
      wakingLayers = 0;
    }
    if (before == leg) {
      return;
    }
    if (before != null) {
      before.closeSoon();
    }
    List<Codec> sent = leg.codecs().stream().map(CodecParameters::codec).toList();
    for (Leg other : core.legs()) {
      if (other instanceof ViewerLeg viewer
          && viewer.stream() == this
          && !sent.containsAll(viewer.codecs())) {
        viewer.closeSoon();
      }
    }
  }

  /// Takes a publisher out, if it is still this one.
  synchronized void withdraw(PublisherLeg leg) {
    if (publisher == leg) {
      publisher = null;
    }
  }

  int nextGeneration() {
    return generations.incrementAndGet();
  }

  /// The codecs a viewer can get.
  List<CodecParameters> sources() {
    PublisherLeg leg = publisher;
    return leg == null ? List.of() : leg.codecs();
  }

  /// Gives packets to every loop. Called by the publisher's loop.
  void deliver(Batch batch, Loop from, long nowNanos) {
    int last = batch.size() - 1;
    for (int i = 0; i < replicas.size(); i++) {
      Replica replica = replicas.get(i);
      for (int p = 0; p <= last; p++) {
        if (replica.loop() == from) {
          replica.take(batch.get(p), nowNanos);
        } else {
          replica.loop().offer(this, batch.get(p), p == last && replica.hasViewers());
        }
      }
    }
  }

  /// Tells every loop what a sender report said.
  void senderReport(
      int generation, MediaKind kind, int layer, long ntpNanos, int timestamp, long offsetNanos) {
    for (Replica replica : replicas) {
      replica
          .loop()
          .execute(() ->
              replica.senderReport(generation, kind, layer, ntpNanos, timestamp, offsetNanos));
    }
  }

  /// Somebody needs a key frame of a layer. Any thread; asked for soon, once for all.
  void wantKeyFrame(int layer) {
    PublisherLeg leg = publisher;
    if (leg != null) {
      leg.wantKeyFrame(layer);
    }
  }

  /// Bits of the layers any viewer gets or waits for.
  int wantedLayers() {
    int wanted = 0;
    for (Replica replica : replicas) {
      wanted |= replica.wantedLayers();
    }
    return wanted;
  }

  /// The publisher is told which layers are wanted.
  ///
  /// @param usualBps what each layer took while it was sent
  /// @return false when the leg is not the publisher any more
  synchronized boolean told(PublisherLeg leg, int wanted, long[] usualBps, long nowNanos) {
    if (publisher != leg) {
      return false;
    }
    int still = nowNanos - wokenAt < WAKING_NANOS ? wakingLayers : 0;
    int woken = wanted & ~toldLayers;
    for (int i = 0; i < VideoLayers.MOST; i++) {
      restingBps.set(i, usualBps[i]);
    }
    wakingLayers = (still & wanted) | woken;
    if (woken != 0) {
      wokenAt = nowNanos;
    }
    toldLayers = wanted;
    return true;
  }

  /// The layers the publisher does not send because nobody wanted them: switched off, or switched
  /// on again so short a time ago that they may still come.
  ///
  /// @param intoBps what each took when it was sent; 0 for all other layers
  void restingLayers(long nowNanos, long[] intoBps) {
    int resting = ~toldLayers;
    if (nowNanos - wokenAt < WAKING_NANOS) {
      resting |= wakingLayers;
    }
    for (int i = 0; i < VideoLayers.MOST; i++) {
      intoBps[i] = (resting & 1 << i) == 0 ? 0 : restingBps.get(i);
    }
  }

  int viewers() {
    int viewers = 0;
    for (Replica replica : replicas) {
      viewers += replica.viewers();
    }
    return viewers;
  }

  void legAdded() {
    legs.incrementAndGet();
  }

  void legRemoved() {
    if (legs.decrementAndGet() == 0) {
      core.dropIfIdle(this);
    }
  }

  boolean isIdle() {
    return legs.get() == 0;
  }

  List<Replica> replicas() {
    return replicas;
  }
}
