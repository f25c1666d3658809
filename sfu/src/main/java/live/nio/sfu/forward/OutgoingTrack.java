package live.nio.sfu.forward;

import java.util.concurrent.TimeUnit;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.HeaderExtensionWriter;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.MediaParameters;
import live.nio.sfu.rtp.RtpHeader;
import org.jspecify.annotations.Nullable;

/// One RTP stream to one viewer: writes packets with that viewer's payload types and extensions,
/// remembers what was sent, sends it again. Belongs to the viewer's loop.
public final class OutgoingTrack {
  private static final int HEADER_ROOM = 12 + 4 + 3 * 32 + 255;
  private static final int VIDEO_REMEMBERED = 512;
  private static final int AUDIO_REMEMBERED = 128;

  /// What a resent packet must at least have to wait before it is sent yet again.
  private static final long LEAST_RESEND_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final MediaParameters parameters;
  private final Egress egress;
  private final ExtensionIds ids;
  private final byte[] mid;
  private final SentPackets sent;
  private final byte[] header = new byte[HEADER_ROOM];
  private final HeaderExtensionWriter extensions = new HeaderExtensionWriter();
  private boolean sendsMid = true;
  private int rtxSequence;
  private int transportSequence;
  private long packets;
  private long octets;
  private long resent;
  private int lastTimestamp;

  /// A track of one viewer.
  ///
  /// @param rtxSequence the first sequence number of retransmissions
  public OutgoingTrack(MediaParameters parameters, Egress egress, int rtxSequence) {
    this.parameters = parameters;
    this.egress = egress;
    this.ids = new ExtensionIds(parameters.extensions());
    this.mid = parameters.mid().getBytes(java.nio.charset.StandardCharsets.UTF_8);
    this.sent =
        new SentPackets(
            parameters.codec().codec().kind() == MediaKind.VIDEO
                ? VIDEO_REMEMBERED
                : AUDIO_REMEMBERED);
    this.rtxSequence = rtxSequence;
  }

  public MediaParameters parameters() {
    return parameters;
  }

  Egress egress() {
    return egress;
  }

  /// The viewer has told that it knows whose packets these are, so the MID can be left out.
  public void recognized() {
    sendsMid = false;
  }

  /// Sends a packet for the first time.
  ///
  /// @param sequence lowest 16 bits count
  /// @param marker of a picture the last packet that is sent, which may not be the last there is
  void send(
      long nowNanos,
      MediaPacket packet,
      long sequence,
      int timestamp,
      int pictures,
      boolean marker) {
    boolean asRed = packet.red && parameters.codec().redPayloadType() >= 0;
    int from = packet.red && !asRed ? packet.primaryOffset() : 0;
    if (from >= packet.payloadLength) {
      return;
    }
    int payloadType =
        asRed ? parameters.codec().redPayloadType() : parameters.codec().payloadType();
    int length =
        writeHeader(
            nowNanos,
            packet,
            payloadType,
            (int) sequence & 0xffff,
            timestamp,
            parameters.localSsrc(),
            marker);
    sent.put(packet, (int) sequence & 0xffff, timestamp, pictures);
    egress.transmit(nowNanos, header, length, length, packet, from, pictures, transportSequence);
    packets++;
    octets += packet.payloadLength - from;
    lastTimestamp = timestamp;
  }

  /// Whether what was sent under a sequence number is still known.
  boolean isSent(int sequence) {
    return sent.find(sequence) >= 0;
  }

  /// The timestamp it was sent with; it has to be known.
  int sentTimestamp(int sequence) {
    return sent.timestamp(sent.find(sequence));
  }

  /// Answers a NACK: as RTX ([RFC 4588 §4](https://www.rfc-editor.org/rfc/rfc4588#section-4)) where
  /// negotiated, otherwise the packet as it was, which only a cipher other than GCM allows.
  ///
  /// @return false when the packet is no longer known
  public boolean resend(long nowNanos, int sequence, long rttNanos) {
    int at = sent.find(sequence);
    if (at < 0) {
      return false;
    }
    if (!sent.isResentSince(at, nowNanos, nowNanos - Math.max(rttNanos, LEAST_RESEND_NANOS))) {
      again(nowNanos, at, sequence);
    }
    return true;
  }

  private void again(long nowNanos, int at, int sequence) {
    MediaPacket packet = sent.packet(at);
    if (packet == null) {
      return;
    }
    boolean asRed = packet.red && parameters.codec().redPayloadType() >= 0;
    int from = packet.red && !asRed ? packet.primaryOffset() : 0;
    int rtx = parameters.codec().rtxPayloadType();
    int length;
    int headerLength;
    if (rtx >= 0 && parameters.localRtxSsrc() != 0) {
      headerLength =
          writeHeader(
              nowNanos,
              packet,
              rtx,
              rtxSequence++ & 0xffff,
              sent.timestamp(at),
              parameters.localRtxSsrc(),
              packet.marker);
      header[headerLength] = (byte) (sequence >> 8);
      header[headerLength + 1] = (byte) sequence;
      length = headerLength + 2;
    } else {
      headerLength =
          writeHeader(
              nowNanos,
              packet,
              asRed ? parameters.codec().redPayloadType() : parameters.codec().payloadType(),
              sequence,
              sent.timestamp(at),
              parameters.localSsrc(),
              packet.marker);
      length = headerLength;
    }
    egress.transmit(
        nowNanos, header, length, headerLength, packet, from, sent.pictures(at), transportSequence);
    resent++;
  }

  /// Sends `bytes` more or less that carry nothing, to see whether the link takes them. Does
  /// nothing without RTX: padding on the media's own SSRC would use up its sequence numbers.
  public void pad(long nowNanos, int bytes) {
    if (!canPad()) {
      return;
    }
    for (int left = bytes; left > 0; left -= 255) {
      int length =
          writeHeader(
              nowNanos,
              null,
              parameters.codec().rtxPayloadType(),
              rtxSequence++ & 0xffff,
              lastTimestamp,
              parameters.localRtxSsrc(),
              false);
      header[0] |= RtpHeader.PADDING;
      egress.transmitPadding(nowNanos, header, length, 255, transportSequence);
    }
  }

  public boolean canPad() {
    return parameters.codec().rtxPayloadType() >= 0
        && parameters.localRtxSsrc() != 0
        && packets > 0;
  }

  private int writeHeader(
      long nowNanos,
      @Nullable MediaPacket packet,
      int payloadType,
      int sequence,
      int timestamp,
      long ssrc,
      boolean marker) {
    int descriptor = ids.id(HeaderExtension.DEPENDENCY_DESCRIPTOR);
    int describing = packet == null || descriptor == 0 ? 0 : packet.descriptorLength;
    int transport = ids.id(HeaderExtension.TRANSPORT_CC);
    boolean twoByte =
        transport > 14
            || (describing > 0 && HeaderExtensionWriter.needsTwoByte(descriptor, describing));
    extensions.begin(header, 12, twoByte);
    if (transport != 0) {
      transportSequence = egress.nextTransportSequence();
      extensions.addNumber(transport, transportSequence, 2);
    } else {
      transportSequence = -1;
      int sentAt = ids.id(HeaderExtension.ABS_SEND_TIME);
      if (sentAt != 0 && fits(twoByte, sentAt, 3)) {
        extensions.addNumber(sentAt, absoluteSendTime(nowNanos), 3);
      }
    }
    int midId = ids.id(HeaderExtension.MID);
    if (sendsMid && midId != 0 && fits(twoByte, midId, mid.length)) {
      extensions.add(midId, mid, 0, mid.length);
    }
    if (packet != null) {
      int level = ids.id(HeaderExtension.AUDIO_LEVEL);
      if (level != 0 && packet.audioLevel >= 0 && fits(twoByte, level, 1)) {
        extensions.addNumber(level, packet.audioLevel, 1);
      }
      int turned = ids.id(HeaderExtension.VIDEO_ORIENTATION);
      if (turned != 0 && packet.orientation >= 0 && fits(twoByte, turned, 1)) {
        extensions.addNumber(turned, packet.orientation, 1);
      }
      int delay = ids.id(HeaderExtension.PLAYOUT_DELAY);
      if (delay != 0 && packet.playoutDelay >= 0 && fits(twoByte, delay, 3)) {
        extensions.addNumber(delay, packet.playoutDelay, 3);
      }
      if (describing > 0) {
        extensions.add(descriptor, packet.data, packet.payloadLength, describing);
      }
    }
    int block = extensions.end();
    RtpHeader.write(header, 0, block > 0, marker, payloadType, sequence, timestamp, ssrc);
    return 12 + block;
  }

  /// Seconds of 24 bits, 18 of them behind the point; any clock will do
  /// ([abs-send-time](https://webrtc.googlesource.com/src/+/main/docs/native-code/rtp-hdrext/abs-send-time/README.md)).
  static int absoluteSendTime(long nowNanos) {
    long seconds = Math.floorMod(Math.floorDiv(nowNanos, 1_000_000_000L), 64);
    long fraction = Math.floorMod(nowNanos, 1_000_000_000L);
    return (int) (seconds << 18 | (fraction << 18) / 1_000_000_000L);
  }

  private static boolean fits(boolean twoByte, int id, int length) {
    return twoByte || !HeaderExtensionWriter.needsTwoByte(id, length);
  }

  /// Packets sent, without those sent again.
  public long packets() {
    return packets;
  }

  /// Their payload bytes, as a sender report counts them.
  public long octets() {
    return octets;
  }

  public long resent() {
    return resent;
  }
}
