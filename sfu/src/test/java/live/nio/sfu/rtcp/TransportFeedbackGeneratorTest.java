package live.nio.sfu.rtcp;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TransportFeedbackGeneratorTest {
  private static final long MS = 1_000_000;
  private final TransportFeedbackGenerator generator = new TransportFeedbackGenerator();
  private final RtcpWriter writer = new RtcpWriter(new byte[1200]);

  private List<Rtcp.TransportFeedback> feedback(long atMs) {
    List<Rtcp.TransportFeedback> all = new ArrayList<>();
    while (generator.write(atMs * MS, writer.reset(), 1, 2)) {
      assertThat(
              RtcpReader.read(
                  writer.buffer(), 0, writer.length(), p -> all.add((Rtcp.TransportFeedback) p)))
          .isTrue();
    }
    return all;
  }

  private void received(long atMs, int... sequences) {
    for (int sequence : sequences) {
      generator.received(atMs * MS, sequence);
    }
  }

  /// Arrival in ticks by sequence number, as the sender of the media would reckon.
  private static Map<Integer, Long> arrivals(List<Rtcp.TransportFeedback> feedback) {
    Map<Integer, Long> arrivals = new TreeMap<>();
    for (Rtcp.TransportFeedback f : feedback) {
      long tick = f.referenceTime() * 256L;
      for (int i = 0; i < f.receivedCount(); i++) {
        tick += f.deltaTicks(i);
        arrivals.put(f.sequence(i), tick);
      }
    }
    return arrivals;
  }

  private static long at(Map<Integer, Long> arrivals, int sequence) {
    return arrivals.getOrDefault(sequence, Long.MIN_VALUE);
  }

  @Test
  void tellsWhatCameAndWhatDidNot() {
    received(1_000, 10);
    received(1_005, 11);
    received(1_002, 14);
    Rtcp.TransportFeedback f = feedback(1_100).getFirst();
    assertThat(f.baseSequence()).isEqualTo(10);
    assertThat(f.statusCount()).isEqualTo(5);
    assertThat(f.receivedCount()).isEqualTo(3);
    assertThat(f.received(2)).isFalse();
    assertThat(arrivals(List.of(f))).containsKeys(10, 11, 14);
    assertThat(f.deltaTicks(1)).isEqualTo(20);
    assertThat(f.deltaTicks(2)).isEqualTo(-12);
    assertThat(feedback(1_200)).isEmpty();
  }

  @Test
  void theNextBeginsWhereTheLastEnded() {
    received(0, 65_534, 65_535);
    assertThat(feedback(100).getFirst().feedbackCount()).isZero();
    received(110, 1);
    Rtcp.TransportFeedback f = feedback(200).getFirst();
    assertThat(f.baseSequence()).isZero();
    assertThat(f.statusCount()).isEqualTo(2);
    assertThat(f.feedbackCount()).isEqualTo(1);
    assertThat(f.received(0)).isFalse();
  }

  @Test
  void aLatePacketIsToldOfInTheNext() {
    received(0, 1, 3);
    feedback(100);
    received(101, 2);
    received(102, 4);
    Rtcp.TransportFeedback f = feedback(200).getFirst();
    assertThat(f.baseSequence()).isEqualTo(2);
    assertThat(f.receivedCount()).isEqualTo(3);
    assertThat(f.deltaTicks(1)).as("3 came long before 2").isNegative();
  }

  @Test
  void oneBeforeTheFirstIsToldOf() {
    received(0, 100);
    received(1, 98);
    Rtcp.TransportFeedback f = feedback(100).getFirst();
    assertThat(f.baseSequence()).isEqualTo(98);
    assertThat(f.received(1)).isFalse();
    assertThat(f.receivedCount()).isEqualTo(2);
  }

  @Test
  void aVeryLateOneIsForgotten() {
    for (int i = 0; i < 1_000; i++) {
      if (i != 5) {
        received(i, i);
      }
    }
    feedback(1_000);
    received(1_001, 5);
    assertThat(feedback(1_100)).isEmpty();
  }

  @Test
  void leavesMoreOftenAtAHighRate() {
    assertThat(generator.nextTimeout()).isEqualTo(Long.MAX_VALUE);
    received(0, 1);
    assertThat(generator.nextTimeout()).isEqualTo(100 * MS);
    received(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);
    assertThat(generator.nextTimeout()).isEqualTo(50 * MS);
    received(2, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25);
    assertThat(generator.nextTimeout()).isEqualTo(25 * MS);
    feedback(25);
    assertThat(generator.nextTimeout()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void aJumpBeginsAgain() {
    received(0, 1, 2);
    received(1, 20_000);
    List<Rtcp.TransportFeedback> all = feedback(100);
    assertThat(all).hasSize(1);
    assertThat(all.getFirst().baseSequence()).isEqualTo(20_000);
  }

  @Test
  void aLongPauseIsSplitWhereADeltaWouldNotFit() {
    received(0, 1, 2);
    received(20_000, 3, 4);
    List<Rtcp.TransportFeedback> all = feedback(20_100);
    assertThat(all).hasSize(2);
    Map<Integer, Long> arrivals = arrivals(all);
    assertThat(at(arrivals, 3) - at(arrivals, 2)).isEqualTo(80_000);
  }

  @Test
  void everyArrivalIsToldAtTheRightTimeOverALossyReorderingLink() {
    Random random = new Random(3);
    Map<Integer, Long> expected = new TreeMap<>();
    List<Rtcp.TransportFeedback> all = new ArrayList<>();
    List<int[]> packets = new ArrayList<>();
    for (int i = 0; i < 60_000; i++) {
      boolean burstLost = i % 5_000 < 300;
      if (random.nextDouble() > 0.1 && !burstLost) {
        packets.add(new int[] {i, i * 500 + random.nextInt(5_000)});
      }
    }
    packets.sort((a, b) -> Integer.compare(a[1], b[1]));
    for (int[] packet : packets) {
      long now = packet[1] * 1_000L;
      generator.received(now, packet[0]);
      expected.put(packet[0], now);
      if (now >= generator.nextTimeout()) {
        all.addAll(feedback(now / MS));
      }
    }
    all.addAll(feedback(1_000_000));
    Map<Integer, Long> told = arrivals(all);
    assertThat(told.keySet()).isEqualTo(expected.keySet());
    int first = expected.keySet().iterator().next();
    long epoch = at(expected, first) / 250_000 - at(told, first);
    told.forEach((sequence, tick) ->
        assertThat(at(expected, sequence) / 250_000 - tick - epoch).isBetween(-1L, 1L));
  }

  @Test
  void aSmallBufferTakesSeveralPackets() {
    RtcpWriter small = new RtcpWriter(new byte[64]);
    for (int i = 0; i < 200; i += 3) {
      received(i, i);
    }
    int told = 0;
    int packets = 0;
    while (generator.write(0, small.reset(), 1, 2)) {
      List<Rtcp> read = new ArrayList<>();
      assertThat(RtcpReader.read(small.buffer(), 0, small.length(), read::add)).isTrue();
      told += ((Rtcp.TransportFeedback) read.getFirst()).receivedCount();
      packets++;
    }
    assertThat(told).isEqualTo(67);
    assertThat(packets).isGreaterThan(2);
  }
}
