package live.nio.publisher.peer;

import java.io.IOException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import live.nio.sfu.codec.FrameInfo;
import live.nio.sfu.codec.PayloadParser;
import live.nio.sfu.dtls.DtlsConnection;
import live.nio.sfu.rtcp.NackGenerator;
import live.nio.sfu.rtcp.ReceptionStatistics;
import live.nio.sfu.rtcp.Rtcp;
import live.nio.sfu.rtcp.RtcpReader;
import live.nio.sfu.rtcp.RtcpWriter;
import live.nio.sfu.rtcp.TransportFeedbackGenerator;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.RtpPacket;
import live.nio.sfu.rtp.SequenceUnwrapper;
import live.nio.sfu.stun.IceCredentials;
import org.jspecify.annotations.Nullable;

/// Receives a stream from a server and keeps all the feedback of a real viewer alive: receiver
/// reports, NACK, PLI, transport-wide congestion control. Decodes nothing, but knows which frames
/// could be decoded.
///
///     Player player = new Player(loop, listener);
///     player.accept(post(player.offer()));
///
/// A server that makes the offer itself is answered with [#answer]. Methods may be called on any
/// thread.
public final class Player implements AutoCloseable {
  private static final SecureRandom RANDOM = new SecureRandom();
  private static final long REPORT_INTERVAL = TimeUnit.SECONDS.toNanos(1);
  private static final long PLI_INTERVAL = TimeUnit.MILLISECONDS.toNanos(500);
  private static final String CNAME = "nio";

  /// Told of what happens; on the loop's thread.
  public interface Listener {
    default void connected() {}

    /// A media packet, retransmissions excepted. The packet is a view that is reused.
    default void received(long nowNanos, MediaKind kind, RtpPacket packet) {}

    /// It is over, without having been closed.
    default void closed(String reason) {}
  }

  private final PeerLoop loop;
  private final Listener listener;
  private final IceCredentials ice = IceCredentials.random(RANDOM);
  private final long ownSsrc = RANDOM.nextLong(1, 0xffff_ffffL);
  private final RtpPacket packet = new RtpPacket();
  private final FrameInfo frame = new FrameInfo();
  private final TransportFeedbackGenerator arrivals = new TransportFeedbackGenerator();
  private final Map<Integer, Codec> codecs = new HashMap<>();
  private final Map<Integer, Integer> retransmissions = new HashMap<>();
  private final byte[] compound = new byte[1500];
  private final RtcpWriter reports = new RtcpWriter(compound, 0);
  private final int[] missing = new int[128];

  private @Nullable Connection connection;
  private @Nullable Stream video;
  private @Nullable Stream audio;
  private int transportCcId = -1;
  private long nextReport;
  private long lastPli;
  private boolean closed;

  private long firstMediaNanos;
  private long nacks;
  private long plis;

  /// One SSRC that is received.
  private static final class Stream {
    final long ssrc;
    final MediaKind kind;
    final PayloadParser parser;
    final SequenceUnwrapper unwrapper = new SequenceUnwrapper();
    final ReceptionStatistics reception;
    final NackGenerator nacks = new NackGenerator();
    final FrameTracker frames = new FrameTracker();
    long recovered;

    Stream(long ssrc, Codec codec) {
      this.ssrc = ssrc;
      kind = codec.kind();
      parser = PayloadParser.of(codec);
      reception = new ReceptionStatistics(ssrc, codec.clockRate());
    }
  }

  /// Nothing is received before [#accept] or [#answer].
  public Player(PeerLoop loop, Listener listener) {
    this.loop = loop;
    this.listener = listener;
  }

  /// The session description to post.
  public String offer() {
    return new DescriptionWriter(ice, Identity.INSTANCE.fingerprint(), "actpass", List.of("0", "1"))
        .offerAudio("0", "recvonly")
        .offerAnyVideo("1")
        .toString();
  }

  /// Takes the server's answer and connects.
  ///
  /// @throws IllegalArgumentException when the answer makes no sense
  public void accept(String answer) {
    Description remote = Description.parse(answer);
    connect(
        remote,
        remote.setup().equals("active") ? DtlsConnection.Role.SERVER : DtlsConnection.Role.CLIENT);
  }

  /// Takes a server's offer and connects.
  ///
  /// @return the answer to give it
  /// @throws IllegalArgumentException when the offer makes no sense
  public String answer(String offer) {
    Description remote = Description.parse(offer);
    List<String> mids =
        remote.sections().stream().filter(Player::isWanted).map(Description.Section::mid).toList();
    DescriptionWriter writer =
        new DescriptionWriter(ice, Identity.INSTANCE.fingerprint(), "active", mids);
    for (Description.Section section : remote.sections()) {
      List<Description.Payload> wanted = wanted(section);
      if (!isWanted(section)) {
        writer.rejected(
            section.kind(),
            section.mid(),
            section.payloads().stream().map(Description.Payload::type).limit(1).toList());
        continue;
      }
      writer.section(
          section.kind(),
          section.mid(),
          "recvonly",
          wanted.stream().map(Description.Payload::type).toList());
      for (HeaderExtension known :
          List.of(
              HeaderExtension.MID,
              HeaderExtension.ABS_SEND_TIME,
              HeaderExtension.TRANSPORT_CC,
              HeaderExtension.PLAYOUT_DELAY)) {
        Integer id = section.extensions().get(known.uri());
        if (id != null) {
          writer.extension(id, known.uri());
        }
      }
      for (Description.Payload payload : wanted) {
        writer.line("a=rtpmap:" + payload.type() + " " + payload.name() + "/" + payload.clock());
        payload.feedback().forEach(f -> writer.line("a=rtcp-fb:" + payload.type() + " " + f));
        if (!payload.fmtp().isEmpty()) {
          writer.line("a=fmtp:" + payload.type() + " " + payload.fmtp());
        }
      }
    }
    connect(remote, DtlsConnection.Role.CLIENT);
    return writer.toString();
  }

  private static boolean isWanted(Description.Section section) {
    return section.accepted() && !wanted(section).isEmpty();
  }

  private static List<Description.Payload> wanted(Description.Section section) {
    List<Description.Payload> wanted = new ArrayList<>();
    for (Description.Payload payload : section.payloads()) {
      if (codec(payload.name()) != null) {
        wanted.add(payload);
        section.rtx(payload.type()).ifPresent(wanted::add);
      }
    }
    return wanted;
  }

  private static @Nullable Codec codec(String name) {
    for (Codec codec : Codec.values()) {
      if (codec.encodingName().equalsIgnoreCase(name)) {
        return codec;
      }
    }
    return null;
  }

  private void connect(Description remote, DtlsConnection.Role role) {
    for (Description.Section section : remote.sections()) {
      if (!section.accepted()) {
        continue;
      }
      for (Description.Payload payload : section.payloads()) {
        Codec codec = codec(payload.name());
        if (codec != null) {
          codecs.put(payload.type(), codec);
          section
              .rtx(payload.type())
              .ifPresent(rtx -> retransmissions.put(rtx.type(), payload.type()));
        }
      }
      transportCcId =
          section.extensions().getOrDefault(HeaderExtension.TRANSPORT_CC.uri(), transportCcId);
    }
    if (remote.candidates().isEmpty()) {
      throw new IllegalArgumentException("the server says no address to send to");
    }
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

  /// What came so far.
  public PlayerStatistics statistics() {
    return loop.call(() -> {
      Connection open = connection;
      Stream pictures = video;
      Stream sound = audio;
      long packets = 0;
      long bytes = 0;
      long lost = 0;
      if (pictures != null) {
        packets += pictures.reception.received();
        bytes += pictures.reception.bytes();
        lost += Math.max(0, pictures.reception.lost() - pictures.recovered);
      }
      long audioPackets = 0;
      if (sound != null) {
        audioPackets = sound.reception.received();
        packets += audioPackets;
        bytes += sound.reception.bytes();
        lost += Math.max(0, sound.reception.lost());
      }
      FrameTracker frames = pictures == null ? new FrameTracker() : pictures.frames;
      return new PlayerStatistics(
          open != null && open.isConnected(),
          firstMediaNanos,
          frames.firstFrameNanos,
          packets,
          audioPackets,
          bytes,
          lost,
          pictures == null ? 0 : pictures.recovered,
          open == null ? 0 : open.undecipherable(),
          frames.frames,
          frames.keyFrames,
          frames.pictureIdJumps,
          frames.skips,
          frames.freezes,
          Duration.ofNanos(frames.frozenNanos),
          Duration.ofNanos(frames.longestGapNanos),
          nacks,
          plis);
    });
  }

  /// Says goodbye and closes the socket.
  @Override
  public void close() {
    loop.execute(() -> {
      closed = true;
      Connection open = connection;
      if (open != null) {
        open.close();
      }
    });
  }

  // ---- on the loop's thread

  private void receive(long nowNanos) {
    int type = packet.payloadType();
    if (transportCcId > 0) {
      int at = packet.extensionOffset(transportCcId);
      if (at >= 0 && packet.extensionLength(transportCcId) >= 2) {
        byte[] b = packet.buffer();
        arrivals.received(nowNanos, (b[at] & 0xff) << 8 | (b[at + 1] & 0xff));
      }
    }
    if (firstMediaNanos == 0) {
      firstMediaNanos = nowNanos;
    }
    if (retransmissions.containsKey(type)) {
      recover(nowNanos);
      return;
    }
    Codec codec = codecs.get(type);
    if (codec == null) {
      return;
    }
    Stream stream = stream(packet.ssrc(), codec);
    long sequence = stream.unwrapper.unwrap(packet.sequenceNumber());
    stream.reception.received(nowNanos, sequence, packet.timestamp(), packet.length());
    if (stream.kind == MediaKind.VIDEO) {
      stream.nacks.received(nowNanos, sequence);
      track(nowNanos, stream, sequence, packet.payloadOffset(), packet.payloadLength());
    }
    listener.received(nowNanos, stream.kind, packet);
  }

  private Stream stream(long ssrc, Codec codec) {
    Stream current = codec.kind() == MediaKind.VIDEO ? video : audio;
    if (current != null && current.ssrc == ssrc) {
      return current;
    }
    Stream stream = new Stream(ssrc, codec);
    if (codec.kind() == MediaKind.VIDEO) {
      video = stream;
    } else {
      audio = stream;
    }
    return stream;
  }

  private void track(long nowNanos, Stream stream, long sequence, int offset, int length) {
    if (length == 0) {
      stream.frames.padding(nowNanos, sequence);
    } else if (stream.parser.parse(packet.buffer(), offset, length, packet.marker(), frame)) {
      stream.frames.received(nowNanos, sequence, frame, packet.marker());
    }
  }

  /// [RFC 4588 §4](https://www.rfc-editor.org/rfc/rfc4588#section-4).
  private void recover(long nowNanos) {
    Stream stream = video;
    if (stream == null || packet.payloadLength() < 2) {
      return;
    }
    byte[] b = packet.buffer();
    int at = packet.payloadOffset();
    long sequence = stream.unwrapper.peek((b[at] & 0xff) << 8 | (b[at + 1] & 0xff));
    long before = stream.nacks.recovered();
    stream.nacks.received(nowNanos, sequence);
    stream.recovered += stream.nacks.recovered() - before;
    track(nowNanos, stream, sequence, at + 2, packet.payloadLength() - 2);
  }

  private void poll(long nowNanos, Connection open) {
    Stream pictures = video;
    if (pictures != null) {
      if (pictures.nacks.nextTimeout() <= nowNanos) {
        int count = pictures.nacks.due(nowNanos, missing);
        if (count > 0) {
          nacks += count;
          reports.reset();
          var _ = reports.nack(ownSsrc, pictures.ssrc, missing, count);
          open.sendRtcp(compound, reports.length());
        }
      }
      // Asked first, as asking answers it.
      boolean gaveUp = pictures.nacks.needsKeyFrame();
      boolean wants = pictures.frames.poll(nowNanos) || gaveUp;
      if (wants && nowNanos - lastPli >= PLI_INTERVAL) {
        lastPli = nowNanos;
        plis++;
        reports.reset();
        reports.pli(ownSsrc, pictures.ssrc);
        open.sendRtcp(compound, reports.length());
      }
    }
    if (arrivals.nextTimeout() <= nowNanos) {
      long ssrc = pictures != null ? pictures.ssrc : audio != null ? audio.ssrc : 0;
      reports.reset();
      while (arrivals.write(nowNanos, reports, ownSsrc, ssrc)) {
        open.sendRtcp(compound, reports.length());
        reports.reset();
      }
    }
    if (nowNanos >= nextReport) {
      nextReport = nowNanos + REPORT_INTERVAL;
      List<Rtcp.ReportBlock> blocks = new ArrayList<>(2);
      if (pictures != null) {
        blocks.add(pictures.reception.report(nowNanos));
      }
      if (audio != null) {
        blocks.add(audio.reception.report(nowNanos));
      }
      reports.reset();
      reports.receiverReport(ownSsrc, blocks).sdesCname(ownSsrc, CNAME);
      open.sendRtcp(compound, reports.length());
    }
  }

  private void take(long nowNanos, Rtcp report) {
    if (report instanceof Rtcp.SenderReport sender) {
      Stream pictures = video;
      Stream sound = audio;
      if (pictures != null && pictures.ssrc == sender.ssrc()) {
        pictures.reception.senderReport(nowNanos, sender);
      } else if (sound != null && sound.ssrc == sender.ssrc()) {
        sound.reception.senderReport(nowNanos, sender);
      }
    }
  }

  private final class Events implements Connection.Listener {
    @Override
    public void connected(long nowNanos) {
      lastPli = nowNanos;
      // Spread, so that hundreds of players do not all report at once.
      nextReport = nowNanos + RANDOM.nextLong(REPORT_INTERVAL);
      listener.connected();
    }

    @Override
    public void rtp(long nowNanos, byte[] buffer, int offset, int length) {
      if (packet.parse(buffer, offset, length)) {
        receive(nowNanos);
      }
    }

    @Override
    public void rtcp(long nowNanos, byte[] buffer, int offset, int length) {
      RtcpReader.read(buffer, offset, length, report -> take(nowNanos, report));
    }

    @Override
    public void poll(long nowNanos) {
      Connection open = connection;
      if (open != null) {
        Player.this.poll(nowNanos, open);
      }
    }

    @Override
    public void closed(String reason) {
      closed = true;
      listener.closed(reason);
    }
  }
}
