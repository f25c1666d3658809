package live.nio.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import live.nio.sfu.bwe.BandwidthEstimator;
import live.nio.sfu.bwe.BandwidthOptions;
import live.nio.sfu.bwe.PacerBudget;
import live.nio.sfu.codec.FrameInfo;
import live.nio.sfu.rtp.Codec;
import live.nio.sfu.rtp.CodecParameters;
import live.nio.sfu.rtp.HeaderExtension;
import live.nio.sfu.rtp.HeaderExtensionWriter;
import live.nio.sfu.rtp.MediaKind;
import live.nio.sfu.rtp.MediaParameters;
import live.nio.sfu.rtp.RtpHeader;
import live.nio.sfu.rtp.RtpPacket;
import live.nio.sfu.srtp.SrtpCrypto;
import live.nio.sfu.srtp.SrtpKeys;
import live.nio.sfu.srtp.SrtpProfile;
import live.nio.sfu.srtp.SrtpSender;
import org.junit.jupiter.api.Test;

class OutgoingTrackTest {
  private static final long SECOND = 1_000_000_000L;

  private final TestOutbox outbox = new TestOutbox();

  @Test
  void theTimeOfSendingHasEighteenBitsBehindThePoint() {
    assertThat(OutgoingTrack.absoluteSendTime(0)).isZero();
    assertThat(OutgoingTrack.absoluteSendTime(SECOND)).isEqualTo(1 << 18);
    assertThat(OutgoingTrack.absoluteSendTime(SECOND * 3 / 2)).isEqualTo((1 << 18) + (1 << 17));
    assertThat(OutgoingTrack.absoluteSendTime(64 * SECOND)).isZero();
    assertThat(OutgoingTrack.absoluteSendTime(-SECOND)).isEqualTo(63 << 18);
  }

  @Test
  void isToldToAViewerWithoutTransportWideFeedback() {
    RtpPacket sent = send(Map.of(HeaderExtension.ABS_SEND_TIME, 3), Map.of());

    assertThat(number(sent, 3)).isEqualTo(OutgoingTrack.absoluteSendTime(5 * SECOND));
  }

  @Test
  void isLeftOutWithIt() {
    RtpPacket sent =
        send(Map.of(HeaderExtension.ABS_SEND_TIME, 3, HeaderExtension.TRANSPORT_CC, 4), Map.of());

    assertThat(sent.extensionOffset(3)).isNegative();
    assertThat(sent.extensionOffset(4)).isPositive();
  }

  @Test
  void thePlayoutDelayIsPassedOnUnderTheViewersId() {
    RtpPacket sent =
        send(Map.of(HeaderExtension.PLAYOUT_DELAY, 9), Map.of(HeaderExtension.PLAYOUT_DELAY, 5));

    assertThat(number(sent, 9)).isEqualTo(0x00a014);
  }

  private static int number(RtpPacket packet, int id) {
    assertThat(packet.extensionLength(id)).isEqualTo(3);
    int at = packet.extensionOffset(id);
    byte[] b = packet.buffer();
    return (b[at] & 0xff) << 16 | (b[at + 1] & 0xff) << 8 | (b[at + 2] & 0xff);
  }

  /// Sends one packet, which came with a playout delay, five seconds after the clock began.
  private RtpPacket send(
      Map<HeaderExtension, Integer> viewers, Map<HeaderExtension, Integer> publishers) {
    byte[] key = new byte[16];
    byte[] salt = new byte[12];
    SrtpKeys keys = new SrtpKeys(SrtpProfile.AEAD_AES_128_GCM, key, salt, key, salt);
    Egress egress =
        new Egress(
            outbox,
            SrtpSender.create(keys, SrtpCrypto.jce()),
            new BandwidthEstimator(BandwidthOptions.DEFAULT),
            new PacerBudget());
    egress.path(TestOutbox.Path.of(1));
    OutgoingTrack track =
        new OutgoingTrack(
            new MediaParameters(
                "1",
                new CodecParameters(Codec.VP8, 96, 0, "", 97, -1, true, true, true, false, true),
                viewers,
                List.of(),
                List.of(),
                Map.of(),
                7,
                8),
            egress,
            1);
    track.send(5 * SECOND, packet(publishers), 1, 90_000, 0, true);
    byte[] sent = outbox.take().getFirst().bytes();
    RtpPacket rtp = new RtpPacket();
    assertThat(rtp.parse(sent, 0, sent.length)).isTrue();
    return rtp;
  }

  private static MediaPacket packet(Map<HeaderExtension, Integer> ids) {
    byte[] buffer = new byte[100];
    HeaderExtensionWriter extensions = new HeaderExtensionWriter();
    extensions.begin(buffer, 12, false);
    extensions.addNumber(5, 0x00a014, 3);
    int block = extensions.end();
    RtpHeader.write(buffer, 0, true, true, 96, 1, 90_000, 99);
    RtpPacket rtp = new RtpPacket();
    assertThat(rtp.parse(buffer, 0, 12 + block + 20)).isTrue();
    return new MediaPacket(
        buffer, rtp, 1, MediaKind.VIDEO, 0, 1, false, new FrameInfo(), new ExtensionIds(ids), 0);
  }
}
