package live.nio.sfu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import live.nio.sfu.bwe.BandwidthEstimator;
import live.nio.sfu.bwe.BandwidthOptions;
import live.nio.sfu.bwe.PacerBudget;
import live.nio.sfu.bwe.Probe;
import live.nio.sfu.forward.AudioForwarder;
import live.nio.sfu.forward.Egress;
import live.nio.sfu.forward.LayerChooser;
import live.nio.sfu.forward.MediaPacket;
import live.nio.sfu.forward.OutgoingTrack;
import live.nio.sfu.forward.SenderClock;
import live.nio.sfu.forward.VideoForwarder;
import live.nio.sfu.forward.VideoLayers;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.rtcp.Rtcp;
import live.nio.sfu.rtcp.RtcpReader;
import live.nio.sfu.rtcp.RtcpWriter;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.MediaParameters;
import live.nio.sfu.sdp.Negotiated;
import live.nio.sfu.srtp.SrtpSender;
import live.nio.sfu.stun.IceCredentials;
import org.jspecify.annotations.Nullable;

/// A viewer's side: chooses the layer its link carries, answers its requests, and reports to it.
final class ViewerLeg extends Leg {
  /// The pacer lets packets out faster than the estimate, so that a key frame is not late; the
  /// average stays below it by the choice of layer.
  private static final double PACING = 2.5;

  /// What sound is thought to take of the link.
  private static final long AUDIO_BPS = 64_000;

  private static final long REPORT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final long UNKNOWN_RTT_NANOS = Duration.ofMillis(100).toNanos();
  private static final int RTCP_ROOM = 1_400;

  /// NTP counts from 1900.
  private static final long NTP_UNIX_SECONDS = 2_208_988_800L;

  private final @Nullable MediaParameters audioParameters;
  private final @Nullable MediaParameters videoParameters;
  private final BandwidthEstimator estimator = new BandwidthEstimator(BandwidthOptions.DEFAULT);
  private final PacerBudget pacer = new PacerBudget();
  private final LayerChooser chooser = new LayerChooser();
  private final long[] bitrates = new long[VideoLayers.MOST];
  private final long[] resting = new long[VideoLayers.MOST];
  private final byte[] rtcpBuffer = new byte[RTCP_ROOM + SrtpSender.RTCP_OVERHEAD];
  private final RtcpWriter rtcp = new RtcpWriter(rtcpBuffer);
  private final Rtcp.TransportFeedback feedback = new Rtcp.TransportFeedback();
  private final Consumer<Rtcp> handler = this::handle;
  private final List<Codec> codecs;
  private final String cname;
  private volatile LayerChoice choice = LayerChoice.AUTO;
  private @Nullable Replica replica;
  private @Nullable Egress egress;
  private @Nullable AudioForwarder audio;
  private @Nullable VideoForwarder video;
  private boolean heldBack;
  private int toldWanted;
  private @Nullable Probe probe;
  private int probeLeft;
  private long probeAt;
  private long reportedAt = Long.MIN_VALUE;
  private long handledAt;
  private long rttNanos = UNKNOWN_RTT_NANOS;
  private boolean rttKnown;
  private double lost;
  private long keyFrameRequests;
  private volatile LegStatistics statistics;

  ViewerLeg(
      String id, Stream stream, IceCredentials local, Negotiated negotiated, long createdNanos) {
    super(id, stream, local, negotiated.remote(), negotiated.weAreDtlsServer(), createdNanos);
    audioParameters = first(negotiated, MediaKind.AUDIO);
    videoParameters = first(negotiated, MediaKind.VIDEO);
    codecs = negotiated.media().stream().map(it -> it.codec().codec()).toList();
    cname = id.substring(0, Math.min(16, id.length()));
    statistics = snapshot(createdNanos);
  }

  /// Any thread: what this viewer can read.
  List<Codec> codecs() {
    return codecs;
  }

  private static @Nullable MediaParameters first(Negotiated negotiated, MediaKind kind) {
    for (MediaParameters media : negotiated.media()) {
      if (media.codec().codec().kind() == kind) {
        return media;
      }
    }
    return null;
  }

  @Override
  void moved(NetworkPath path) {
    if (egress != null) {
      egress.path(path);
    }
  }

  @Override
  void connected(Loop owner, SrtpSender out) {
    Egress way = new Egress(owner.outbox(), out, estimator, pacer);
    egress = way;
    way.path(path());
    pacer.rate((long) (estimator.estimateBps() * PACING));
    Replica here = stream().replica(owner);
    replica = here;
    if (audioParameters != null) {
      audio =
          new AudioForwarder(
              new OutgoingTrack(audioParameters, way, random16()), random16(), random32());
    }
    if (videoParameters != null) {
      video =
          new VideoForwarder(
              new OutgoingTrack(videoParameters, way, random16()),
              here.video(),
              stream()::wantKeyFrame,
              random16(),
              random32());
    }
    here.add(this);
    chooseLayer(owner.now());
    goOn(owner.now());
    core().listener().viewerConnected(stream().id(), id());
  }

  private int random16() {
    return core().random().nextInt(1 << 15);
  }

  private int random32() {
    return core().random().nextInt();
  }

  // ---- toward the viewer

  void audio(long nowNanos, MediaPacket packet) {
    if (audio != null) {
      audio.forward(nowNanos, packet);
    }
  }

  void late(long nowNanos, MediaPacket packet) {
    if (video != null) {
      video.late(nowNanos, packet);
    }
  }

  /// Sends what there is, as far as the pacer allows; comes back by itself for the rest.
  void goOn(long nowNanos) {
    if (video == null || state() == LegState.CLOSED) {
      return;
    }
    if (video.target() < 0) {
      chooseLayer(nowNanos);
    }
    boolean more = video.advance(nowNanos);
    if (probe != null) {
      more |= probeOn(nowNanos, probe, video.track());
    }
    if (more && !heldBack) {
      heldBack = true;
      claimed().heldBack(this);
    }
  }

  /// The tick it was held back for.
  void released(long nowNanos) {
    heldBack = false;
    goOn(nowNanos);
  }

  private boolean probeOn(long nowNanos, Probe running, OutgoingTrack track) {
    Egress way = egress;
    if (way == null || !track.canPad()) {
      probe = null;
      return false;
    }
    int due =
        (int)
            Math.min(
                probeLeft,
                running.rateBps() / 8 * (nowNanos - probeAt + Loop.TICK_NANOS) / 1_000_000_000L);
    way.probing(running.cluster());
    track.pad(nowNanos, due);
    way.probing(Egress.NO_PROBE);
    probeAt = nowNanos;
    probeLeft -= due;
    if (probeLeft <= 0) {
      probe = null;
      return false;
    }
    return true;
  }

  private void chooseLayer(long nowNanos) {
    VideoForwarder to = video;
    Replica here = replica;
    if (to == null || here == null) {
      return;
    }
    VideoLayers layers = here.video();
    stream().restingLayers(nowNanos, resting);
    layers.bitrates(nowNanos, resting, bitrates);
    int wanted =
        switch (choice) {
          case AUTO -> LayerChooser.AUTO;
          case LOW -> 0;
          case MEDIUM -> layers.count() > 2 ? 1 : 0;
          case HIGH -> layers.count() - 1;
        };
    int layer =
        chooser.choose(
            nowNanos,
            bitrates,
            layers.count(),
            Math.max(0, estimator.estimateBps() - AUDIO_BPS),
            wanted);
    if (layer >= 0 && layer != to.target()) {
      to.target(layer);
      tellWanted(here, wantedLayers());
      goOn(nowNanos);
    }
  }

  /// Any thread.
  void choose(LayerChoice wish) {
    choice = wish;
  }

  private void tellWanted(Replica here, int wanted) {
    here.wants(toldWanted, wanted);
    toldWanted = wanted;
  }

  /// Bits of the layers this viewer gets or is about to get.
  private int wantedLayers() {
    VideoForwarder to = video;
    if (to == null) {
      return 0;
    }
    return (to.layer() < 0 ? 0 : 1 << to.layer()) | (to.target() < 0 ? 0 : 1 << to.target());
  }

  // ---- from the viewer

  @Override
  void rtp(long nowNanos, byte[] buffer, int offset, int length) {
    // A viewer sends no media.
  }

  @Override
  void rtcp(long nowNanos, byte[] buffer, int offset, int length) {
    handledAt = nowNanos;
    RtcpReader.read(buffer, offset, length, handler, feedback);
  }

  private void handle(Rtcp message) {
    switch (message) {
      case Rtcp.ReceiverReport report -> report.reports().forEach(this::report);
      case Rtcp.SenderReport report -> report.reports().forEach(this::report);
      case Rtcp.Nack nack -> nack(nack);
      case Rtcp.Pli pli -> pictureLost(pli.mediaSsrc());
      case Rtcp.Fir fir -> fir.items().forEach(item -> pictureLost(item.ssrc()));
      case Rtcp.TransportFeedback arrivals -> {
        estimator.feedback(handledAt, arrivals);
        adapt();
      }
      case Rtcp.Remb remb -> {
        if (videoParameters == null || !videoParameters.codec().transportCc()) {
          estimator.remb(handledAt, remb.bitrateBps());
          adapt();
        }
      }
      case Rtcp.Bye _, Rtcp.Sdes _, Rtcp.ExtendedReport _, Rtcp.Unknown _ -> {}
    }
  }

  private void report(Rtcp.ReportBlock block) {
    OutgoingTrack track = track(block.ssrc());
    if (track == null) {
      return;
    }
    track.recognized();
    long compact = compactNtp(handledAt);
    long trip = block.roundTrip(compact);
    if (trip >= 0) {
      rttNanos = Math.max(1, (trip * 1_000_000_000L) >> 16);
      rttKnown = true;
    }
    if (video != null && block.ssrc() == video.track().parameters().localSsrc()) {
      lost = block.fractionLost() / 256.0;
      estimator.receiverReport(handledAt, block.fractionLost(), rttNanos);
      adapt();
    }
  }

  private void nack(Rtcp.Nack nack) {
    OutgoingTrack track = track(nack.mediaSsrc());
    if (track != null) {
      boolean[] missing = new boolean[1];
      nack.forEachLost(sequence -> missing[0] |= !track.resend(handledAt, sequence, rttNanos));
    }
  }

  private void pictureLost(long ssrc) {
    if (video != null && videoParameters != null && videoParameters.localSsrc() == ssrc) {
      keyFrameRequests++;
      video.pictureLost(handledAt, rttNanos);
    }
  }

  private @Nullable OutgoingTrack track(long ssrc) {
    if (video != null && video.track().parameters().localSsrc() == ssrc) {
      return video.track();
    }
    if (audio != null && audio.track().parameters().localSsrc() == ssrc) {
      return audio.track();
    }
    return null;
  }

  private void adapt() {
    pacer.rate((long) (estimator.estimateBps() * PACING));
    chooseLayer(handledAt);
  }

  // ---- time

  @Override
  void round(long nowNanos) {
    estimator.poll(nowNanos);
    if (replica != null) {
      tellWanted(replica, wantedLayers());
    }
    chooseLayer(nowNanos);
    if (probe == null && video != null && video.track().canPad()) {
      long wish = chooser.wantedBps(bitrates, VideoLayers.MOST);
      Egress way = egress;
      boolean limited = way != null && way.bps(nowNanos) < estimator.estimateBps() * 0.8;
      Probe next = estimator.probe(nowNanos, wish == 0 ? 0 : wish + AUDIO_BPS, limited);
      if (next != null) {
        probe = next;
        probeLeft = next.bytes();
        probeAt = nowNanos;
      }
    }
    goOn(nowNanos);
    if (reportedAt == Long.MIN_VALUE || nowNanos - reportedAt >= REPORT_NANOS) {
      reportedAt = nowNanos;
      senderReports(nowNanos);
      statistics = snapshot(nowNanos);
    }
  }

  private void senderReports(long nowNanos) {
    Replica here = replica;
    if (here == null || !here.senderOffsetKnown()) {
      return;
    }
    rtcp.reset();
    long senderNtp = here.senderNtpNanos(nowNanos);
    if (video != null && video.isForwarding()) {
      SenderClock clock = video.clock();
      if (clock != null && clock.isKnown()) {
        senderReport(
            nowNanos,
            video.track(),
            clock.timestampAt(senderNtp, 90_000) + video.timestampOffset());
      }
    }
    if (audio != null && here.audioClock().isKnown()) {
      senderReport(
          nowNanos,
          audio.track(),
          here.audioClock().timestampAt(senderNtp, 48_000) + audio.timestampOffset());
    }
    if (rtcp.length() > 0) {
      rtcp.sdesCname(
          videoParameters != null
              ? videoParameters.localSsrc()
              : audioParameters != null ? audioParameters.localSsrc() : 0,
          cname);
      sendRtcp(rtcpBuffer, rtcp.length());
    }
  }

  private void senderReport(long nowNanos, OutgoingTrack track, int timestamp) {
    rtcp.senderReport(
        track.parameters().localSsrc(),
        ntp(nowNanos),
        timestamp & 0xffff_ffffL,
        track.packets() & 0xffff_ffffL,
        track.octets() & 0xffff_ffffL,
        List.of());
  }

  /// Our wall clock as NTP's 32.32 fixed point.
  private long ntp(long nowNanos) {
    long unix = core().wallNanos(nowNanos);
    long seconds = Math.floorDiv(unix, 1_000_000_000L);
    long nanos = Math.floorMod(unix, 1_000_000_000L);
    return ((seconds + NTP_UNIX_SECONDS) << 32) | (nanos << 32) / 1_000_000_000L;
  }

  private long compactNtp(long nowNanos) {
    return ntp(nowNanos) >>> 16 & 0xffff_ffffL;
  }

  // ---- the end

  @Override
  void goodbye() {
    rtcp.reset();
    List<Long> ssrcs = new ArrayList<>();
    if (videoParameters != null) {
      ssrcs.add(videoParameters.localSsrc());
    }
    if (audioParameters != null) {
      ssrcs.add(audioParameters.localSsrc());
    }
    if (!ssrcs.isEmpty()) {
      rtcp.receiverReport(ssrcs.getFirst(), List.of());
      ssrcs.forEach(rtcp::bye);
      sendRtcp(rtcpBuffer, rtcp.length());
    }
  }

  @Override
  void over() {
    if (replica != null) {
      tellWanted(replica, 0);
      replica.remove(this);
    }
    core().listener().viewerGone(stream().id(), id());
  }

  @Override
  LegStatistics statistics() {
    return statistics;
  }

  private LegStatistics snapshot(long nowNanos) {
    Egress way = egress;
    VideoForwarder to = video;
    NetworkPath path = path();
    List<LegStatistics.LayerStatistics> layers = List.of();
    PublisherLeg publisher = stream().publisher();
    if (publisher != null) {
      layers = publisher.statistics().layers();
    }
    return new LegStatistics(
        id(),
        state(),
        path != null && path.isTcp(),
        rttKnown ? rttNanos / 1e6 : -1,
        lost,
        0,
        way == null ? 0 : way.bps(nowNanos),
        estimator.estimateBps(),
        to == null ? -1 : to.layer(),
        to == null ? -1 : Math.min(to.target(), Math.max(0, layers.size() - 1)),
        layers,
        way == null ? 0 : way.packets(),
        way == null ? 0 : way.bytes(),
        (audio == null ? 0 : audio.track().resent()) + (to == null ? 0 : to.track().resent()),
        keyFrameRequests);
  }
}
