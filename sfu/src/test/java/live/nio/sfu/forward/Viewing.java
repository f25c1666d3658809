package live.nio.sfu.forward;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import live.nio.sfu.bwe.BandwidthEstimator;
import live.nio.sfu.bwe.BandwidthOptions;
import live.nio.sfu.bwe.PacerBudget;
import live.nio.sfu.codec.FrameInfo;
import live.nio.sfu.codec.PayloadParser;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.CodecParameters;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.MediaParameters;
import live.nio.sfu.rtp.RtpPacket;
import live.nio.sfu.srtp.SrtpCrypto;
import live.nio.sfu.srtp.SrtpKeys;
import live.nio.sfu.srtp.SrtpProfile;
import live.nio.sfu.srtp.SrtpReceiver;
import live.nio.sfu.srtp.SrtpSender;

/// A publisher's VP8 layers and one viewer's way out, with real encryption between: what a test of
/// forwarding needs.
final class Viewing {
  static final int VIDEO_TYPE = 96;
  static final int RTX_TYPE = 97;
  static final long SSRC = 0x1111;
  static final long RTX_SSRC = 0x2222;
  static final long MS = 1_000_000;

  /// So that a group of pictures is more than a pacer lets out at once.
  private static final int FILLER = 500;

  /// A packet as the viewer decrypts it.
  ///
  /// @param picture VP8 picture id, -1 when there is none
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Seen(
      int type,
      long ssrc,
      int sequence,
      long timestamp,
      boolean marker,
      int picture,
      int tl0,
      boolean keyFrame,
      int width,
      byte[] payload) {}

  final VideoLayers layers = new VideoLayers();
  final TestOutbox outbox = new TestOutbox();
  final PacerBudget pacer = new PacerBudget();
  final BandwidthEstimator estimator = new BandwidthEstimator(BandwidthOptions.DEFAULT);
  final List<Integer> keyFramesWanted = new ArrayList<>();
  final VideoForwarder video;
  private final SrtpReceiver receiver;
  private final RtpPacket rtp = new RtpPacket();
  private final PayloadParser parser = PayloadParser.of(Codec.VP8);
  private int generation = 1;
  long now = 1_000 * MS;

  Viewing() {
    byte[] key = new byte[16];
    byte[] salt = new byte[12];
    SrtpKeys keys = new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, salt, key, salt);
    receiver = SrtpReceiver.create(keys, SrtpCrypto.jce());
    pacer.rate(100_000_000);
    pacer.maySend(now - 1_000 * MS); // its budget has filled up since
    Egress egress = new Egress(outbox, SrtpSender.create(keys, SrtpCrypto.jce()), estimator, pacer);
    egress.path(TestOutbox.Path.of(1));
    MediaParameters parameters =
        new MediaParameters(
            "1",
            new CodecParameters(
                Codec.VP8, VIDEO_TYPE, 0, "", RTX_TYPE, -1, true, true, true, false, true),
            Map.of(HeaderExtension.MID, 1, HeaderExtension.TRANSPORT_CC, 2),
            List.of(),
            List.of(),
            Map.of(),
            SSRC,
            RTX_SSRC);
    video =
        new VideoForwarder(
            new OutgoingTrack(parameters, egress, 7), layers, keyFramesWanted::add, 65_530, 5_000);
  }

  void nextPublisher() {
    generation++;
  }

  /// A frame of one packet.
  ///
  /// @param timestamp in milliseconds
  MediaPacket frame(int layer, long sequence, long timestamp, boolean key, int picture) {
    return packet(layer, sequence, timestamp, key, true, true, picture);
  }

  MediaPacket packet(
      int layer,
      long sequence,
      long timestamp,
      boolean key,
      boolean first,
      boolean last,
      int picture) {
    int width = 320 << layer;
    byte[] payload = {
      (byte) (0x80 | (first ? 0x10 : 0)), // X, S, partition 0
      (byte) 0xC0, // picture id, TL0PICIDX
      (byte) (0x80 | picture >> 8),
      (byte) picture,
      (byte) picture,
      (byte) (key ? 0 : 1),
      0,
      0, // frame tag
      (byte) 0x9d,
      0x01,
      0x2a,
      (byte) width,
      (byte) (width >> 8),
      90,
      0, // start of a key frame
    };
    byte[] buffer = new byte[12 + payload.length + FILLER];
    live.nio.sfu.rtp.RtpHeader.write(
        buffer, 0, false, last, 100, (int) sequence & 0xffff, timestamp * 90, 99 + layer);
    System.arraycopy(payload, 0, buffer, 12, payload.length);
    RtpPacket parsed = new RtpPacket();
    if (!parsed.parse(buffer, 0, buffer.length)) {
      throw new AssertionError("the test's own packet is malformed");
    }
    FrameInfo frame = new FrameInfo();
    if (!parser.parse(buffer, parsed.payloadOffset(), parsed.payloadLength(), last, frame)) {
      throw new AssertionError("the test's own payload is malformed");
    }
    return new MediaPacket(
        buffer,
        parsed,
        sequence,
        MediaKind.VIDEO,
        layer,
        generation,
        false,
        frame,
        new ExtensionIds(Map.of()),
        now);
  }

  /// A packet that carries nothing, as probes do.
  MediaPacket padding(int layer, long sequence, long timestamp) {
    byte[] buffer = new byte[12 + 4];
    live.nio.sfu.rtp.RtpHeader.write(
        buffer, 0, false, false, 100, (int) sequence & 0xffff, timestamp * 90, 99 + layer);
    buffer[0] |= 0x20;
    buffer[15] = 4;
    RtpPacket parsed = new RtpPacket();
    if (!parsed.parse(buffer, 0, buffer.length)) {
      throw new AssertionError("the test's own packet is malformed");
    }
    FrameInfo frame = new FrameInfo();
    frame.clear();
    return new MediaPacket(
        buffer,
        parsed,
        sequence,
        MediaKind.VIDEO,
        layer,
        generation,
        false,
        frame,
        new ExtensionIds(Map.of()),
        now);
  }

  /// The publisher's packet arrives and goes on.
  void comes(MediaPacket packet) {
    boolean late =
        layers.history(packet.layer) != null
            && layers.generation() == packet.generation()
            && packet.sequence() < layers.history(packet.layer).head();
    layers.put(packet, now);
    if (late) {
      video.late(now, packet);
    }
    video.advance(now);
  }

  /// What the viewer got since the last call.
  List<Seen> seen() {
    List<Seen> all = new ArrayList<>();
    for (TestOutbox.Sent sent : outbox.take()) {
      byte[] bytes = sent.bytes().clone();
      int length = receiver.unprotectRtp(bytes, 0, bytes.length);
      if (length < 0 || !rtp.parse(bytes, 0, length)) {
        throw new AssertionError("the viewer cannot read a packet: " + length);
      }
      FrameInfo frame = new FrameInfo();
      int skip = rtp.payloadType() == RTX_TYPE ? 2 : 0;
      boolean read =
          rtp.payloadLength() > skip
              && parser.parse(
                  bytes,
                  rtp.payloadOffset() + skip,
                  rtp.payloadLength() - skip,
                  rtp.marker(),
                  frame);
      all.add(
          new Seen(
              rtp.payloadType(),
              rtp.ssrc(),
              rtp.sequenceNumber(),
              rtp.timestamp(),
              rtp.marker(),
              read ? frame.pictureId : -1,
              read ? frame.tl0PicIdx : -1,
              read && frame.keyFrame,
              read ? frame.width : 0,
              java.util.Arrays.copyOfRange(
                  bytes, rtp.payloadOffset(), rtp.payloadOffset() + rtp.payloadLength())));
    }
    return all;
  }
}
