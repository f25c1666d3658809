package live.nio.stream;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.enterprise.event.Event;
import java.io.UncheckedIOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.ToLongFunction;
import live.nio.platform.StartupFailure;
import live.nio.sfu.LayerChoice;
import live.nio.sfu.LegAnswer;
import live.nio.sfu.LegStatistics;
import live.nio.sfu.NotPublished;
import live.nio.sfu.Sfu;
import live.nio.sfu.SfuFull;
import live.nio.sfu.SfuListener;
import live.nio.sfu.SfuOptions;
import live.nio.sfu.StreamStatistics;
import live.nio.sfu.net.SocketCounters;
import live.nio.sfu.sdp.SdpException;
import live.nio.sfu.srtp.SrtpCrypto;
import org.jspecify.annotations.Nullable;

/// The media server: our own SFU in this process. What happens to publishers is told as
/// [PublisherChanged] and [LayersWanted], one after the other.
final class SfuMedia implements Media, AutoCloseable {
  /// Metrics of the sockets, explained at [SocketCounters].
  private static final Map<String, ToLongFunction<SocketCounters>> SOCKET_COUNTERS =
      Map.of(
          "received", SocketCounters::received,
          "received.bytes", SocketCounters::receivedBytes,
          "truncated", SocketCounters::truncated,
          "sent", SocketCounters::sent,
          "sent.bytes", SocketCounters::sentBytes,
          "send.calls", SocketCounters::sendCalls,
          "segmented", SocketCounters::segmented,
          "dropped", SocketCounters::dropped,
          "failed", SocketCounters::failed);

  private final Sfu sfu;
  private final Event<PublisherChanged> changes;
  private final Event<LayersWanted> layers;
  private final Map<String, PublisherChanged.Leg> publishers = new ConcurrentHashMap<>();
  private final Map<String, Layer> choices = new ConcurrentHashMap<>();
  private final ExecutorService teller =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("media-events").factory());

  SfuMedia(
      MediaSettings settings,
      Clock clock,
      Event<PublisherChanged> changes,
      Event<LayersWanted> layers,
      MeterRegistry metrics) {
    this.changes = changes;
    this.layers = layers;
    try {
      this.sfu =
          Sfu.start(
              new SfuOptions(
                  InetAddress.ofLiteral("0.0.0.0"),
                  settings.port(),
                  announced(settings),
                  settings.loops() > 0
                      ? settings.loops()
                      : Runtime.getRuntime().availableProcessors(),
                  settings.tcp(),
                  SrtpCrypto.best(),
                  new SecureRandom(),
                  clock,
                  new Told()));
    } catch (UncheckedIOException e) {
      throw new StartupFailure(
          "Media port %d cannot be used: %s.\nStop the program that listens there, or choose another one with MEDIA_PORT."
              .formatted(settings.port(), e.getMessage()));
    }
    metrics.gauge("nio.media.legs", sfu, Sfu::legs);
    FunctionCounter.builder("nio.media.packets.dropped", sfu, Sfu::droppedPackets)
        .description("Packets that waited for a loop when its queue was full")
        .register(metrics);
    SOCKET_COUNTERS.forEach((name, counter) ->
        FunctionCounter.builder(
                "nio.media.socket." + name,
                sfu,
                it -> it.counters().stream().mapToLong(counter).sum())
            .register(metrics));
  }

  /// Ends all media.
  @Override
  public void close() {
    sfu.close();
    teller.shutdownNow();
  }

  /// The configured addresses; without any, this machine's own, those other machines can reach
  /// first, and of these IPv4 before IPv6.
  private static List<InetAddress> announced(MediaSettings settings) {
    List<InetAddress> all = new ArrayList<>();
    for (String text : settings.publicIp().orElse(List.of())) {
      if (!text.isBlank()) {
        all.add(address(text.strip()));
      }
    }
    if (!all.isEmpty()) {
      return all;
    }
    try {
      for (NetworkInterface it : NetworkInterface.networkInterfaces().toList()) {
        if (it.isUp()) {
          it.inetAddresses().filter(address -> !address.isLinkLocalAddress()).forEach(all::add);
        }
      }
      all.sort(
          Comparator.comparing(InetAddress::isLoopbackAddress)
              .thenComparing(Inet6Address.class::isInstance));
    } catch (SocketException e) {
      throw new StartupFailure(
          "This machine's network addresses cannot be read: %s.\nName the one browsers reach with MEDIA_PUBLIC_IP."
              .formatted(e.getMessage()));
    }
    if (all.isEmpty()) {
      throw new StartupFailure(
          "This machine has no network address.\nName the one browsers reach with MEDIA_PUBLIC_IP.");
    }
    return all;
  }

  private static InetAddress address(String text) {
    try {
      return InetAddress.getByName(text);
    } catch (UnknownHostException e) {
      throw new StartupFailure(
          "MEDIA_PUBLIC_IP names \"%s\", which is no address.".formatted(text));
    }
  }

  // ---- WHIP and WHEP

  @Override
  public Answer publish(UUID streamId, PublisherChanged.Leg by, String offer) throws SdpException {
    try {
      LegAnswer answer = sfu.publish(streamId.toString(), offer);
      publishers.put(answer.legId(), by);
      return new Answer(answer.legId(), answer.sdp());
    } catch (SfuFull e) {
      throw new StreamErrors.MediaBusy();
    }
  }

  @Override
  public Answer view(UUID streamId, String offer) throws SdpException {
    try {
      LegAnswer answer = sfu.view(streamId.toString(), offer);
      return new Answer(answer.legId(), answer.sdp());
    } catch (NotPublished e) {
      throw new StreamErrors.NotPublished();
    } catch (SfuFull e) {
      throw new StreamErrors.MediaBusy();
    }
  }

  @Override
  public Optional<String> patch(String legId, String fragment) throws SdpException {
    return sfu.patch(legId, fragment);
  }

  @Override
  public void close(String legId) {
    sfu.close(legId);
  }

  @Override
  public boolean isOpen(String legId) {
    return sfu.isOpen(legId);
  }

  @Override
  public void layer(String legId, Layer choice) {
    LayerChoice wish =
        switch (choice) {
          case AUTO -> LayerChoice.AUTO;
          case HIGH -> LayerChoice.HIGH;
          case MEDIUM -> LayerChoice.MEDIUM;
          case LOW -> LayerChoice.LOW;
        };
    if (sfu.choose(legId, wish)) {
      choices.put(legId, choice);
    }
  }

  // ---- statistics

  @Override
  public Optional<PublisherStatistics> publisherStatistics(UUID streamId) {
    return sfu.statistics(streamId.toString(), true)
        .flatMap(stream ->
            Optional.ofNullable(stream.publisher())
                .map(leg ->
                    new PublisherStatistics(
                        state(leg),
                        transport(leg),
                        name(stream.videoCodec()),
                        name(stream.audioCodec()),
                        leg.bitrateBps(),
                        leg.lost(),
                        leg.jitterMs(),
                        Math.max(0, leg.rttMs()),
                        leg.keyFrameRequests(),
                        stream.viewers(),
                        layers(leg, stream))));
  }

  @Override
  public Optional<ViewerStatistics> viewerStatistics(String legId) {
    return sfu.legStatistics(legId)
        .map(leg -> {
          StreamStatistics stream =
              sfu.streamOf(legId).flatMap(id -> sfu.statistics(id, false)).orElse(null);
          int count = leg.layers().size();
          return new ViewerStatistics(
              state(leg),
              transport(leg),
              choices.getOrDefault(legId, Layer.AUTO),
              leg.layer() < 0 ? null : layer(leg.layer(), count),
              layers(leg, null),
              stream == null ? null : name(stream.videoCodec()),
              stream == null ? null : name(stream.audioCodec()),
              leg.bitrateBps(),
              leg.estimateBps(),
              leg.lost(),
              Math.max(0, leg.rttMs()),
              leg.packets(),
              leg.resent());
        });
  }

  private static LegState state(LegStatistics leg) {
    return switch (leg.state()) {
      case NEW, CONNECTING -> LegState.CONNECTING;
      case CONNECTED -> LegState.CONNECTED;
      case DISCONNECTED, CLOSED -> LegState.DISCONNECTED;
    };
  }

  private static @Nullable String transport(LegStatistics leg) {
    return switch (leg.state()) {
      case NEW, CONNECTING -> null;
      case CONNECTED, DISCONNECTED, CLOSED -> leg.tcp() ? "tcp" : "udp";
    };
  }

  private static @Nullable String name(String codec) {
    return codec.isEmpty() ? null : codec;
  }

  private static List<LayerStatistics> layers(
      LegStatistics leg, @Nullable StreamStatistics withViewers) {
    int count = leg.layers().size();
    Map<Layer, Integer> watching = new EnumMap<>(Layer.class);
    if (withViewers != null) {
      for (LegStatistics viewer : withViewers.viewerLegs()) {
        if (viewer.layer() >= 0) {
          watching.merge(layer(viewer.layer(), count), 1, Integer::sum);
        }
      }
    }
    List<LayerStatistics> all = new ArrayList<>();
    for (int i = count - 1; i >= 0; i--) {
      LegStatistics.LayerStatistics it = leg.layers().get(i);
      Layer layer = layer(i, count);
      all.add(
          new LayerStatistics(
              layer,
              it.bitrateBps() > 0,
              it.width(),
              it.height(),
              it.framesPerSecond(),
              it.bitrateBps(),
              watching.getOrDefault(layer, 0)));
    }
    return all;
  }

  /// The largest is always high; of two the other is low.
  private static Layer layer(int index, int count) {
    if (index >= count - 1) {
      return Layer.HIGH;
    }
    return index == 0 ? Layer.LOW : Layer.MEDIUM;
  }

  // ---- what happens

  private final class Told implements SfuListener {
    /// The leg that publishes each stream. Used by what [#teller] does, one at a time.
    private final Map<String, String> publishing = new HashMap<>();

    @Override
    public void publisherConnected(String streamId, String legId) {
      teller.execute(() -> {
        PublisherChanged.Leg leg = publishers.get(legId);
        if (leg != null) {
          publishing.put(streamId, legId);
          changes.fire(new PublisherChanged(UUID.fromString(streamId), leg));
        }
      });
    }

    @Override
    public void publisherGone(String streamId, String legId) {
      teller.execute(() -> {
        boolean wasConnected = publishers.remove(legId) != null;
        publishing.remove(streamId, legId);
        if (wasConnected && !sfu.isPublishing(streamId)) {
          changes.fire(new PublisherChanged(UUID.fromString(streamId), PublisherChanged.Leg.NONE));
        }
      });
    }

    @Override
    public void layersWanted(String streamId, String legId, List<String> rids) {
      teller.execute(() -> {
        // A program has nobody to tell; of a leg that was replaced this is old news.
        if (publishers.get(legId) == PublisherChanged.Leg.PAGE
            && legId.equals(publishing.get(streamId))) {
          layers.fire(new LayersWanted(UUID.fromString(streamId), rids));
        }
      });
    }

    @Override
    public void viewerGone(String streamId, String legId) {
      choices.remove(legId);
    }
  }
}
