package live.nio.sfu.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ReceptionStatisticsTest {
  private static final long MS = 1_000_000;
  private final ReceptionStatistics statistics = new ReceptionStatistics(11, 90_000);

  @Test
  void reportsNothingLostOfACompleteStream() {
    for (int i = 0; i < 100; i++) {
      statistics.received(i * 10L * MS, 65_536 + 10 + i, i * 900L, 1_000);
    }
    Rtcp.ReportBlock block = statistics.report(1_000 * MS);
    assertThat(block).isEqualTo(new Rtcp.ReportBlock(11, 0, 0, 109, 0, 0, 0));
    assertThat(statistics.received()).isEqualTo(100);
    assertThat(statistics.bytes()).isEqualTo(100_000);
  }

  @Test
  void reportsTheFractionLostSinceTheLastReport() {
    for (int i = 0; i <= 100; i++) {
      if (i % 4 != 1) {
        statistics.received(i, 65_536 + i, i, 100);
      }
    }
    Rtcp.ReportBlock first = statistics.report(1);
    assertThat(first.fractionLost()).isEqualTo(25 * 256 / 101);
    assertThat(first.cumulativeLost()).isEqualTo(25);
    for (int i = 101; i < 201; i++) {
      statistics.received(i, 65_536 + i, i, 100);
    }
    Rtcp.ReportBlock second = statistics.report(2);
    assertThat(second.fractionLost()).isZero();
    assertThat(second.cumulativeLost()).isEqualTo(25);
  }

  @Test
  void duplicatesMakeTheLossNegative() {
    statistics.received(0, 65_536, 0, 100);
    statistics.received(0, 65_536, 0, 100);
    assertThat(statistics.report(1).cumulativeLost()).isEqualTo(-1);
    assertThat(statistics.report(1).fractionLost()).isZero();
  }

  @Test
  void countsRoundsInTheHighestSequence() {
    statistics.received(0, 65_536 + 65_535, 0, 100);
    statistics.received(0, 65_536 + 65_537, 0, 100);
    assertThat(statistics.report(1).highestSequence()).isEqualTo(0x10001);
  }

  @Test
  void jitterApproachesTheMeanDifferenceOfSpacings() {
    // Every other frame comes 4 ms late: spacings differ from the timestamps' by 4 ms each time.
    for (int i = 0; i < 400; i++) {
      statistics.received((i * 20L + (i % 2) * 4L) * MS, 65_536 + i, i * 1_800L, 100);
    }
    assertThat(statistics.jitter()).isBetween(340L, 360L);
    assertThat(statistics.jitterNanos()).isBetween(3_700_000L, 4_000_000L);
  }

  @Test
  void packetsOfOneFrameAreNoJitter() {
    for (int i = 0; i < 100; i++) {
      for (int j = 0; j < 5; j++) {
        statistics.received((i * 33L + j * 2L) * MS, 65_536 + i * 5 + j, i * 2_970L, 100);
      }
    }
    // The spacing is measured from the last packet of a frame, which is a constant 8 ms off.
    assertThat(statistics.jitter()).isLessThan(9 * 90);
  }

  @Test
  void givesBackTheSenderReport() {
    statistics.senderReport(
        1_000 * MS, new Rtcp.SenderReport(11, 0x0000_1234_5678_0000L, 0, 0, 0, List.of()));
    Rtcp.ReportBlock block = statistics.report(1_500 * MS);
    assertThat(block.lastSenderReport()).isEqualTo(0x1234_5678L);
    assertThat(block.delaySinceLastSenderReport()).isEqualTo(32_768);
  }
}
