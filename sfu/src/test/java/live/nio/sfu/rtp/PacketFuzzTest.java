package live.nio.sfu.rtp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import live.nio.sfu.bwe.BandwidthEstimator;
import live.nio.sfu.bwe.BandwidthOptions;
import live.nio.sfu.codec.DependencyDescriptor;
import live.nio.sfu.codec.FrameInfo;
import live.nio.sfu.codec.PayloadParser;
import live.nio.sfu.rtcp.Rtcp;
import live.nio.sfu.rtcp.RtcpReader;
import live.nio.sfu.rtcp.RtcpWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Seeded noise and mutated packets for every parser of what comes out of the network: nothing may
/// throw, and nothing may be read or reported outside the packet. The seed is fixed, so what fails
/// once fails again.
class PacketFuzzTest {
  private static final int INPUTS = 1_000_000;
  private static final int AT = 3;
  private final SplittableRandom random = new SplittableRandom(20_261_121);
  // The packet ends where the array does, so that reading past it is noticed.
  private final byte[][] buffers = new byte[257][];

  PacketFuzzTest() {
    for (int i = 0; i < buffers.length; i++) {
      buffers[i] = new byte[AT + i];
    }
  }

  /// Noise of 0 to 256 bytes, short ones more often.
  private byte[] noise() {
    int length = random.nextInt(random.nextInt(2, 257));
    byte[] b = buffers[length];
    for (int i = AT; i < b.length; i += 8) {
      long word = random.nextLong();
      for (int j = i; j < Math.min(b.length, i + 8); j++) {
        b[j] = (byte) word;
        word >>>= 8;
      }
    }
    // Small values and runs make lengths that nearly fit.
    if (length > 4 && random.nextInt(4) == 0) {
      int from = random.nextInt(length);
      Arrays.fill(b, AT + from, AT + random.nextInt(from, length), (byte) random.nextInt(4));
    }
    return b;
  }

  /// A copy with some bytes changed and perhaps the end cut off.
  private byte[] mutated(byte[] packet, int length) {
    int cut = random.nextInt(3) == 0 ? random.nextInt(length + 1) : length;
    byte[] b = buffers[cut];
    System.arraycopy(packet, 0, b, AT, cut);
    for (int i = random.nextInt(4); i > 0 && cut > 0; i--) {
      int at = AT + random.nextInt(cut);
      b[at] =
          random.nextInt(3) == 0
              ? (byte) (b[at] ^ (1 << random.nextInt(8)))
              : (byte) random.nextInt();
    }
    return b;
  }

  @Test
  void rtp() {
    RtpPacket packet = new RtpPacket();
    int parsed = 0;
    for (int n = 0; n < INPUTS; n++) {
      byte[] b = noise();
      int length = b.length - AT;
      if (length > 0) {
        b[AT] = (byte) (0x80 | (b[AT] & (n % 2 == 0 ? 0x30 : 0x3F)));
      }
      if (length > 16 && n % 4 != 0) {
        int profile = n % 3 == 0 ? RtpPacket.TWO_BYTE_PROFILE : RtpPacket.ONE_BYTE_PROFILE;
        int at = AT + 12 + 4 * (b[AT] & 0x0F);
        if (at + 4 <= b.length) {
          b[at] = (byte) (profile >> 8);
          b[at + 1] = (byte) profile;
          b[at + 2] = 0;
          b[at + 3] &= 0x1F;
        }
      }
      if (!packet.parse(b, AT, length)) {
        continue;
      }
      parsed++;
      boolean inside =
          packet.headerLength() >= 12
              && packet.payloadLength() >= 0
              && packet.headerLength() + packet.payloadLength() + packet.paddingLength() == length;
      for (int i = 0; i < packet.extensionCount(); i++) {
        int id = packet.extensionId(i);
        int at = packet.extensionOffset(id);
        inside &=
            at >= packet.extensionBlockOffset()
                && at + packet.extensionLength(id) <= packet.payloadOffset();
      }
      if (!inside) {
        assertThat(inside).as(Arrays.toString(b)).isTrue();
      }
    }
    assertThat(parsed).isGreaterThan(INPUTS / 10);
  }

  @Test
  void rtcpOfNoise() {
    int[] packets = new int[1];
    for (int n = 0; n < INPUTS; n++) {
      byte[] b = noise();
      int length = b.length - AT;
      // Headers that add up, so that the insides are reached.
      for (int at = AT; at + 4 <= b.length; ) {
        int words = random.nextInt(0, (b.length - at) / 4);
        b[at] = (byte) (0x80 | (b[at] & 0x1F) | (random.nextInt(8) == 0 ? 0x20 : 0));
        b[at + 1] = (byte) random.nextInt(199, 209);
        b[at + 2] = 0;
        b[at + 3] = (byte) words;
        at += 4 * words + 4;
      }
      RtcpReader.read(b, AT, length & ~3, p -> packets[0]++);
    }
    assertThat(packets[0]).isGreaterThan(INPUTS / 4);
  }

  @Test
  void rtcpOfMutatedPackets() {
    RtcpWriter writer = new RtcpWriter(new byte[256]);
    writer.receiverReport(1, List.of(new Rtcp.ReportBlock(2, 3, 4, 5, 6, 7, 8)));
    writer.sdesCname(1, "somebody").nack(1, 2, new int[] {5, 7, 100}, 3);
    writer.pli(1, 2).fir(1, 2, 3).remb(1, 1_000_000, List.of(2L)).bye(1);
    writer.referenceTime(1, 5).delays(1, List.of(new Rtcp.Dlrr(1, 2, 3)));
    int[] packets = new int[1];
    for (int n = 0; n < INPUTS; n++) {
      byte[] b = mutated(writer.buffer(), writer.length());
      RtcpReader.read(b, AT, b.length - AT, p -> packets[0]++);
    }
    assertThat(packets[0]).isGreaterThan(INPUTS);
  }

  /// Lies in feedback must not harm the estimator either.
  @Test
  void transportFeedbackUpToTheEstimator() {
    RtcpWriter writer = new RtcpWriter(new byte[256]);
    BandwidthOptions options = BandwidthOptions.DEFAULT;
    BandwidthEstimator estimator = new BandwidthEstimator(options);
    char[] offsets = new char[60];
    short[] deltas = new short[60];
    long now = 0;
    int[] packets = new int[1];
    for (int n = 0; n < INPUTS / 4; n++) {
      now += random.nextInt(20_000_000);
      for (int i = random.nextInt(5); i >= 0; i--) {
        estimator.sent(now, estimator.nextTransportSequence(), random.nextInt(1_500), n & 0x7F);
      }
      if (n % 50 == 0) {
        estimator.probe(now, random.nextInt(10_000_000), true);
        estimator.poll(now);
        estimator.receiverReport(now, random.nextInt(256), random.nextInt());
      }
      int received = random.nextInt(60);
      int offset = 0;
      for (int i = 0; i < received; i++) {
        offset += random.nextInt(1, 4);
        offsets[i] = (char) offset;
        deltas[i] = (short) (random.nextInt(5) == 0 ? random.nextInt() : random.nextInt(100));
      }
      int base = estimator.nextTransportSequence() - random.nextInt(300);
      writer
          .reset()
          .transportFeedback(
              1, 2, base & 0xFFFF, offset + 1, random.nextInt(), n, offsets, deltas, received);
      byte[] b = mutated(writer.buffer(), writer.length());
      long at = now;
      RtcpReader.read(
          b,
          AT,
          b.length - AT,
          p -> {
            packets[0]++;
            if (p instanceof Rtcp.TransportFeedback f) {
              estimator.feedback(at, f);
            }
          });
      if (estimator.estimateBps() < options.minBps()
          || estimator.estimateBps() > options.maxBps()) {
        assertThat(estimator.estimateBps()).isBetween(options.minBps(), options.maxBps());
      }
    }
    assertThat(packets[0]).isGreaterThan(INPUTS / 20);
    assertThat(estimator.lossFraction()).isBetween(0.0, 1.0);
  }

  @ParameterizedTest
  @EnumSource(Codec.class)
  void payloads(Codec codec) {
    PayloadParser parser = PayloadParser.of(codec);
    FrameInfo info = new FrameInfo();
    int[] units = {7, 24, 28, 5};
    int parsed = 0;
    for (int n = 0; n < INPUTS; n++) {
      byte[] b = noise();
      int length = b.length - AT;
      if (codec == Codec.H264 && length > 3) {
        // The forms that are looked into, and parameter sets within.
        b[AT] = (byte) ((b[AT] & 0x60) | units[n & 3]);
        b[AT + 1] = (n & 3) == 1 ? 0 : (n & 3) == 2 ? (byte) 0x87 : b[AT + 1];
      }
      if (!parser.parse(b, AT, length, (n & 1) == 0, info)) {
        continue;
      }
      parsed++;
      boolean inside =
          (info.pictureIdOffset < 0
                  || (info.pictureIdOffset > AT
                      && info.pictureIdOffset + (info.pictureIdBits + 1) / 8 <= b.length))
              && (info.tl0PicIdxOffset < 0
                  || (info.tl0PicIdxOffset > AT && info.tl0PicIdxOffset < b.length))
              && info.temporalId >= 0
              && info.temporalId < 8
              && info.spatialId >= 0
              && info.spatialId < 8
              && info.width >= 0
              && info.height >= 0;
      if (!inside) {
        assertThat(inside).as(Arrays.toString(b)).isTrue();
      }
    }
    assertThat(parsed).isGreaterThan(INPUTS / 50);
  }

  @Test
  void dependencyDescriptors() {
    DependencyDescriptor descriptor = new DependencyDescriptor();
    FrameInfo info = new FrameInfo();
    int parsed = 0;
    for (int n = 0; n < INPUTS; n++) {
      byte[] b = noise();
      if (b.length > AT + 3 && n % 2 == 0) {
        b[AT + 3] |= (byte) 0x80;
      }
      if (descriptor.parse(b, AT, b.length - AT, info)) {
        parsed++;
        boolean sane =
            info.temporalId < 8
                && info.spatialId < 4
                && descriptor.decodeTargets() >= 1
                && descriptor.decodeTargets() <= 32;
        if (!sane) {
          assertThat(sane).as(Arrays.toString(b)).isTrue();
        }
      }
    }
    assertThat(parsed).isGreaterThan(INPUTS / 100);
  }
}
