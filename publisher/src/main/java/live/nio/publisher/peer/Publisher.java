package live.nio.publisher.peer;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import live.nio.publisher.vp8.EncodedFrame;
import live.nio.sfu.bwe.BandwidthEstimator;
import live.nio.sfu.bwe.BandwidthOptions;
import live.nio.sfu.dtls.DtlsConnection;
import live.nio.sfu.rtcp.Rtcp;
import live.nio.sfu.rtcp.RtcpReader;
import live.nio.sfu.rtcp.RtcpWriter;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.HeaderExtensionWriter;
import live.nio.sfu.rtp.RtpHeader;
import live.nio.sfu.stun.IceCredentials;
import org.jspecify.annotations.Nullable;

/// Sends what a [MediaFeed] delivers to a server: VP8 and Opus, simulcast when the feed has several
/// layers.
///
///     Publisher publisher = new Publisher(loop, feed, options, listener);
///     publisher.accept(post(publisher.offer()));
///
/// Answers what a server asks for: retransmissions (RTX) for NACK, key frames for PLI and FIR, a
/// bitrate that follows transport-wide feedback, loss and REMB. Its methods may be called on any thread.
public final class Publisher implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final List<String> RIDS = List.of("q", "h", "f");
  private static final int MAX_PAYLOAD = 1_120;
  private static final int AUDIO_BPS = 40_000;
  private static final int MIN_VIDEO_BPS = 100_000;
  private static final double PACING_FACTOR = 2.5;
  private static final long BURST_NANOS = TimeUnit.MILLISECONDS.toNanos(40);
  private static final long REPORT_INTERVAL = TimeUnit.SECONDS.toNanos(1);
  private static final long TARGET_INTERVAL = TimeUnit.MILLISECONDS.toNanos(100);
  private static final double WORTH_TELLING = 0.03;
  private static final String CNAME = "nio";

  /// Told of what happens; on the loop's thread.
  public interface Listener {
    /// Media flows from now on.
    default void connected() {}

    /// It is over, without having been closed.
    default void closed(String reason) {}
  }

  private final PeerLoop loop;
  private final MediaFeed feed;
  private final PublisherOptions options;
  private final Listener listener;
  private final IceCredentials ice = IceCredentials.random(RANDOM);
  private final List<OutgoingStream> video = new ArrayList<>();
  private final List<Vp8Packetizer> packetizers = new ArrayList<>();
  private final OutgoingStream audio;
  private final ArrayDeque<Waiting> queue = new ArrayDeque<>();
  private final HeaderExtensionWriter extensionWriter = new HeaderExtensionWriter();
  private final BandwidthEstimator estimator;
  private final byte[] packet = new byte[2048];
  private final byte[] compound = new byte[1500];
  private final RtcpWriter reports = new RtcpWriter(compound);

  private Map<String, Integer> audioExtensions = Map.of();
  private Map<String, Integer> videoExtensions = Map.of();
  private byte[] audioMid = {'0'};
  private byte[] videoMid = {'1'};
  private @Nullable Connection connection;
  private boolean sendsVideo;
  private boolean sendsAudio;
  private boolean retransmits;
  private double budgetBytes;
  private long budgetAt;
  private long nextReport;
  private int transportSequence = -1;
  private long nextTarget;
  private int targetBps;
  private boolean closed;

  private long frames;
  private long keyFrames;
  private long retransmitted;
  private long nacked;
  private long keyFrameRequests;
  private long roundTripNanos;
  private double fractionLost;

  /// A packet on its way through the pacer.
  private record Waiting(OutgoingStream stream, SentPackets.Sent packet) {}

  /// Nothing is sent before [#accept].
  public Publisher(PeerLoop loop, MediaFeed feed, PublisherOptions options, Listener listener) {
    this.loop = loop;
    this.feed = feed;
    this.options = options;
    this.listener = listener;
    targetBps = options.maxBitrateBps();
    // Begins at the full rate: it is a stream somebody wants to see, and less is a moment away.
    long most = 2L * options.maxBitrateBps();
    estimator =
        new BandwidthEstimator(
            new BandwidthOptions(
                Math.max(MIN_VIDEO_BPS, options.maxBitrateBps()) + AUDIO_BPS,
                MIN_VIDEO_BPS,
                Math.max(MIN_VIDEO_BPS, most) + AUDIO_BPS));
    audio = stream(DescriptionWriter.OPUS, -1, "", 48_000);
    int layers = feed.layers().size();
    for (int layer = 0; layer < layers; layer++) {
      // The largest is "f" whatever their number.
      String rid = layers == 1 ? "" : RIDS.get(RIDS.size() - layers + layer);
      video.add(stream(DescriptionWriter.VP8, DescriptionWriter.VP8_RTX, rid, 90_000));
      packetizers.add(new Vp8Packetizer(RANDOM.nextInt(1 << 15)));
    }
  }

  private static OutgoingStream stream(int type, int rtxType, String rid, int clockRate) {
    return new OutgoingStream(
        RANDOM.nextLong(1, 0xffff_ffffL),
        RANDOM.nextLong(1, 0xffff_ffffL),
        type,
        rtxType,
        rid,
        clockRate,
        RANDOM.nextLong(0xffff_ffffL),
        RANDOM.nextInt());
  }

  /// The session description to post.
  public String offer() {
    List<String> rids = video.size() == 1 ? List.of() : video.stream().map(s -> s.rid).toList();
    OutgoingStream first = video.getFirst();
    DescriptionWriter writer =
        new DescriptionWriter(ice, Identity.INSTANCE.fingerprint(), "actpass", List.of("0", "1"))
            .offerAudio("0", "sendonly")
            .source("audio", audio.ssrc, 0)
            .offerVideo("1", rids)
            // Simulcast layers are told apart by their RID.
            .source("video", rids.isEmpty() ? first.ssrc : 0, first.rtxSsrc);
    return writer.toString();
  }

  /// Takes the server's answer and connects.
  ///
  /// @throws IllegalArgumentException when the answer makes no sense, or takes neither sound nor
  ///   pictures
  /// @throws IOException when there is no socket to be had
  public void accept(String answer) throws IOException {
    Description remote = Description.parse(answer);
    for (Description.Section section : remote.sections()) {
      if (!section.accepted()) {
        continue;
      }
      if (section.kind().equals("audio") && section.payload("opus").isPresent()) {
        sendsAudio = true;
        audioExtensions = section.extensions();
      } else if (section.kind().equals("video") && section.payload("VP8").isPresent()) {
        sendsVideo = true;
        videoExtensions = section.extensions();
        retransmits = section.rtx(DescriptionWriter.VP8).isPresent();
      }
    }
    if (!sendsAudio && !sendsVideo) {
      throw new IllegalArgumentException("the server takes neither Opus nor VP8");
    }
    if (remote.candidates().isEmpty()) {
      throw new IllegalArgumentException("the server says no address to send to");
    }
    DtlsConnection.Role role =
        remote.setup().equals("active") ? DtlsConnection.Role.SERVER : DtlsConnection.Role.CLIENT;
    loop.execute(() -> {
      if (closed) {
        return;
      }
      try {
        connection = new Connection(loop, ice, remote, role, new Events());
      } catch (IOException e) {
        listener.closed("no socket: " + e.getMessage());
      }
    });
  }

  /// What was sent so far.
  public PublisherStatistics statistics() {
    return loop.call(() -> {
      long packets = audio.packets;
      long octets = audio.octets;
      for (OutgoingStream stream : video) {
        packets += stream.packets;
        octets += stream.octets;
      }
      return new PublisherStatistics(
          connection != null && connection.isConnected(),
          packets,
          octets,
          frames,
          keyFrames,
          retransmitted,
          nacked,
          keyFrameRequests,
          Duration.ofNanos(roundTripNanos),
          fractionLost,
          targetBps);
    });
  }

  /// Ends the feed, says goodbye and closes the socket.
  @Override
  public void close() {
    feed.close();
    loop.execute(() -> {
      closed = true;
      Connection open = connection;
      if (open != null) {
        if (open.isConnected()) {
          reports.reset();
          reports.receiverReport(audio.ssrc, List.of()).sdesCname(audio.ssrc, CNAME);
          reports.bye(audio.ssrc);
          open.sendRtcp(compound, reports.length());
        }
        open.close();
      }
    });
  }

  // ---- media, on the loop's thread

  private void sendVideo(int layer, EncodedFrame frame, long captureNanos) {
    if (!sendsVideo || closed) {
      return;
    }
    OutgoingStream stream = video.get(layer);
    long timestamp = stream.timestamp(captureNanos);
    Vp8Packetizer packetizer = packetizers.get(layer);
    packetizer.begin(frame.data(), MAX_PAYLOAD);
    while (packetizer.hasNext()) {
      byte[] payload = packetizer.next();
      boolean last = !packetizer.hasNext();
      queue.add(
          new Waiting(
              stream, new SentPackets.Sent(stream.nextSequence(), timestamp, last, payload)));
    }
    frames++;
    keyFrames += frame.keyFrame() ? 1 : 0;
    pace(System.nanoTime());
  }

  private void sendAudio(byte[] opus, long captureNanos) {
    if (!sendsAudio || closed) {
      return;
    }
    // Sound is never held back by the pacer.
    byte[] payload = options.stamped() ? opus.clone() : opus;
    send(
        System.nanoTime(),
        audio,
        new SentPackets.Sent(audio.nextSequence(), audio.timestamp(captureNanos), false, payload));
  }

  /// Sends what the pacing rate allows; bursts are as long as 40 ms of it, so an ordinary frame
  /// leaves at once.
  private void pace(long nowNanos) {
    double bytesPerNano = PACING_FACTOR * targetBps / 8e9;
    budgetBytes =
        Math.min(budgetBytes + (nowNanos - budgetAt) * bytesPerNano, BURST_NANOS * bytesPerNano);
    budgetAt = nowNanos;
    while (budgetBytes > 0) {
      Waiting next = queue.poll();
      if (next == null) {
        return;
      }
      budgetBytes -= next.packet().payload().length;
      send(System.nanoTime(), next.stream(), next.packet());
    }
  }

  private void send(long nowNanos, OutgoingStream stream, SentPackets.Sent sent) {
    if (options.stamped()) {
      PacketStamp.write(sent.payload(), nowNanos);
    }
    int header = writeHeader(nowNanos, stream, sent, false);
    byte[] payload = sent.payload();
    System.arraycopy(payload, 0, packet, header, payload.length);
    transmit(header, header + payload.length);
    stream.packets++;
    stream.octets += payload.length;
    if (stream.rtxPayloadType >= 0) {
      stream.sent.add(sent);
    }
  }

  /// [RFC 4588 §4](https://www.rfc-editor.org/rfc/rfc4588#section-4): the original sequence number,
  /// then the original payload.
  private void resend(long nowNanos, OutgoingStream stream, int sequence) {
    SentPackets.Sent sent = stream.sent.find(sequence);
    if (sent == null || !retransmits) {
      return;
    }
    int header = writeHeader(nowNanos, stream, sent, true);
    packet[header] = (byte) (sequence >> 8);
    packet[header + 1] = (byte) sequence;
    byte[] payload = sent.payload();
    System.arraycopy(payload, 0, packet, header + 2, payload.length);
    transmit(header, header + 2 + payload.length);
    retransmitted++;
  }

  private int writeHeader(
      long nowNanos, OutgoingStream stream, SentPackets.Sent sent, boolean again) {
    boolean sound = stream == audio;
    Map<String, Integer> ids = sound ? audioExtensions : videoExtensions;
    extensionWriter.begin(packet, 12, false);
    if (!stream.known || again) {
      byte[] mid = sound ? audioMid : videoMid;
      text(ids, HeaderExtension.MID, mid);
      if (!stream.rid.isEmpty()) {
        byte[] rid = {(byte) stream.rid.charAt(0)};
        text(ids, again ? HeaderExtension.REPAIRED_RID : HeaderExtension.RID, rid);
      }
    }
    Integer time = ids.get(HeaderExtension.ABS_SEND_TIME.uri());
    if (time != null) {
      // Seconds of 6 and their fraction of 18 bits.
      long seconds = nowNanos / 1_000_000_000L;
      long fraction = (nowNanos % 1_000_000_000L << 18) / 1_000_000_000L;
      extensionWriter.addNumber(time, (seconds & 0x3f) << 18 | fraction, 3);
    }
    Integer transport = ids.get(HeaderExtension.TRANSPORT_CC.uri());
    if (transport != null) {
      transportSequence = estimator.nextTransportSequence();
      extensionWriter.addNumber(transport, transportSequence, 2);
    }
    Integer level = ids.get(HeaderExtension.AUDIO_LEVEL.uri());
    if (sound && level != null) {
      // Voice, 30 dB below the loudest.
      extensionWriter.addNumber(level, 0x80 | 30, 1);
    }
    int block = extensionWriter.end();
    RtpHeader.write(
        packet,
        0,
        block > 0,
        sent.marker(),
        again ? stream.rtxPayloadType : stream.payloadType,
        again ? stream.nextRtxSequence() : sent.sequence(),
        sent.timestamp(),
        again ? stream.rtxSsrc : stream.ssrc);
    return 12 + block;
  }

  private void text(Map<String, Integer> ids, HeaderExtension extension, byte[] value) {
    Integer id = ids.get(extension.uri());
    if (id != null) {
      extensionWriter.add(id, value, 0, value.length);
    }
  }

  private void transmit(int header, int length) {
    Connection open = connection;
    if (open != null) {
      if (transportSequence >= 0) {
        estimator.sent(System.nanoTime(), transportSequence, length, -1);
        transportSequence = -1;
      }
      open.sendRtp(packet, header, length);
    }
  }

  private void report(long nowNanos, Connection open) {
    long ntp = Ntp.now();
    if (sendsAudio) {
      reports.reset();
      senderReport(audio, ntp, nowNanos);
      open.sendRtcp(compound, reports.length());
    }
    for (OutgoingStream stream : video) {
      if (stream.packets > 0) {
        reports.reset();
        senderReport(stream, ntp, nowNanos);
        open.sendRtcp(compound, reports.length());
      }
    }
  }

  private void senderReport(OutgoingStream stream, long ntp, long nowNanos) {
    reports
        .senderReport(
            stream.ssrc,
            ntp,
            stream.timestamp(nowNanos),
            stream.packets & 0xffff_ffffL,
            stream.octets & 0xffff_ffffL,
            List.of())
        .sdesCname(stream.ssrc, CNAME);
  }

  private @Nullable OutgoingStream streamOf(long ssrc) {
    for (OutgoingStream stream : video) {
      if (stream.ssrc == ssrc) {
        return stream;
      }
    }
    return audio.ssrc == ssrc ? audio : null;
  }

  private void receive(long nowNanos, Rtcp report) {
    switch (report) {
      case Rtcp.Nack nack -> {
        OutgoingStream stream = streamOf(nack.mediaSsrc());
        if (stream != null) {
          nack.forEachLost(sequence -> {
            nacked++;
            resend(nowNanos, stream, sequence);
          });
        }
      }
      case Rtcp.Pli pli -> requestKeyFrame(pli.mediaSsrc());
      case Rtcp.Fir fir -> fir.items().forEach(item -> requestKeyFrame(item.ssrc()));
      case Rtcp.ReceiverReport receiver ->
          receiver.reports().forEach(block -> take(nowNanos, block));
      case Rtcp.SenderReport sender -> sender.reports().forEach(block -> take(nowNanos, block));
      case Rtcp.Remb remb -> estimator.remb(nowNanos, remb.bitrateBps());
      case Rtcp.TransportFeedback feedback -> estimator.feedback(nowNanos, feedback);
      case Rtcp.Bye _, Rtcp.Sdes _, Rtcp.ExtendedReport _, Rtcp.Unknown _ -> {
        // Nothing to answer.
      }
    }
  }

  private void requestKeyFrame(long ssrc) {
    keyFrameRequests++;
    for (int layer = 0; layer < video.size(); layer++) {
      if (video.get(layer).ssrc == ssrc) {
        feed.requestKeyFrame(layer);
      }
    }
  }

  private void take(long nowNanos, Rtcp.ReportBlock block) {
    OutgoingStream stream = streamOf(block.ssrc());
    if (stream == null) {
      return;
    }
    stream.known = true;
    long roundTrip = block.roundTrip(Ntp.compact(Ntp.now()));
    if (roundTrip >= 0) {
      roundTripNanos = roundTrip * 1_000_000_000L / 65_536;
    }
    if (stream != audio) {
      fractionLost = block.fractionLost() / 256.0;
      estimator.receiverReport(nowNanos, block.fractionLost(), roundTripNanos);
    }
  }

  /// Follows the estimate, in steps that are worth it.
  private void adapt(long nowNanos) {
    estimator.poll(nowNanos);
    if (!options.adapts() || nowNanos < nextTarget) {
      return;
    }
    nextTarget = nowNanos + TARGET_INTERVAL;
    int wanted =
        (int)
            Math.clamp(
                estimator.estimateBps() - AUDIO_BPS, MIN_VIDEO_BPS, (long) options.maxBitrateBps());
    if (Math.abs(wanted - targetBps) > targetBps * WORTH_TELLING
        || (wanted != targetBps && wanted == options.maxBitrateBps())) {
      targetBps = wanted;
      feed.bitrate(targetBps);
    }
  }

  private final class Events implements Connection.Listener, MediaFeed.Sink {
    @Override
    public void connected(long nowNanos) {
      budgetAt = nowNanos;
      nextReport = nowNanos;
      feed.start(this);
      listener.connected();
    }

    @Override
    public void video(int layer, EncodedFrame frame, long captureNanos) {
      loop.execute(() -> sendVideo(layer, frame, captureNanos));
    }

    @Override
    public void audio(byte[] opus, long captureNanos) {
      loop.execute(() -> sendAudio(opus, captureNanos));
    }

    @Override
    public void rtp(long nowNanos, byte[] buffer, int offset, int length) {
      // Nobody sends media to a publisher.
    }

    @Override
    public void rtcp(long nowNanos, byte[] buffer, int offset, int length) {
      RtcpReader.read(buffer, offset, length, report -> receive(nowNanos, report));
    }

    @Override
    public void poll(long nowNanos) {
      pace(nowNanos);
      adapt(nowNanos);
      Connection open = connection;
      if (open != null && nowNanos >= nextReport) {
        nextReport = nowNanos + REPORT_INTERVAL;
        report(nowNanos, open);
      }
    }

    @Override
    public void closed(String reason) {
      closed = true;
      feed.close();
      listener.closed(reason);
    }
  }
}
