package live.nio.sfu.rtp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.HexFormat;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RtpPacketTest {
  private final RtpPacket packet = new RtpPacket();

  /// Puts the bytes at an offset that is not 0, with noise around them.
  private boolean parse(String hex) {
    byte[] bytes = hex(hex);
    byte[] buffer = new byte[bytes.length + 12];
    java.util.Arrays.fill(buffer, (byte) 0xFF);
    System.arraycopy(bytes, 0, buffer, 7, bytes.length);
    return packet.parse(buffer, 7, bytes.length);
  }

  private static byte[] hex(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  @Nested
  class TheFixedHeader {
    @Test
    void isReadField() {
      assertThat(
              parse(
                  "80 E0 FFFE" // version 2; marker, payload type 96; sequence number
                      + "FFFFFFF0" // timestamp
                      + "DEADBEEF" // ssrc
                      + "0102")) // payload
          .isTrue();
      assertThat(packet.marker()).isTrue();
      assertThat(packet.payloadType()).isEqualTo(96);
      assertThat(packet.sequenceNumber()).isEqualTo(65534);
      assertThat(packet.timestamp()).isEqualTo(0xFFFFFFF0L);
      assertThat(packet.ssrc()).isEqualTo(0xDEADBEEFL);
      assertThat(packet.headerLength()).isEqualTo(12);
      assertThat(packet.payloadOffset()).isEqualTo(19);
      assertThat(packet.payloadLength()).isEqualTo(2);
      assertThat(packet.paddingLength()).isZero();
      assertThat(packet.extensionProfile()).isEqualTo(-1);
    }

    @Test
    void countsCsrcs() {
      assertThat(parse("82 60 0001 00000002 00000003 0000000A 0000000B FF")).isTrue();
      assertThat(packet.csrcCount()).isEqualTo(2);
      assertThat(packet.headerLength()).isEqualTo(20);
      assertThat(packet.payloadLength()).isEqualTo(1);
    }

    @Test
    void leavesPaddingOutOfThePayload() {
      assertThat(parse("A0 60 0001 00000002 00000003 AABB 000003")).isTrue();
      assertThat(packet.payloadLength()).isEqualTo(2);
      assertThat(packet.paddingLength()).isEqualTo(3);
      assertThat(packet.length()).isEqualTo(17);
    }

    @Test
    void mayCarryNothingButPadding() {
      assertThat(parse("A0 60 0001 00000002 00000003 00000004")).isTrue();
      assertThat(packet.payloadLength()).isZero();
    }
  }

  @Nested
  class Refused {
    @Test
    void anotherVersion() {
      assertThat(parse("40 60 0001 00000002 00000003")).isFalse();
    }

    @Test
    void elevenBytes() {
      assertThat(parse("80 60 0001 00000002 000000")).isFalse();
    }

    @Test
    void csrcsPastTheEnd() {
      assertThat(parse("81 60 0001 00000002 00000003 0000")).isFalse();
    }

    @Test
    void anExtensionBlockPastTheEnd() {
      assertThat(parse("90 60 0001 00000002 00000003 BEDE0002 10AA0000")).isFalse();
      assertThat(parse("90 60 0001 00000002 00000003 BEDE")).isFalse();
    }

    @Test
    void paddingLongerThanThePayload() {
      assertThat(parse("A0 60 0001 00000002 00000003 00000005")).isFalse();
      assertThat(parse("A0 60 0001 00000002 00000003 00000000")).isFalse();
    }
  }

  @Nested
  class HeaderExtensions {
    @Test
    void ofOneByteAreFoundById() {
      assertThat(
              parse(
                  "90 60 0001 00000002 00000003"
                      + "BEDE 0003" // one-byte form, three words
                      + "10 61" // id 1, one byte
                      + "00" // padding
                      + "32 010203" // id 3, three bytes
                      + "51 1234" // id 5, two bytes
                      + "000000" // padding
                      + "99"))
          .isTrue();
      assertThat(packet.extensionProfile()).isEqualTo(RtpPacket.ONE_BYTE_PROFILE);
      assertThat(packet.headerLength()).isEqualTo(28);
      assertThat(packet.extensionCount()).isEqualTo(3);
      assertThat(packet.extensionOffset(1)).isEqualTo(7 + 17);
      assertThat(packet.extensionLength(1)).isEqualTo(1);
      assertThat(packet.extensionLength(3)).isEqualTo(3);
      assertThat(packet.extensionOffset(5)).isEqualTo(7 + 24);
      assertThat(packet.buffer()[packet.extensionOffset(5)]).isEqualTo((byte) 0x12);
      assertThat(packet.extensionOffset(2)).isEqualTo(-1);
      assertThat(packet.extensionLength(2)).isEqualTo(-1);
    }

    @Test
    void ofTwoBytesMayBeEmptyOrLong() {
      assertThat(
              parse(
                  "90 60 0001 00000002 00000003"
                      + "1005 0002" // two-byte form, application bits 5
                      + "FF 00" // id 255, empty
                      + "00" // padding
                      + "10 03 AABBCC")) // id 16, three bytes
          .isTrue();
      assertThat(packet.extensionLength(255)).isZero();
      assertThat(packet.extensionLength(16)).isEqualTo(3);
      assertThat(packet.payloadLength()).isZero();
    }

    @Test
    void endAtTheReservedId15() {
      assertThat(parse("90 60 0001 00000002 00000003 BEDE0001 F0AA10BB")).isTrue();
      assertThat(packet.extensionCount()).isZero();
    }

    @Test
    void thatOverrunTheirBlockAreNotSeen() {
      assertThat(parse("90 60 0001 00000002 00000003 BEDE0001 10AA 2FBB 00000000")).isTrue();
      assertThat(packet.extensionLength(1)).isEqualTo(1);
      assertThat(packet.extensionOffset(2)).isEqualTo(-1);
    }

    @Test
    void ofAnotherPacketAreForgotten() {
      parse("90 60 0001 00000002 00000003 BEDE0001 10AA0000");
      parse("80 60 0001 00000002 00000003");
      assertThat(packet.extensionOffset(1)).isEqualTo(-1);
    }
  }

  @Nested
  class WritingExtensions {
    private final HeaderExtensionWriter writer = new HeaderExtensionWriter();

    @Test
    void inTheOneByteForm() {
      byte[] b = new byte[40];
      RtpHeader.write(b, 0, true, false, 96, 1, 2, 3);
      writer.begin(b, 12, false);
      writer.add(4, hex("616263"), 0, 3).addNumber(5, 0x1234, 2);
      assertThat(writer.end()).isEqualTo(12);
      assertThat(hex("BEDE0002 42616263 51123400"))
          .isEqualTo(java.util.Arrays.copyOfRange(b, 12, 24));
      assertThat(packet.parse(b, 0, 30)).isTrue();
      assertThat(packet.extensionLength(4)).isEqualTo(3);
      assertThat(packet.headerLength()).isEqualTo(24);
    }

    @Test
    void inTheTwoByteForm() {
      byte[] b = new byte[80];
      RtpHeader.write(b, 0, true, false, 96, 1, 2, 3);
      writer.begin(b, 12, true);
      int at = writer.reserve(200, 40);
      b[at] = 9;
      writer.reserve(201, 0);
      assertThat(writer.end()).isEqualTo(48);
      assertThat(packet.parse(b, 0, 60)).isTrue();
      assertThat(packet.extensionOffset(200)).isEqualTo(at);
      assertThat(packet.extensionLength(200)).isEqualTo(40);
      assertThat(packet.extensionLength(201)).isZero();
    }

    @Test
    void writesNothingWithoutElements() {
      byte[] b = new byte[20];
      writer.begin(b, 12, false);
      assertThat(writer.end()).isZero();
      assertThat(b).containsOnly(0);
    }

    @Test
    void refusesWhatTheFormCannotHold() {
      writer.begin(new byte[40], 12, false);
      assertThatIllegalArgumentException().isThrownBy(() -> writer.reserve(15, 1));
      assertThatIllegalArgumentException().isThrownBy(() -> writer.reserve(1, 17));
      assertThatIllegalArgumentException().isThrownBy(() -> writer.reserve(1, 0));
    }
  }

  @Nested
  class Patching {
    @Test
    void changesOneFieldAndNoOther() {
      byte[] b = hex("80 E0 0001 00000002 00000003");
      RtpHeader.payloadType(b, 0, 101);
      RtpHeader.sequenceNumber(b, 0, 0x1_ABCD);
      RtpHeader.timestamp(b, 0, 0xF000_0001L);
      RtpHeader.ssrc(b, 0, 0xF000_0002L);
      assertThat(b).isEqualTo(hex("80 E5 ABCD F0000001 F0000002"));
      RtpHeader.marker(b, 0, false);
      assertThat(b[1]).isEqualTo((byte) 0x65);
      assertThat(RtpHeader.sequenceNumber(b, 0)).isEqualTo(0xABCD);
      assertThat(RtpHeader.timestamp(b, 0)).isEqualTo(0xF000_0001L);
      assertThat(RtpHeader.ssrc(b, 0)).isEqualTo(0xF000_0002L);
    }

    @Test
    void worksTheSameInNativeMemory() {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment m = arena.allocate(32);
        RtpHeader.write(m, 5, true, true, 96, 1, 2, 3);
        byte[] b = new byte[12];
        RtpHeader.write(b, 0, true, true, 96, 1, 2, 3);
        assertThat(m.asSlice(5, 12).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE)).isEqualTo(b);
        RtpHeader.payloadType(m, 5, 101);
        RtpHeader.marker(m, 5, false);
        RtpHeader.sequenceNumber(m, 5, 0xABCD);
        RtpHeader.timestamp(m, 5, 0xF000_0001L);
        RtpHeader.ssrc(m, 5, 0xF000_0002L);
        assertThat(m.asSlice(5, 12).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE))
            .isEqualTo(hex("90 65 ABCD F0000001 F0000002"));
      }
    }

    @Test
    void tellsRtpFromRtcp() {
      assertThat(RtpHeader.isRtcp(hex("80C80001"), 0, 4)).isTrue();
      assertThat(RtpHeader.isRtcp(hex("80E00001"), 0, 4)).isFalse();
      assertThat(RtpHeader.isRtpOrRtcp(hex("16FEFD0000000000"), 0, 8)).isFalse();
    }
  }
}
