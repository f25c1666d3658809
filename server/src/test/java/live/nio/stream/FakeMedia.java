package live.nio.stream;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import live.nio.sfu.sdp.IceFragment;
import live.nio.sfu.sdp.SdpException;
import live.nio.sfu.sdp.SessionDescription;

/// A media server that sends nothing: it reads descriptions, gives out legs and remembers what it
/// was told.
final class FakeMedia implements Media {
  static final String OFFER = "v=0\r\no=- 1 1 IN IP4 0.0.0.0\r\ns=-\r\nt=0 0\r\nm=audio 9 X 0\r\n";
  static final String CANDIDATES =
      "a=mid:0\r\na=candidate:1 1 udp 1 192.0.2.1 5 typ host\r\na=end-of-candidates\r\n";
  static final String RESTART =
      "a=ice-ufrag:ysXw\r\na=ice-pwd:vw5LmwG4y/e6dPP/zAP9Gp5k\r\nm=audio 9 X 0\r\na=mid:0\r\n";

  private static final AtomicInteger NUMBER = new AtomicInteger();

  final Map<String, UUID> legs = new ConcurrentHashMap<>();
  final Map<UUID, String> publishers = new ConcurrentHashMap<>();
  final Map<UUID, PublisherChanged.Leg> publishedBy = new ConcurrentHashMap<>();
  final Map<String, Layer> layers = new ConcurrentHashMap<>();
  final List<String> fragments = new CopyOnWriteArrayList<>();
  volatile boolean full;

  @Override
  public Answer publish(UUID streamId, PublisherChanged.Leg by, String offer) throws SdpException {
    Answer answer = open(streamId, offer);
    publishedBy.put(streamId, by);
    String before = publishers.put(streamId, answer.legId());
    if (before != null) {
      legs.remove(before);
    }
    return answer;
  }

  @Override
  public Answer view(UUID streamId, String offer) throws SdpException {
    if (!isPublished(streamId)) {
      throw new StreamErrors.NotPublished();
    }
    return open(streamId, offer);
  }

  private Answer open(UUID streamId, String offer) throws SdpException {
    if (full) {
      throw new StreamErrors.MediaBusy();
    }
    SessionDescription.parse(offer);
    String legId = "leg-" + NUMBER.incrementAndGet();
    legs.put(legId, streamId);
    return new Answer(legId, "v=0\r\ns=answer\r\n");
  }

  @Override
  public Optional<String> patch(String legId, String fragment) throws SdpException {
    IceFragment read = IceFragment.parse(fragment);
    fragments.add(fragment);
    return read.restarts("", "") ? Optional.of("a=ice-ufrag:ours\r\n") : Optional.empty();
  }

  @Override
  public void close(String legId) {
    legs.remove(legId);
    publishers.values().remove(legId);
  }

  @Override
  public boolean isOpen(String legId) {
    return legs.containsKey(legId);
  }

  @Override
  public void layer(String legId, Layer choice) {
    layers.put(legId, choice);
  }

  boolean isPublished(UUID streamId) {
    return publishers.containsKey(streamId);
  }

  @Override
  public Optional<PublisherStatistics> publisherStatistics(UUID streamId) {
    return Optional.ofNullable(publishers.get(streamId))
        .map(leg ->
            new PublisherStatistics(
                LegState.CONNECTED,
                "udp",
                "VP8",
                "opus",
                1_400_000,
                0.03,
                4,
                25,
                2,
                1,
                new ArrayList<>(
                    List.of(new LayerStatistics(Layer.HIGH, true, 1280, 720, 30, 1_300_000, 1)))));
  }

  @Override
  public Optional<ViewerStatistics> viewerStatistics(String legId) {
    return Optional.ofNullable(legs.get(legId))
        .map(stream ->
            new ViewerStatistics(
                LegState.CONNECTED,
                "udp",
                layers.getOrDefault(legId, Layer.AUTO),
                Layer.LOW,
                List.of(),
                "VP8",
                "opus",
                200_000,
                300_000,
                0,
                40,
                1000,
                3));
  }
}
