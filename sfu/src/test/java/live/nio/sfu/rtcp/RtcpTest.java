package live.nio.sfu.rtcp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Annotated bytes, read to a packet and written to the same bytes.
class RtcpTest {
  private final RtcpWriter writer = new RtcpWriter(new byte[1500], 3);

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex.replace(" ", ""));
  }

  /// Reads at an offset that is not 0.
  private static List<Rtcp> read(String hex) {
    List<Rtcp> packets = new ArrayList<>();
    assertThat(read(hex, packets)).isTrue();
    return packets;
  }

  private static boolean read(String hex, List<Rtcp> packets) {
    byte[] bytes = bytes(hex);
    byte[] buffer = new byte[bytes.length + 10];
    Arrays.fill(buffer, (byte) 0x81);
    System.arraycopy(bytes, 0, buffer, 5, bytes.length);
    return RtcpReader.read(buffer, 5, bytes.length, packets::add);
  }

  private void written(String hex) {
    assertThat(Arrays.copyOfRange(writer.buffer(), 3, 3 + writer.length())).isEqualTo(bytes(hex));
  }

  private static void refused(String hex) {
    List<Rtcp> packets = new ArrayList<>();
    assertThat(read(hex, packets)).as(hex).isFalse();
    assertThat(packets).isEmpty();
  }

  @Nested
  class Reports {
    private static final String BLOCK =
        "0000000B" // source
            + "40 FFFFFE" // a quarter lost; -2 since the beginning
            + "0001 8000" // one round, sequence number 32768
            + "0000000A" // jitter
            + "12345678" // last sender report
            + "00010000"; // a second ago
    private final Rtcp.ReportBlock block =
        new Rtcp.ReportBlock(11, 64, -2, 0x18000, 10, 0x12345678L, 65_536);

    @Test
    void ofASender() {
      String hex =
          "81 C8 000C" // one block, sender report, 13 words
              + "FFFFFFFF" // source
              + "E0000001 80000000" // NTP
              + "00000010" // RTP timestamp
              + "00000002 00000003" // packets, octets
              + BLOCK;
      Rtcp.SenderReport report =
          new Rtcp.SenderReport(0xFFFFFFFFL, 0xE000000180000000L, 16, 2, 3, List.of(block));
      assertThat(read(hex)).containsExactly(report);
      assertThat(report.compactNtp()).isEqualTo(0x00018000L);
      writer.senderReport(0xFFFFFFFFL, 0xE000000180000000L, 16, 2, 3, List.of(block));
      written(hex);
    }

    @Test
    void ofAReceiver() {
      String hex = "82 C9 000D 00000001" + BLOCK + BLOCK;
      assertThat(read(hex)).containsExactly(new Rtcp.ReceiverReport(1, List.of(block, block)));
      writer.receiverReport(1, List.of(block, block));
      written(hex);
    }

    @Test
    void giveTheRoundTrip() {
      assertThat(block.roundTrip(0x12345678L + 65_536 + 3_277)).isEqualTo(3_277);
      assertThat(block.roundTrip(0x12345678L)).isEqualTo(-1);
      assertThat(new Rtcp.ReportBlock(1, 0, 0, 0, 0, 0, 0).roundTrip(5)).isEqualTo(-1);
    }

    @Test
    void withFewerBlocksThanCountedAreRefused() {
      refused("82 C9 0007 00000001" + BLOCK);
      refused("81 C8 0006 FFFFFFFF E0000001 80000000 00000010 00000002 00000003");
    }
  }

  @Nested
  class Feedback {
    @Test
    void nack() {
      String hex =
          "81 CD 0004 00000001 00000002" // format 1, sender, media
              + "FFFE 8005" // 65534; 65535, 1 and 14
              + "0064 0000"; // 100
      List<Rtcp> packets = read(hex);
      assertThat(packets)
          .containsExactly(
              new Rtcp.Nack(
                  1, 2, List.of(new Rtcp.NackItem(65534, 0x8005), new Rtcp.NackItem(100, 0))));
      assertThat(((Rtcp.Nack) packets.getFirst()).lost()).containsExactly(65534, 65535, 1, 14, 100);
      assertThat(writer.nack(1, 2, new int[] {65534, 65535, 1, 14, 100, 7}, 5)).isEqualTo(5);
      written(hex);
    }

    @Test
    void nackWithRoomForAPartWritesThatPart() {
      RtcpWriter small = new RtcpWriter(new byte[18]);
      assertThat(small.nack(1, 2, new int[] {1, 2, 100, 200}, 4)).isEqualTo(2);
      assertThat(small.length()).isEqualTo(16);
      assertThat(small.nack(1, 2, new int[] {1}, 1)).isZero();
    }

    @Test
    void pli() {
      String hex = "81 CE 0002 00000001 00000002";
      assertThat(read(hex)).containsExactly(new Rtcp.Pli(1, 2));
      writer.pli(1, 2);
      written(hex);
    }

    @Test
    void fir() {
      String hex = "84 CE 0004 00000001 00000000 00000002 FF000000";
      assertThat(read(hex)).containsExactly(new Rtcp.Fir(1, List.of(new Rtcp.FirItem(2, 255))));
      writer.fir(1, 2, 255);
      written(hex);
    }

    @Test
    void remb() {
      String hex =
          "8F CE 0006 00000001 00000000"
              + "52454D42" // REMB
              + "02 0BD090" // two sources; 2, 0x3D090: 250,000 × 2²
              + "00000002 00000003";
      assertThat(read(hex)).containsExactly(new Rtcp.Remb(1, 1_000_000, List.of(2L, 3L)));
      writer.remb(1, 1_000_000, List.of(2L, 3L));
      written(hex);
    }

    @Test
    void rembBeyondAllMeasureIsTheLargestNumber() {
      assertThat(read("8F CE 0004 00000001 00000000 52454D42 00FFFFFF"))
          .containsExactly(new Rtcp.Remb(1, Long.MAX_VALUE, List.of()));
      writer.remb(1, 20_000_001, List.of());
      List<Rtcp> packets = new ArrayList<>();
      RtcpReader.read(writer.buffer(), 3, writer.length(), packets::add);
      assertThat(packets).containsExactly(new Rtcp.Remb(1, 20_000_000, List.of()));
    }

    @Test
    void otherFormatsAreUnknown() {
      assertThat(read("82 CE 0002 00000001 00000002")).containsExactly(new Rtcp.Unknown(206, 2));
      assertThat(read("8F CE 0003 00000001 00000000 41424344"))
          .containsExactly(new Rtcp.Unknown(206, 15));
    }

    @Test
    void shortOnesAreRefused() {
      refused("81 CD 0001 00000001");
      refused("81 CE 0001 00000001");
      refused("84 CE 0003 00000001 00000000 00000002");
      refused("8F CE 0004 00000001 00000000 52454D42 010BD090");
    }
  }

  @Nested
  class TransportWideFeedback {
    @Test
    void ofVectorsAndRuns() {
      String hex =
          "8F CD 0007 00000001 00000002" // format 15
              + "FFFF 0017" // from 65535 on, 23 packets
              + "FFFFFE 07" // -2 × 64 ms, feedback 7
              + "D214" // vector of two-bit symbols: 1, 0, 2, 0, 1, 1, 0
              + "000F" // run of 15 lost
              + "2001" // run of one, small delta
              + "04 FFF0 00 FF 10"; // deltas
      Rtcp.TransportFeedback feedback = (Rtcp.TransportFeedback) read(hex).getFirst();
      assertThat(feedback.senderSsrc()).isEqualTo(1);
      assertThat(feedback.mediaSsrc()).isEqualTo(2);
      assertThat(feedback.baseSequence()).isEqualTo(65535);
      assertThat(feedback.statusCount()).isEqualTo(23);
      assertThat(feedback.referenceTime()).isEqualTo(-2);
      assertThat(feedback.feedbackCount()).isEqualTo(7);
      assertThat(feedback)
          .hasToString(
              "TransportFeedback[#7 from 65535 on 23 at -2: 65535+4 1+-16 3+0 4+255 21+16]");
      assertThat(feedback.received(2)).isTrue();
      assertThat(feedback.received(3)).isFalse();
      writer.transportFeedback(
          1, 2, 65535, 23, -2, 7, new char[] {0, 2, 4, 5, 22}, new short[] {4, -16, 0, 255, 16}, 5);
      written(hex);
    }

    @Test
    void ofAOneBitVector() {
      String hex =
          "8F CD 0005 00000001 00000002"
              + "0001 0003 000001 00"
              + "A800" // 1, 0, 1
              + "01 02";
      Rtcp.TransportFeedback feedback = (Rtcp.TransportFeedback) read(hex).getFirst();
      assertThat(feedback.receivedCount()).isEqualTo(2);
      assertThat(feedback.sequence(1)).isEqualTo(3);
      writer.transportFeedback(1, 2, 1, 3, 1, 0, new char[] {0, 2}, new short[] {1, 2}, 2);
      written(hex);
    }

    @Test
    void isPaddedByTheByte() {
      String hex =
          "AF CD 0006 00000001 00000002 0001 0003 000001 00"
              + "2003" // run of three
              + "010203" // deltas
              + "000003"; // padding
      assertThat(((Rtcp.TransportFeedback) read(hex).getFirst()).receivedCount()).isEqualTo(3);
      writer.transportFeedback(1, 2, 1, 3, 1, 0, new char[] {0, 1, 2}, new short[] {1, 2, 3}, 3);
      written(hex);
    }

    @Test
    void aVectorMayReachPastTheCount() {
      // Two packets, all fourteen bits set: the twelve beyond are of no packet.
      Rtcp.TransportFeedback feedback =
          (Rtcp.TransportFeedback)
              read("8F CD 0005 00000001 00000002 0001 0002 000001 00 BFFF 0102").getFirst();
      assertThat(feedback.receivedCount()).isEqualTo(2);
    }

    @Test
    void whateverIsWrittenIsReadAgain() {
      java.util.Random random = new java.util.Random(42);
      for (int round = 0; round < 2_000; round++) {
        int count = 1 + random.nextInt(300);
        char[] offsets = new char[count];
        short[] deltas = new short[count];
        int received = 0;
        double loss = random.nextDouble();
        double large = random.nextDouble() * random.nextDouble();
        for (int i = 0; i < count; i++) {
          if (random.nextDouble() >= loss) {
            offsets[received] = (char) i;
            deltas[received++] =
                (short)
                    (random.nextDouble() < large
                        ? random.nextInt(65_536) - 32_768
                        : random.nextInt(256));
          }
        }
        int base = random.nextInt(65_536);
        writer
            .reset()
            .transportFeedback(1, 2, base, count, -round, round, offsets, deltas, received);
        List<Rtcp> packets = new ArrayList<>();
        assertThat(RtcpReader.read(writer.buffer(), 3, writer.length(), packets::add)).isTrue();
        Rtcp.TransportFeedback read = (Rtcp.TransportFeedback) packets.getFirst();
        assertThat(read.baseSequence()).isEqualTo(base);
        assertThat(read.statusCount()).isEqualTo(count);
        assertThat(read.referenceTime()).isEqualTo(-round);
        assertThat(read.receivedCount()).isEqualTo(received);
        for (int i = 0; i < received; i++) {
          assertThat(read.offset(i)).isEqualTo(offsets[i]);
          assertThat(read.deltaTicks(i)).isEqualTo(deltas[i]);
        }
      }
    }

    @Test
    void brokenOnesAreRefused() {
      String head = "00000001 00000002 0001 0003 000001 00";
      refused("8F CD 0004" + head); // no chunk
      refused("8F CD 0005" + head + "6003 0000"); // reserved symbol in a run
      refused("8F CD 0005" + head + "F000 0000"); // reserved symbol in a vector
      refused("8F CD 0005" + head + "2003 0000"); // three deltas in two bytes
      refused("8F CD 0005" + head + "0000 0000"); // a run of nothing
      refused("8F CD 0003 00000001 00000002 00010003"); // too short for a header
    }

    @Test
    void manyLostPacketsTakeNoRoom() {
      Rtcp.TransportFeedback feedback =
          (Rtcp.TransportFeedback)
              read("8F CD 0008 00000001 00000002 0001 FFF8 000001 00"
                      + "1FFF1FFF1FFF1FFF1FFF1FFF1FFF1FFF")
                  .getFirst();
      assertThat(feedback.statusCount()).isEqualTo(65_528);
      assertThat(feedback.receivedCount()).isZero();
    }
  }

  @Nested
  class Others {
    @Test
    void sourceDescriptions() {
      String hex =
          "81 CA 0003 00000001" // one chunk
              + "01 04 6E696F21" // CNAME, four bytes
              + "0000"; // end and padding
      assertThat(read(hex)).containsExactly(new Rtcp.Sdes(List.of(new Rtcp.Chunk(1, "nio!"))));
      writer.sdesCname(1, "nio!");
      written(hex);
    }

    @Test
    void severalChunksWithOtherItems() {
      assertThat(
              read(
                  "82 CA 0006"
                      + "00000001 02 01 41 00" // NAME "A", end
                      + "00000002 01 03 616263 02 00 00" // CNAME "abc", an empty NAME, end
                      + "00"
                      + "000000"))
          .containsExactly(new Rtcp.Sdes(List.of(new Rtcp.Chunk(1, ""), new Rtcp.Chunk(2, "abc"))));
    }

    @Test
    void itemsPastTheEndAreRefused() {
      refused("81 CA 0002 00000001 01040000");
      refused("81 CA 0002 00000001 01024142");
      refused("82 CA 0002 00000001 00000000");
    }

    @Test
    void byes() {
      assertThat(read("82 CB 0002 00000001 00000002"))
          .containsExactly(new Rtcp.Bye(List.of(1L, 2L)));
      refused("82 CB 0001 00000001");
      writer.bye(1);
      written("81 CB 0001 00000001");
    }

    @Test
    void extendedReports() {
      String reference = "80 CF 0004 00000001 04000002 E0000001 80000000";
      assertThat(read(reference))
          .containsExactly(new Rtcp.ExtendedReport(1, 0xE000000180000000L, List.of()));
      writer.referenceTime(1, 0xE000000180000000L);
      written(reference);
      String delays = "80 CF 0005 00000001 05000003 00000002 00018000 00010000";
      Rtcp.Dlrr delay = new Rtcp.Dlrr(2, 0x18000, 65_536);
      assertThat(read(delays)).containsExactly(new Rtcp.ExtendedReport(1, 0, List.of(delay)));
      writer.reset().delays(1, List.of(delay));
      written(delays);
      refused("80 CF 0002 00000001 04000002");
    }

    @Test
    void applicationPacketsAreUnknown() {
      assertThat(read("85 CC 0002 00000001 41424344")).containsExactly(new Rtcp.Unknown(204, 5));
    }
  }

  @Nested
  class Compound {
    @Test
    void packetsComeInTheirOrder() {
      assertThat(read("80 C9 0001 00000001 81 CE 0002 00000001 00000002"))
          .containsExactly(new Rtcp.ReceiverReport(1, List.of()), new Rtcp.Pli(1, 2));
    }

    @Test
    void paddingEndsThePacket() {
      assertThat(read("A1 CE 0003 00000001 00000002 00000004")).containsExactly(new Rtcp.Pli(1, 2));
      refused("A1 CE 0003 00000001 00000002 00000000");
      refused("A1 CE 0003 00000001 00000002 00000005");
      refused("A1 CE 0003 00000001 00000002 00000010");
    }

    @Test
    void lengthsThatDoNotAddUpAreRefusedAsAWhole() {
      refused("80 C9 0001 00000001 81 CE 0003 00000001 00000002");
      refused("80 C9 0001 00000001 81 CE");
      refused("80 C9 0001 00000001 01 CE 0002 00000001 00000002");
      refused("");
    }

    @Test
    void aMalformedPacketEndsTheReading() {
      List<Rtcp> packets = new ArrayList<>();
      assertThat(read("81 CE 0002 00000001 00000002 81 CE 0001 00000001", packets)).isFalse();
      assertThat(packets).containsExactly(new Rtcp.Pli(1, 2));
    }

    @Test
    void aPacketWithoutRoomIsRefusedAndTheRestStays() {
      RtcpWriter small = new RtcpWriter(new byte[20]);
      small.pli(1, 2);
      assertThatIllegalStateException().isThrownBy(() -> small.pli(1, 3));
      assertThat(small.length()).isEqualTo(12);
      assertThat(small.remaining()).isEqualTo(8);
    }
  }
}
