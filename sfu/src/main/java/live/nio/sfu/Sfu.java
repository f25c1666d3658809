package live.nio.sfu;

import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import live.nio.sfu.dtls.DtlsHandshakes;
import live.nio.sfu.dtls.DtlsIdentity;
import live.nio.sfu.net.IceTcpListener;
import live.nio.sfu.net.MediaSocket;
import live.nio.sfu.net.MediaSockets;
import live.nio.sfu.net.SocketCounters;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.sdp.Candidate;
import live.nio.sfu.sdp.IceFragment;
import live.nio.sfu.sdp.LocalTransport;
import live.nio.sfu.sdp.Negotiated;
import live.nio.sfu.sdp.Negotiator;
import live.nio.sfu.sdp.SdpException;
import live.nio.sfu.stun.IceCredentials;
import org.jspecify.annotations.Nullable;

/// A Selective Forwarding Unit on one UDP port: publishers come by WHIP, viewers by WHEP.
///
/// ```java
/// try (Sfu sfu = Sfu.start(options)) {
///   LegAnswer whip = sfu.publish("stream", offer);   // 201, body whip.sdp()
///   LegAnswer whep = sfu.view("stream", otherOffer);
/// }
/// ```
///
/// Thread-safe. Offers are answered on the caller's thread; media runs on threads of its own.
public final class Sfu implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final SfuOptions options;
  private final DtlsIdentity identity;
  private final Core core;
  private final List<LoopThread> threads;
  private final @Nullable IceTcpListener tcp;
  private final List<Candidate> candidates;
  private final int port;
  private final ScheduledExecutorService sweeper;

  private Sfu(
      SfuOptions options,
      DtlsIdentity identity,
      Core core,
      List<LoopThread> threads,
      @Nullable IceTcpListener tcp,
      int port) {
    this.options = options;
    this.identity = identity;
    this.core = core;
    this.threads = List.copyOf(threads);
    this.tcp = tcp;
    this.port = port;
    this.candidates = candidates(options, port, tcp != null);
    this.sweeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("nio-sfu-sweeper").daemon(true).factory());
  }

  /// Opens the port and starts the threads.
  ///
  /// @throws UncheckedIOException when the port is taken
  public static Sfu start(SfuOptions options) {
    DtlsIdentity identity = DtlsIdentity.generate(options.random(), options.clock());
    Instant now = options.clock().instant();
    long wallNanos = TimeUnit.SECONDS.toNanos(now.getEpochSecond()) + now.getNano();
    Core core =
        new Core(
            new DtlsSecure(identity, DtlsHandshakes.defaults()),
            options.crypto(),
            options.random(),
            options.listener(),
            wallNanos - System.nanoTime());
    for (int attempt = 1; ; attempt++) {
      List<MediaSocket> sockets =
          MediaSockets.open(options.bind(), options.port(), options.loops());
      try {
        return start(options, identity, core, sockets);
      } catch (UncheckedIOException e) {
        sockets.forEach(MediaSocket::close);
        // A free UDP port was found whose number is taken for TCP: another one will do.
        if (options.port() != 0 || attempt == ATTEMPTS) {
          throw e;
        }
      }
    }
  }

  private static Sfu start(
      SfuOptions options, DtlsIdentity identity, Core core, List<MediaSocket> sockets) {
    int port = sockets.getFirst().port();
    List<LoopThread> threads = new ArrayList<>();
    List<Loop> loops = new ArrayList<>();
    for (int i = 0; i < sockets.size(); i++) {
      Loop loop = new Loop(i, sockets.get(i).outbox(), core);
      loops.add(loop);
      threads.add(new LoopThread(loop, sockets.get(i)));
    }
    core.loops(loops);
    @Nullable IceTcpListener tcp = null;
    if (options.tcp()) {
      tcp =
          IceTcpListener.open(
              options.bind(),
              port,
              IceTcpListener.Limits.defaults(),
              (path, buffer, offset, length) -> {
                // Which connection goes to which loop does not matter; it must be the same each
                // time.
                Loop loop = loops.get(Math.floorMod(path.remote().hashCode(), loops.size()));
                byte[] datagram = Arrays.copyOfRange(buffer, offset, offset + length);
                loop.execute(
                    () -> loop.datagram(System.nanoTime(), path, datagram, 0, datagram.length));
              });
    }
    Sfu sfu = new Sfu(options, identity, core, threads, tcp, port);
    threads.forEach(LoopThread::start);
    var _ = sfu.sweeper.scheduleWithFixedDelay(sfu::sweep, 1, 1, TimeUnit.SECONDS);
    return sfu;
  }

  private static List<Candidate> candidates(SfuOptions options, int port, boolean tcp) {
    List<Candidate> all = new ArrayList<>();
    int preference = 65_535;
    for (InetAddress address : options.announced()) {
      all.add(Candidate.udpHost(address, port, preference--));
    }
    if (tcp) {
      int least = 8_191;
      for (InetAddress address : options.announced()) {
        all.add(Candidate.tcpHost(address, port, least--));
      }
    }
    return List.copyOf(all);
  }

  /// The port media comes to, UDP and TCP.
  public int port() {
    return port;
  }

  /// Makes a publisher's leg. Once its media path is up, it takes the place of the stream's earlier
  /// one; viewers stay if the codecs are the same.
  ///
  /// @throws SdpException when the offer cannot be answered
  /// @throws SfuFull when no more legs are taken
  public LegAnswer publish(String streamId, String offer) throws SdpException, SfuFull {
    IceCredentials local = IceCredentials.random(options.random());
    Negotiated negotiated = Negotiator.publisher(offer, transport(local));
    Stream stream = core.stream(streamId);
    PublisherLeg leg = new PublisherLeg(newId(), stream, local, negotiated, System.nanoTime());
    core.register(leg);
    stream.legAdded();
    stream.announced(leg);
    return new LegAnswer(leg.id(), negotiated.answer());
  }

  /// Makes a viewer's leg.
  ///
  /// @throws SdpException when the offer cannot be answered, for instance for lack of the stream's
  ///   codec
  /// @throws NotPublished when the stream has no publisher
  /// @throws SfuFull when no more legs are taken
  public LegAnswer view(String streamId, String offer) throws SdpException, NotPublished, SfuFull {
    Stream stream = core.existingStream(streamId);
    PublisherLeg publisher = stream == null ? null : stream.publisher();
    if (stream == null || publisher == null) {
      throw new NotPublished(streamId);
    }
    IceCredentials local = IceCredentials.random(options.random());
    Negotiated negotiated =
        Negotiator.viewer(offer, transport(local), publisher.codecs(), random());
    ViewerLeg leg = new ViewerLeg(newId(), stream, local, negotiated, System.nanoTime());
    core.register(leg);
    stream.legAdded();
    return new LegAnswer(leg.id(), negotiated.answer());
  }

  private LocalTransport transport(IceCredentials local) {
    return new LocalTransport(local.ufrag(), local.password(), identity.fingerprint(), candidates);
  }

  private RandomGenerator random() {
    return options.random();
  }

  /// Takes a fragment of a PATCH ([RFC 9725
  /// §4.3](https://www.rfc-editor.org/rfc/rfc9725#section-4.3)): candidates, which an ICE-lite
  /// agent needs not, or the beginning of an ICE restart.
  ///
  /// @return the reply to an ICE restart; empty when it was none, or the leg does not exist
  /// @throws SdpException when the fragment is malformed
  public Optional<String> patch(String legId, String fragment) throws SdpException {
    IceFragment parsed = IceFragment.parse(fragment);
    Leg leg = core.leg(legId);
    if (leg == null) {
      return Optional.empty();
    }
    IceCredentials remote = leg.remote();
    String ufrag = parsed.ufrag();
    String password = parsed.password();
    if (ufrag == null || password == null || !parsed.restarts(remote.ufrag(), remote.password())) {
      return Optional.empty();
    }
    IceCredentials local = IceCredentials.random(options.random());
    leg.restart(local, new IceCredentials(ufrag, password));
    return Optional.of(parsed.answer(transport(local)));
  }

  /// Whether there is a leg of this id.
  public boolean isOpen(String legId) {
    return core.leg(legId) != null;
  }

  /// Ends a leg.
  ///
  /// @return false when there is none of this id
  public boolean close(String legId) {
    Leg leg = core.leg(legId);
    if (leg == null) {
      return false;
    }
    leg.closeSoon();
    return true;
  }

  /// What a viewer wants to see.
  ///
  /// @return false when there is no viewer's leg of this id
  public boolean choose(String legId, LayerChoice choice) {
    if (core.leg(legId) instanceof ViewerLeg viewer) {
      viewer.choose(choice);
      return true;
    }
    return false;
  }

  /// The stream a leg belongs to.
  public Optional<String> streamOf(String legId) {
    return Optional.ofNullable(core.leg(legId)).map(it -> it.stream().id());
  }

  public Optional<LegStatistics> legStatistics(String legId) {
    return Optional.ofNullable(core.leg(legId)).map(Leg::statistics);
  }

  /// What is known of a stream, if anybody publishes or views it.
  ///
  /// @param withViewers whether to list every viewer's leg
  public Optional<StreamStatistics> statistics(String streamId, boolean withViewers) {
    Stream stream = core.existingStream(streamId);
    if (stream == null) {
      return Optional.empty();
    }
    PublisherLeg publisher = stream.publisher();
    List<LegStatistics> viewers = new ArrayList<>();
    if (withViewers) {
      for (Leg leg : core.legs()) {
        if (leg.stream() == stream && leg instanceof ViewerLeg) {
          viewers.add(leg.statistics());
        }
      }
    }
    return Optional.of(
        new StreamStatistics(
            streamId,
            publisher == null ? null : publisher.statistics(),
            stream.viewers(),
            publisher == null ? "" : publisher.codecOf(MediaKind.VIDEO),
            publisher == null ? "" : publisher.codecOf(MediaKind.AUDIO),
            viewers));
  }

  /// Whether a publisher's media path is up.
  public boolean isPublishing(String streamId) {
    Stream stream = core.existingStream(streamId);
    PublisherLeg publisher = stream == null ? null : stream.publisher();
    return publisher != null && publisher.state() == LegState.CONNECTED;
  }

  /// Legs of all streams.
  public int legs() {
    return core.legCount();
  }

  /// What the sockets have counted, one per loop, a second old while there is traffic.
  public List<SocketCounters> counters() {
    return threads.stream().map(LoopThread::counters).toList();
  }

  /// Packets a loop was not given because too many waited for it already.
  public long droppedPackets() {
    return threads.stream().mapToLong(it -> it.loop().droppedPackets()).sum();
  }

  private void sweep() {
    long now = System.nanoTime();
    for (Leg leg : core.legs()) {
      if (leg.isForgotten(now)) {
        leg.closeSoon();
      }
    }
  }

  private String newId() {
    byte[] bytes = new byte[16];
    options.random().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  /// Says goodbye to everybody and frees the port.
  @Override
  public void close() {
    sweeper.shutdownNow();
    for (Leg leg : core.legs()) {
      leg.closeSoon();
    }
    if (tcp != null) {
      tcp.close();
    }
    threads.forEach(LoopThread::close);
  }
}
