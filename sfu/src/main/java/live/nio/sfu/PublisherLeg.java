package live.nio.sfu;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import live.nio.sfu.bwe.PublisherLimit;
import live.nio.sfu.codec.FrameInfo;
import live.nio.sfu.codec.PayloadParser;
import live.nio.sfu.forward.Batch;
import live.nio.sfu.forward.ExtensionIds;
import live.nio.sfu.forward.MediaPacket;
import live.nio.sfu.forward.RateMeter;
import live.nio.sfu.forward.VideoLayers;
import live.nio.sfu.net.NetworkPath;
import live.nio.sfu.rtcp.NackGenerator;
import live.nio.sfu.rtcp.ReceptionStatistics;
import live.nio.sfu.rtcp.Rtcp;
import live.nio.sfu.rtcp.RtcpReader;
import live.nio.sfu.rtcp.RtcpWriter;
import live.nio.sfu.rtcp.TransportFeedbackGenerator;
import live.nio.sfu.rtp.CodecParameters;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.MediaParameters;
import live.nio.sfu.rtp.RtpHeader;
import live.nio.sfu.rtp.RtpPacket;
import live.nio.sfu.rtp.SequenceUnwrapper;
import live.nio.sfu.sdp.Negotiated;
import live.nio.sfu.srtp.SrtpSender;
import live.nio.sfu.stun.IceCredentials;
import org.jspecify.annotations.Nullable;

/// A publisher's side: finds out which layer a packet belongs to, asks for what is lost and for key
/// frames, reports what arrives, and gives the packets to the [Stream].
final class PublisherLeg extends Leg {
  /// A key frame is asked for again after so long when none has come.
  private static final long REPEAT_NANOS = Duration.ofMillis(300).toNanos();

  /// After one has come, none is asked for before this has passed.
  private static final long THROTTLE_NANOS = Duration.ofSeconds(1).toNanos();

  private static final long REPORT_NANOS = Duration.ofSeconds(1).toNanos();
  private static final int RTCP_ROOM = 1_400;

  /// One SSRC the publisher sends with.
  private static final class Source {
    final long ssrc;
    final Section section;
    final int rid;
    final boolean retransmits;
    final SequenceUnwrapper sequences = new SequenceUnwrapper();
    final NackGenerator nacks = new NackGenerator();
    final ReceptionStatistics reception;
    double lost;

    Source(long ssrc, Section section, int rid, boolean retransmits) {
      this.ssrc = ssrc;
      this.section = section;
      this.rid = rid;
      this.retransmits = retransmits;
      this.reception = new ReceptionStatistics(ssrc, section.media.codec().codec().clockRate());
    }
  }

  /// One negotiated `m=` section.
  private static final class Section {
    final MediaParameters media;
    final MediaKind kind;
    final ExtensionIds ids;
    final PayloadParser parser;

    Section(MediaParameters media) {
      this.media = media;
      this.kind = media.codec().codec().kind();
      this.ids = new ExtensionIds(media.extensions());
      this.parser = PayloadParser.of(media.codec().codec());
    }
  }

  /// One layer as the publisher names it.
  private static final class Layer {
    @Nullable Source source;
    int width;
    int height;
    boolean keyFrameWanted;
    boolean keyFrameAnswered = true;
    long keyFrameAskedAt = Long.MIN_VALUE;
    int firSequence;
    final RateMeter rate = new RateMeter();
    long bps;
    long usualBps;
    boolean on = true;
    long wantedAt = Long.MIN_VALUE;
    int frames;
    double framesPerSecond;
  }

  private final List<Section> sections = new ArrayList<>();
  private final List<CodecParameters> codecs;
  private final Map<Long, Source> sources = new HashMap<>();
  private final List<Source> sourceList = new ArrayList<>();
  private final Layer[] layers = new Layer[VideoLayers.MOST];

  /// The index among the layers, smallest first, of each RID in the order of the offer.
  private final int[] rank = new int[VideoLayers.MOST];

  private final AtomicInteger wanted = new AtomicInteger();
  private final RtpPacket rtp = new RtpPacket();
  private final FrameInfo frame = new FrameInfo();
  private final int[] due = new int[64];
  private final byte[] rtcpBuffer = new byte[RTCP_ROOM + SrtpSender.RTCP_OVERHEAD];
  private final RtcpWriter rtcp = new RtcpWriter(rtcpBuffer);
  private final TransportFeedbackGenerator feedback = new TransportFeedbackGenerator();
  private final Consumer<Rtcp> handler = this::handle;
  private final RateMeter rate = new RateMeter();
  private final Batch batch = new Batch();
  private final PublisherLimit limit = new PublisherLimit();
  private final long ownSsrc;
  private final String cname;
  private List<String> rids = List.of();
  private int ridCount;
  private int generation;
  private long reportedAt = Long.MIN_VALUE;
  private long leastOffsetNanos = Long.MAX_VALUE;
  private long packets;
  private long bytes;
  private long asked;
  private long keyFramesAsked;
  private int toldWanted;
  private long handledAt;
  private volatile LegStatistics statistics;

  PublisherLeg(
      String id, Stream stream, IceCredentials local, Negotiated negotiated, long createdNanos) {
    super(id, stream, local, negotiated.remote(), negotiated.weAreDtlsServer(), createdNanos);
    List<CodecParameters> all = new ArrayList<>();
    for (MediaParameters media : negotiated.media()) {
      sections.add(new Section(media));
      all.add(media.codec());
      if (media.codec().codec().kind() == MediaKind.VIDEO) {
        rids = media.rids();
        ridCount = Math.min(rids.size(), VideoLayers.MOST);
      }
    }
    codecs = List.copyOf(all);
    toldWanted = (1 << ridCount) - 1;
    for (int i = 0; i < VideoLayers.MOST; i++) {
      layers[i] = new Layer();
      rank[i] = i;
    }
    ownSsrc = stream.core().random().nextInt() & 0xffff_ffffL;
    cname = id.substring(0, Math.min(16, id.length()));
    generation = stream.nextGeneration();
    statistics = snapshot(createdNanos);
  }

  /// Any thread; as in SDP, empty without.
  String codecOf(MediaKind kind) {
    for (CodecParameters codec : codecs) {
      if (codec.codec().kind() == kind) {
        return codec.codec().encodingName();
      }
    }
    return "";
  }

  /// Any thread.
  List<CodecParameters> codecs() {
    return codecs;
  }

  @Override
  void moved(NetworkPath path) {
    // What a publisher needs (RTCP) always goes to the selected path.
  }

  @Override
  void connected(Loop owner, SrtpSender out) {
    stream().takeOver(this);
    core().listener().publisherConnected(stream().id(), id());
  }

  // ---- media

  @Override
  void rtp(long nowNanos, byte[] buffer, int offset, int length) {
    if (!rtp.parse(buffer, offset, length)) {
      return;
    }
    Source source = sources.get(rtp.ssrc());
    if (source == null) {
      source = find();
      if (source == null) {
        return;
      }
    }
    packets++;
    bytes += length;
    rate.add(nowNanos, length);
    int transport = source.section.ids.id(HeaderExtension.TRANSPORT_CC);
    int at = transport == 0 ? -1 : rtp.extensionOffset(transport);
    if (at >= 0 && rtp.extensionLength(transport) == 2) {
      feedback.received(nowNanos, (buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff));
    }
    long sequence = source.sequences.unwrap(rtp.sequenceNumber());
    source.reception.received(nowNanos, sequence, rtp.timestamp(), length);
    if (source.retransmits) {
      retransmission(nowNanos, buffer, offset, length, source);
    } else {
      source.nacks.received(nowNanos, sequence);
      take(nowNanos, buffer, source, sequence, true);
    }
  }

  /// Undoes RTX ([RFC 4588 §4](https://www.rfc-editor.org/rfc/rfc4588#section-4)): the first two
  /// bytes of the payload are the sequence number the packet had.
  private void retransmission(long nowNanos, byte[] buffer, int offset, int length, Source repair) {
    Source source = repair.rid < 0 ? null : layers[repair.rid].source;
    if (source == null || rtp.payloadLength() < 2) {
      return; // Padding alone, to probe the link.
    }
    int at = rtp.payloadOffset();
    int original = (buffer[at] & 0xff) << 8 | (buffer[at + 1] & 0xff);
    int header = rtp.headerLength();
    System.arraycopy(buffer, offset, buffer, offset + 2, header);
    RtpHeader.sequenceNumber(buffer, offset + 2, original);
    RtpHeader.ssrc(buffer, offset + 2, source.ssrc);
    if (!rtp.parse(buffer, offset + 2, length - 2)) {
      return;
    }
    long sequence = source.sequences.unwrap(original);
    source.nacks.received(nowNanos, sequence);
    take(nowNanos, buffer, source, sequence, false);
  }

  /// @param fresh false for what came as a retransmission, which may be a repetition
  private void take(long nowNanos, byte[] buffer, Source source, long sequence, boolean fresh) {
    Section section = source.section;
    boolean red =
        rtp.payloadType() == section.media.codec().redPayloadType() && rtp.payloadLength() > 0;
    frame.clear();
    if (rtp.payloadLength() > 0
        && !red
        && !section.parser.parse(
            buffer, rtp.payloadOffset(), rtp.payloadLength(), rtp.marker(), frame)) {
      return;
    }
    int layer = 0;
    if (section.kind == MediaKind.VIDEO) {
      Layer of = layers[source.rid];
      if (fresh && rtp.payloadLength() > 0) {
        of.rate.add(nowNanos, rtp.payloadLength());
        of.frames += rtp.marker() ? 1 : 0;
      }
      if (frame.keyFrame) {
        source.nacks.keyFrame(sequence);
        of.keyFrameWanted = false;
        of.keyFrameAnswered = true;
        if (frame.width > 0 && (frame.width != of.width || frame.height != of.height)) {
          of.width = frame.width;
          of.height = frame.height;
          sortLayers();
        }
      }
      layer = rank[source.rid];
    }
    if (batch.size() == 0) {
      claimed().arrived(this);
    }
    batch.add(
        new MediaPacket(
            buffer,
            rtp,
            sequence,
            section.kind,
            layer,
            generation,
            red,
            frame,
            section.ids,
            nowNanos));
  }

  /// Whether the rest of a picture has yet to come that somebody waits for.
  boolean isInPicture() {
    return batch.isInPicture() && stream().viewers() > 0;
  }

  /// Gives the stream's viewers what has come.
  void handOn(long nowNanos) {
    batch.equalize();
    stream().deliver(batch, claimed(), nowNanos);
    batch.clear();
  }

  /// Layers are numbered by size. An offer may name them from either end, or in any order, so the
  /// sizes of the first key frames decide; when they tell another order than taken so far, the
  /// stream begins anew.
  private void sortLayers() {
    List<Integer> known = new ArrayList<>();
    for (int i = 0; i < ridCount; i++) {
      if (layers[i].width > 0) {
        known.add(i);
      }
    }
    int[] order = new int[ridCount];
    if (known.size() == ridCount) {
      known.sort(Comparator.comparingInt(i -> layers[i].width * layers[i].height));
      Arrays.setAll(order, known::get);
    } else if (known.size() > 1 && isLargestFirst(known)) {
      Arrays.setAll(order, i -> ridCount - 1 - i);
    } else {
      return;
    }
    boolean changed = false;
    for (int i = 0; i < ridCount; i++) {
      changed |= rank[order[i]] != i;
      rank[order[i]] = i;
    }
    if (changed) {
      generation = stream().nextGeneration();
    }
  }

  private boolean isLargestFirst(List<Integer> rids) {
    for (int i = 1; i < rids.size(); i++) {
      if (layers[rids.get(i)].width >= layers[rids.get(i - 1)].width) {
        return false;
      }
    }
    return true;
  }

  // ---- which source a packet is of

  /// By the SSRCs of the offer, by RID or repaired RID, or by the payload type ([RFC 8843
  /// §9.2](https://www.rfc-editor.org/rfc/rfc8843#section-9.2)).
  private @Nullable Source find() {
    if (sources.size() >= SfuLimits.SOURCES.most()) {
      return null;
    }
    long ssrc = rtp.ssrc();
    for (Section section : sections) {
      MediaParameters media = section.media;
      int announced = media.ssrcs().indexOf(ssrc);
      if (announced >= 0 && !hasRid(section)) {
        return add(ssrc, section, Math.min(announced, VideoLayers.MOST - 1), false);
      }
      for (Map.Entry<Long, Long> pair : media.rtxSsrcs().entrySet()) {
        if (pair.getValue() == ssrc && !hasRid(section)) {
          int of = Math.max(0, media.ssrcs().indexOf(pair.getKey()));
          return add(ssrc, section, Math.min(of, VideoLayers.MOST - 1), true);
        }
      }
    }
    for (Section section : sections) {
      CodecParameters codec = section.media.codec();
      int type = rtp.payloadType();
      boolean repair = type == codec.rtxPayloadType() && type >= 0;
      if (!repair && type != codec.payloadType() && type != codec.redPayloadType()) {
        continue;
      }
      if (!section.media.mid().equals(text(section, HeaderExtension.MID, section.media.mid()))) {
        continue;
      }
      if (section.media.rids().isEmpty()) {
        return add(ssrc, section, 0, repair);
      }
      String rid = text(section, repair ? HeaderExtension.REPAIRED_RID : HeaderExtension.RID, "");
      int index = section.media.rids().indexOf(rid);
      return index < 0 || index >= VideoLayers.MOST ? null : add(ssrc, section, index, repair);
    }
    return null;
  }

  private static boolean hasRid(Section section) {
    return !section.media.rids().isEmpty();
  }

  private String text(Section section, HeaderExtension extension, String otherwise) {
    int id = section.ids.id(extension);
    int at = id == 0 ? -1 : rtp.extensionOffset(id);
    return at < 0
        ? otherwise
        : new String(
            rtp.buffer(), at, rtp.extensionLength(id), java.nio.charset.StandardCharsets.US_ASCII);
  }

  private Source add(long ssrc, Section section, int rid, boolean retransmits) {
    int of = section.kind == MediaKind.VIDEO ? rid : -1;
    Source source = new Source(ssrc, section, of, retransmits);
    sources.put(ssrc, source);
    sourceList.add(source);
    if (of >= 0 && !retransmits) {
      layers[of].source = source;
    }
    return source;
  }

  // ---- RTCP

  @Override
  void rtcp(long nowNanos, byte[] buffer, int offset, int length) {
    handledAt = nowNanos;
    bytes += length;
    RtcpReader.read(buffer, offset, length, handler);
  }

  private void handle(Rtcp message) {
    switch (message) {
      case Rtcp.SenderReport report -> senderReport(report);
      case Rtcp.ExtendedReport report -> {
        if (report.referenceNtp() != 0) {
          answerReferenceTime(report);
        }
      }
      case Rtcp.ReceiverReport _, Rtcp.Nack _, Rtcp.Pli _, Rtcp.Fir _, Rtcp.Remb _ -> {}
      case Rtcp.TransportFeedback _, Rtcp.Sdes _, Rtcp.Unknown _, Rtcp.Bye _ -> {}
    }
  }

  private void senderReport(Rtcp.SenderReport report) {
    Source source = sources.get(report.ssrc());
    if (source == null || source.retransmits) {
      return;
    }
    source.reception.senderReport(handledAt, report);
    long ntpNanos = nanos(report.ntp());
    // The report that was fastest on its way tells the clocks' distance best; drift is let in
    // slowly.
    long offset = handledAt - ntpNanos;
    leastOffsetNanos =
        leastOffsetNanos == Long.MAX_VALUE || offset < leastOffsetNanos
            ? offset
            : leastOffsetNanos + (offset - leastOffsetNanos) / 256;
    stream()
        .senderReport(
            generation,
            source.section.kind,
            source.rid < 0 ? 0 : rank[source.rid],
            ntpNanos,
            (int) report.rtpTimestamp(),
            leastOffsetNanos);
  }

  /// NTP's 32.32 fixed point in nanoseconds.
  private static long nanos(long ntp) {
    return (ntp >>> 32) * 1_000_000_000L + (((ntp & 0xffff_ffffL) * 1_000_000_000L) >>> 32);
  }

  private void answerReferenceTime(Rtcp.ExtendedReport report) {
    rtcp.reset();
    rtcp.receiverReport(ownSsrc, List.of());
    rtcp.delays(
        ownSsrc,
        List.of(new Rtcp.Dlrr(report.ssrc(), report.referenceNtp() >>> 16 & 0xffff_ffffL, 0)));
    sendRtcp(rtcpBuffer, rtcp.length());
  }

  /// Every 5 ms: what cannot wait.
  void often(long nowNanos) {
    if (state() != LegState.CONNECTED) {
      return;
    }
    int bits = wanted.getAndSet(0);
    for (int i = 0; i < sourceList.size(); i++) {
      Source source = sourceList.get(i);
      if (source.retransmits) {
        continue;
      }
      if (source.rid >= 0) {
        Layer layer = layers[source.rid];
        layer.keyFrameWanted |= (bits & 1 << rank[source.rid]) != 0;
        if (source.nacks.needsKeyFrame()) {
          layer.keyFrameWanted = true;
        }
        if (layer.keyFrameWanted) {
          askForKeyFrame(nowNanos, source, layer);
        }
      }
      if (source.section.media.codec().nack()) {
        askAgain(nowNanos, source);
      }
    }
    if (nowNanos >= feedback.nextTimeout()) {
      rtcp.reset();
      if (feedback.write(nowNanos, rtcp, ownSsrc, mediaSsrc())) {
        sendRtcp(rtcpBuffer, rtcp.length());
      }
    }
  }

  private long mediaSsrc() {
    return sourceList.isEmpty() ? 0 : sourceList.getFirst().ssrc;
  }

  private void askForKeyFrame(long nowNanos, Source source, Layer layer) {
    long pause = layer.keyFrameAnswered ? THROTTLE_NANOS : REPEAT_NANOS;
    if (layer.keyFrameAskedAt != Long.MIN_VALUE && nowNanos - layer.keyFrameAskedAt < pause) {
      return;
    }
    layer.keyFrameAskedAt = nowNanos;
    layer.keyFrameAnswered = false;
    keyFramesAsked++;
    rtcp.reset();
    if (source.section.media.codec().pli()) {
      rtcp.pli(ownSsrc, source.ssrc);
    } else if (source.section.media.codec().fir()) {
      rtcp.fir(ownSsrc, source.ssrc, layer.firSequence++ & 0xff);
    } else {
      return;
    }
    sendRtcp(rtcpBuffer, rtcp.length());
  }

  private void askAgain(long nowNanos, Source source) {
    int count = source.nacks.due(nowNanos, due);
    if (count > 0) {
      asked += count;
      rtcp.reset();
      rtcp.nack(ownSsrc, source.ssrc, due, count);
      sendRtcp(rtcpBuffer, rtcp.length());
    }
  }

  /// Any thread.
  void wantKeyFrame(int layer) {
    wanted.getAndUpdate(bits -> bits | 1 << layer);
  }

  @Override
  void round(long nowNanos) {
    if (reportedAt == Long.MIN_VALUE || nowNanos - reportedAt >= REPORT_NANOS) {
      double seconds =
          reportedAt == Long.MIN_VALUE
              ? 1
              : (nowNanos - reportedAt) / (double) TimeUnit.SECONDS.toNanos(1);
      reportedAt = nowNanos;
      for (Layer layer : layers) {
        layer.framesPerSecond = layer.frames / seconds;
        layer.frames = 0;
      }
      report(nowNanos);
      statistics = snapshot(nowNanos);
    }
    forgetSilentWishes(nowNanos);
    tellWanted(nowNanos);
  }

  /// Of a layer that is not sent no key frame comes, but each request for one makes a browser begin
  /// its other layers anew: asked for ever, they would look poor and starve the layer that is to be
  /// switched on again. Viewers who wait for it say so again and again by themselves.
  private void forgetSilentWishes(long nowNanos) {
    for (Layer layer : layers) {
      if (layer.rate.bps(nowNanos) == 0) {
        layer.keyFrameWanted = false;
      }
    }
  }

  private void report(long nowNanos) {
    List<Rtcp.ReportBlock> blocks = new ArrayList<>();
    for (Source source : sourceList) {
      Rtcp.ReportBlock block = source.reception.report(nowNanos);
      source.lost = block.fractionLost() / 256.0;
      blocks.add(block);
    }
    rtcp.reset();
    rtcp.receiverReport(ownSsrc, blocks);
    rtcp.sdesCname(ownSsrc, cname);
    tellLimit(nowNanos);
    sendRtcp(rtcpBuffer, rtcp.length());
  }

  /// A publisher that gives no transport-wide sequence numbers cannot reckon for itself.
  private void tellLimit(long nowNanos) {
    List<Long> limited = new ArrayList<>();
    double lost = 0;
    for (Source source : sourceList) {
      if (!source.retransmits && source.section.media.codec().remb()) {
        limited.add(source.ssrc);
        lost = Math.max(lost, source.lost);
      }
    }
    if (!limited.isEmpty()) {
      rtcp.remb(ownSsrc, limit.update(lost, rate.bps(nowNanos)), limited);
    }
  }

  /// Layers are switched on at once, and off when nobody has wanted them for a while. What is not
  /// sent is never switched off: a paused publisher begins with all it has, and a layer nobody has
  /// seen yet has no bit rate it could be chosen by later.
  private void tellWanted(long nowNanos) {
    if (ridCount < 2 || state() != LegState.CONNECTED) {
      return;
    }
    boolean paused = true;
    for (int i = 0; i < ridCount; i++) {
      Layer layer = layers[i];
      layer.bps = layer.rate.bps(nowNanos);
      if (layer.bps > 0) {
        paused = false;
        layer.usualBps += (layer.bps - layer.usualBps) / 8;
      }
    }
    int watched = stream().wantedLayers();
    int now = 0;
    for (int i = 0; i < ridCount; i++) {
      Layer layer = layers[i];
      boolean wanted = rank[i] == 0 || (watched & 1 << rank[i]) != 0;
      boolean silent = paused || (layer.on && layer.bps == 0);
      if (wanted || silent || layer.wantedAt == Long.MIN_VALUE) {
        layer.on = true;
        layer.wantedAt = nowNanos;
      } else if (nowNanos - layer.wantedAt >= SfuLimits.UNWANTED.toNanos()) {
        layer.on = false;
      }
      now |= layer.on ? 1 << rank[i] : 0;
    }
    if (now != toldWanted) {
      long[] usual = new long[VideoLayers.MOST];
      List<String> wantedRids = new ArrayList<>();
      for (int i = 0; i < ridCount; i++) {
        usual[rank[i]] = layers[i].usualBps;
        if (layers[i].on) {
          wantedRids.add(rids.get(i));
        }
      }
      if (stream().told(this, now, usual, nowNanos)) {
        toldWanted = now;
        core().listener().layersWanted(stream().id(), id(), wantedRids);
      }
    }
  }

  @Override
  void goodbye() {
    // A publisher has nothing of ours to lose.
  }

  @Override
  void over() {
    stream().withdraw(this);
    core().listener().publisherGone(stream().id(), id());
  }

  @Override
  LegStatistics statistics() {
    return statistics;
  }

  private boolean hasCome(int layer) {
    for (int i = 0; i < ridCount; i++) {
      if (rank[i] == layer) {
        return layers[i].source != null;
      }
    }
    return false;
  }

  private LegStatistics snapshot(long nowNanos) {
    List<LegStatistics.LayerStatistics> all = new ArrayList<>();
    double lost = 0;
    double jitter = 0;
    for (Source source : sourceList) {
      if (!source.retransmits) {
        lost = Math.max(lost, source.lost);
        jitter = Math.max(jitter, source.reception.jitterNanos() / 1e6);
      }
    }
    for (int index = 0; index < Math.max(1, ridCount); index++) {
      for (int i = 0; i < VideoLayers.MOST; i++) {
        if (rank[i] == index) {
          Layer layer = layers[i];
          all.add(
              new LegStatistics.LayerStatistics(
                  i < rids.size() ? rids.get(i) : "",
                  layer.width,
                  layer.height,
                  layer.framesPerSecond,
                  layer.rate.bps(nowNanos)));
        }
      }
    }
    // Clients offer more layers than they send of a small picture, and leave out the largest.
    for (int top = ridCount - 1; top > 0 && !hasCome(top); top--) {
      all.removeLast();
    }
    NetworkPath path = path();
    return new LegStatistics(
        id(),
        state(),
        path != null && path.isTcp(),
        -1,
        lost,
        jitter,
        rate.bps(nowNanos),
        0,
        -1,
        -1,
        all,
        packets,
        bytes,
        asked,
        keyFramesAsked);
  }
}
