package live.nio.sfu.srtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Both ends of an association, with each profile and provider.
@ParameterizedClass(name = "{0}, {1}")
@MethodSource("combinations")
class SrtpTest {
  private static final long SSRC = 0xCAFEBABEL;

  @Parameter(0)
  SrtpProfile profile = SrtpProfile.AEAD_AES_128_GCM;

  @Parameter(1)
  String provider = "";

  private SrtpSender sender;
  private SrtpReceiver receiver;

  static Stream<Arguments> combinations() {
    return Packets.providers()
        .flatMap(crypto ->
            Stream.of(SrtpProfile.values()).map(profile -> Arguments.of(profile, crypto.name())));
  }

  private SrtpCrypto crypto() {
    return provider.equals("jce") ? SrtpCrypto.jce() : SrtpCrypto.openssl().orElseThrow();
  }

  SrtpTest() {
    // Replaced before each test; here for the null checker only.
    sender = SrtpSender.create(Packets.keys(profile, true), SrtpCrypto.jce());
    receiver = SrtpReceiver.create(Packets.keys(profile, false), SrtpCrypto.jce());
  }

  @BeforeEach
  void open() {
    sender = SrtpSender.create(Packets.keys(profile, true), crypto());
    receiver = SrtpReceiver.create(Packets.keys(profile, false), crypto());
  }

  @AfterEach
  void close() {
    sender.close();
    receiver.close();
  }

  private byte[] protectedRtp(long ssrc, int sequenceNumber) {
    return Packets.protect(sender, Packets.rtp(ssrc, sequenceNumber, 100), 12);
  }

  private int receive(byte[] packet) {
    byte[] copy = packet.clone();
    return receiver.unprotectRtp(copy, 0, copy.length);
  }

  @Nested
  class Rtp {
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 15, 16, 17, 100, 1200, 1400})
    void comesOutAsItWentIn(int payload) {
      byte[] plain = Packets.rtp(SSRC, 5, payload);
      byte[] packet = Packets.protect(sender, plain, 12);
      byte[] buffer = new byte[packet.length + 7];
      System.arraycopy(packet, 0, buffer, 7, packet.length);

      assertThat(receiver.unprotectRtp(buffer, 7, packet.length)).isEqualTo(plain.length);
      assertThat(Arrays.copyOfRange(buffer, 7, 7 + plain.length)).isEqualTo(plain);
    }

    @Test
    void keepsHeaderCsrcsAndExtensionsReadable() {
      // Two CSRCs and a one-byte extension block of two words: 12 + 8 + 4 + 8 bytes.
      byte[] plain = Packets.rtp(SSRC, 5, 100);
      plain[0] = (byte) 0x92;
      plain[20] = (byte) 0xBE;
      plain[21] = (byte) 0xDE;
      plain[22] = 0;
      plain[23] = 2;
      byte[] packet = Packets.protect(sender, plain, 32);

      assertThat(Arrays.copyOf(packet, 32)).isEqualTo(Arrays.copyOf(plain, 32));
      assertThat(Arrays.copyOfRange(packet, 32, plain.length))
          .isNotEqualTo(Arrays.copyOfRange(plain, 32, plain.length));
      assertThat(receiver.unprotectRtp(packet, 0, packet.length)).isEqualTo(plain.length);
      assertThat(Arrays.copyOf(packet, plain.length)).isEqualTo(plain);
    }

    @Test
    void isRefusedWhenAnyBitChanged() {
      byte[] packet = protectedRtp(SSRC, 5);
      for (int bit = 0; bit < packet.length * 8; bit++) {
        byte[] forged = packet.clone();
        forged[bit / 8] ^= (byte) (1 << (bit % 8));
        byte[] before = forged.clone();
        assertThat(receiver.unprotectRtp(forged, 0, forged.length)).as("bit %s", bit).isNegative();
        assertThat(forged).isEqualTo(before);
      }
      assertThat(receive(packet)).isEqualTo(112);
    }

    @Test
    void isRefusedWhenTheHeaderLies() {
      byte[] tooManyCsrcs = Packets.rtp(SSRC, 1, 20);
      tooManyCsrcs[0] = (byte) 0x8F;
      byte[] extensionBeyondTheEnd = Packets.rtp(SSRC, 1, 30);
      extensionBeyondTheEnd[0] = (byte) 0x90;
      extensionBeyondTheEnd[14] = (byte) 0xFF;
      byte[] version1 = Packets.rtp(SSRC, 1, 40);
      version1[0] = 0x40;
      for (byte[] packet : new byte[][] {tooManyCsrcs, extensionBeyondTheEnd, version1}) {
        assertThat(receive(packet)).isEqualTo(SrtpReceiver.MALFORMED);
      }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 11, 12, 21, 2049, 9000})
    void isRefusedWhenTooShortOrTooLong(int length) {
      byte[] packet = new byte[length];
      Arrays.fill(packet, (byte) 0x80);
      assertThat(receive(packet)).isEqualTo(SrtpReceiver.MALFORMED);
    }
  }

  @Nested
  class Rollover {
    @Test
    void isFollowedThroughManyRounds() {
      long index = 65_000;
      for (int i = 0; i < 200; i++, index += 1_021) {
        assertThat(receive(protectedRtp(SSRC, (int) (index & 0xFFFF)))).isPositive();
      }
    }

    @Test
    void takesPacketsOfTheRoundBefore() {
      byte[] before = protectedRtp(SSRC, 65_534);
      byte[] late = protectedRtp(SSRC, 65_535);
      byte[] after = protectedRtp(SSRC, 0);

      assertThat(receive(before)).isPositive();
      assertThat(receive(after)).isPositive();
      assertThat(receive(late)).isPositive();
    }

    @Test
    void doesNotFallBelowTheFirstRound() {
      assertThat(receive(protectedRtp(SSRC, 3))).isPositive();
      byte[] earlier = Packets.rtp(SSRC, 65_530, 100);
      assertThat(receive(Arrays.copyOf(earlier, 150))).isEqualTo(SrtpReceiver.REPLAYED);
    }

    @Test
    void isCountedForEachSsrcAlone() {
      for (int i = 0; i < 4; i++) {
        assertThat(receive(protectedRtp(1, (0xFFFE + i) & 0xFFFF))).isPositive();
        assertThat(receive(protectedRtp(2, 100 + i))).isPositive();
      }
    }
  }

  @Nested
  class ReplayProtection {
    @Test
    void takesEachPacketOnceInAnyOrder() {
      byte[][] packets = new byte[300][];
      for (int i = 0; i < packets.length; i++) {
        packets[i] = protectedRtp(SSRC, 1_000 + i);
      }
      Random random = new Random(42);
      // Shuffled within runs of 100, so that none is further behind than the window.
      for (int from = 0; from < packets.length; from += 100) {
        for (int i = from + 99; i > from; i--) {
          int j = from + random.nextInt(i - from + 1);
          byte[] swap = packets[i];
          packets[i] = packets[j];
          packets[j] = swap;
        }
      }
      for (byte[] packet : packets) {
        assertThat(receive(packet)).isEqualTo(112);
        assertThat(receive(packet)).isEqualTo(SrtpReceiver.REPLAYED);
      }
      assertThat(Arrays.asList(packets))
          .allSatisfy(packet -> assertThat(receive(packet)).isNegative());
    }

    @Test
    void reachesBack127Packets() {
      byte[] tooOld = protectedRtp(SSRC, 999);
      byte[] justInside = protectedRtp(SSRC, 1_000);
      assertThat(receive(protectedRtp(SSRC, 1_127))).isPositive();

      assertThat(receive(tooOld)).isEqualTo(SrtpReceiver.REPLAYED);
      assertThat(receive(justInside)).isPositive();
    }

    @Test
    void isNotMovedByForgedPackets() {
      byte[] next = protectedRtp(SSRC, 11);
      assertThat(receive(protectedRtp(SSRC, 12))).isPositive();
      byte[] forged = Arrays.copyOf(Packets.rtp(SSRC, 20_000, 100), 150);
      assertThat(receive(forged)).isEqualTo(SrtpReceiver.FORGED);

      assertThat(receive(next)).isPositive();
    }
  }

  @Nested
  class Limits {
    @Test
    void forgedSsrcsTakeNoRoom() {
      for (int ssrc = 0; ssrc < 1_000; ssrc++) {
        byte[] forged = Arrays.copyOf(Packets.rtp(ssrc, 1, 100), 150);
        assertThat(receive(forged)).isEqualTo(SrtpReceiver.FORGED);
      }
      assertThat(receive(protectedRtp(SSRC, 1))).isPositive();
    }

    @Test
    void thirtyTwoSsrcsAreTaken() {
      SrtpSender other = SrtpSender.create(Packets.keys(profile, true), crypto());
      try (other) {
        for (int ssrc = 1; ssrc <= 32; ssrc++) {
          assertThat(receive(protectedRtp(ssrc, 1))).isPositive();
        }
        byte[] oneMore = Packets.protect(other, Packets.rtp(33, 1, 100), 12);
        assertThat(receive(oneMore)).isEqualTo(SrtpReceiver.TOO_MANY_SSRCS);
        assertThat(receive(protectedRtp(32, 2))).isPositive();
        assertThatThrownBy(() -> protectedRtp(33, 1))
            .hasMessage("code " + SrtpReceiver.TOO_MANY_SSRCS);
      }
    }
  }

  @Nested
  class TheSender {
    @Test
    void neverUsesANonceOfGcmTwice() {
      byte[] first = protectedRtp(SSRC, 7);
      if (profile == SrtpProfile.AEAD_AES_128_GCM) {
        assertThatThrownBy(() -> protectedRtp(SSRC, 7)).hasMessage("code " + SrtpReceiver.REPLAYED);
      } else {
        assertThat(protectedRtp(SSRC, 7)).isEqualTo(first);
      }
    }

    @Test
    void refusesAHeaderLongerThanThePacket() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment memory = arena.allocate(200);
        assertThat(sender.protectRtp(memory, 0, 20, 19)).isEqualTo(SrtpReceiver.MALFORMED);
        assertThat(sender.protectRtp(memory, 0, 12, 195)).isEqualTo(SrtpReceiver.MALFORMED);
      }
    }
  }

  @Nested
  class Rtcp {
    private byte[] protectedRtcp(long ssrc, int words) {
      byte[] plain = Packets.rtcp(ssrc, words);
      byte[] buffer = Arrays.copyOf(plain, plain.length + SrtpSender.RTCP_OVERHEAD);
      return Arrays.copyOf(buffer, sender.protectRtcp(buffer, 0, plain.length));
    }

    private int receiveRtcp(byte[] packet) {
      byte[] copy = packet.clone();
      return receiver.unprotectRtcp(copy, 0, copy.length);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 40, 300})
    void comesOutAsItWentIn(int words) {
      byte[] packet = protectedRtcp(SSRC, words);
      byte[] buffer = new byte[packet.length + 5];
      System.arraycopy(packet, 0, buffer, 5, packet.length);
      int length = 8 + 4 * words;

      assertThat(receiver.unprotectRtcp(buffer, 5, packet.length)).isEqualTo(length);
      assertThat(Arrays.copyOfRange(buffer, 5, 5 + length)).isEqualTo(Packets.rtcp(SSRC, words));
    }

    @Test
    void isRefusedWhenAnyBitChanged() {
      byte[] packet = protectedRtcp(SSRC, 6);
      for (int bit = 0; bit < packet.length * 8; bit++) {
        byte[] forged = packet.clone();
        forged[bit / 8] ^= (byte) (1 << (bit % 8));
        assertThat(receiveRtcp(forged)).as("bit %s", bit).isNegative();
      }
      assertThat(receiveRtcp(packet)).isEqualTo(32);
    }

    @Test
    void isTakenOnce() {
      byte[] packet = protectedRtcp(SSRC, 6);
      assertThat(receiveRtcp(packet)).isPositive();
      assertThat(receiveRtcp(packet)).isEqualTo(SrtpReceiver.REPLAYED);
      assertThat(receiveRtcp(protectedRtcp(SSRC, 6))).isPositive();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 8, 21, 2049})
    void isRefusedWhenTooShortOrTooLong(int length) {
      byte[] packet = new byte[length];
      Arrays.fill(packet, (byte) 0x80);
      assertThat(receiveRtcp(packet)).isEqualTo(SrtpReceiver.MALFORMED);
    }

    @Test
    void needsRoomForTagAndIndex() {
      assertThat(sender.protectRtcp(new byte[20], 0, 20)).isEqualTo(SrtpReceiver.MALFORMED);
    }
  }

  /// Seeded: random bytes, and protected packets with some bytes changed or cut off.
  @Nested
  class Fuzzed {
    @Test
    void inputIsRefusedAndNothingIsThrown() {
      Random random = new Random(3711);
      byte[] rtp = protectedRtp(SSRC, 1_000);
      byte[] rtcp = Arrays.copyOf(Packets.rtcp(SSRC, 6), 32 + SrtpSender.RTCP_OVERHEAD);
      rtcp = Arrays.copyOf(rtcp, sender.protectRtcp(rtcp, 0, 32));
      for (int i = 0; i < 100_000; i++) {
        byte[] sample = (i & 1) == 0 ? rtp : rtcp;
        byte[] input = sample.clone();
        if ((i & 6) == 0) {
          random.nextBytes(input);
          input[0] = (byte) (0x80 | (input[0] & 0x3F));
        } else {
          for (int changes = random.nextInt(1, 4); changes > 0; changes--) {
            input[random.nextInt(input.length)] ^= (byte) random.nextInt(1, 256);
          }
        }
        int length = random.nextInt(4) == 0 ? random.nextInt(input.length) : input.length;
        if (Arrays.equals(input, sample) && length == sample.length) {
          continue;
        }
        assertThat(receiver.unprotectRtp(input, 0, length)).isNegative();
        assertThat(receiver.unprotectRtcp(input, 0, length)).isNegative();
      }
      assertThat(receive(rtp)).isPositive();
      assertThat(receiver.unprotectRtcp(rtcp, 0, rtcp.length)).isEqualTo(32);
    }
  }

  @Nested
  class OnTheHotPath {
    @Test
    void openSslAllocatesNothingPerPacket() {
      if (provider.equals("jce")) {
        return;
      }
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment memory = arena.allocate(2048);
        byte[] plain = Packets.rtp(SSRC, 0, 1100);
        byte[] buffer = new byte[2048];
        run(memory, plain, buffer, 0, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();
        run(memory, plain, buffer, 20_000, 40_000);
        long allocated = threads.getCurrentThreadAllocatedBytes() - before;
        // Generous: a method compiled late may still box for some hundred packets.
        assertThat(allocated / 20_000).isLessThan(16);
      }
    }

    private void run(MemorySegment memory, byte[] plain, byte[] buffer, int from, int to) {
      for (int i = from; i < to; i++) {
        plain[2] = (byte) (i >> 8);
        plain[3] = (byte) i;
        MemorySegment.copy(plain, 0, memory, ValueLayout.JAVA_BYTE, 0, plain.length);
        int length = sender.protectRtp(memory, 0, 12, plain.length);
        MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, 0, buffer, 0, length);
        if (receiver.unprotectRtp(buffer, 0, length) != plain.length) {
          throw new AssertionError("packet " + i);
        }
      }
    }
  }
}
