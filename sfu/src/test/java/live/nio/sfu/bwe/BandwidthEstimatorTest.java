package live.nio.sfu.bwe;

import static live.nio.sfu.bwe.Call.MS;
import static live.nio.sfu.bwe.Call.SECOND;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Whole calls in virtual time: estimator, pacer, links, real feedback packets.
class BandwidthEstimatorTest {
  private static VirtualLink link(long bps) {
    return new VirtualLink(bps, 25 * MS, 1);
  }

  /// The mean of the estimate over a time that begins now.
  private static long mean(Call call, double seconds) {
    double start = call.now / 1e9;
    long sum = 0;
    int samples = (int) (seconds * 10);
    for (int i = 1; i <= samples; i++) {
      call.until(start + i * 0.1);
      sum += call.estimator.estimateBps();
    }
    return sum / samples;
  }

  @Nested
  class ASteadyLink {
    @ParameterizedTest
    @ValueSource(longs = {300_000, 800_000, 1_500_000, 3_000_000, 8_000_000})
    void isFoundAndKept(long bps) {
      Call call = Call.over(link(bps));
      call.wantedBps = 10_000_000;
      call.until(10);
      assertThat(mean(call, 20)).isBetween(bps * 75 / 100, bps * 105 / 100);
    }

    @Test
    void isFoundWithinASecondByProbing() {
      Call call = Call.over(link(3_000_000));
      assertThat(call.secondsUntil(2_400_000, 3_300_000, 5)).isLessThan(1);
      assertThat(call.probes).isLessThanOrEqualTo(3);
    }

    @Test
    void isFoundSlowlyWithoutProbes() {
      Call call = Call.over(link(3_000_000));
      call.probing = false;
      assertThat(call.secondsUntil(2_400_000, 3_300_000, 30)).isBetween(5.0, 20.0);
    }

    @Test
    void keepsItsQueueShort() {
      Call call = Call.over(link(2_000_000));
      call.until(10);
      long worst = 0;
      for (int t = 0; t < 200; t++) {
        call.until(10 + t * 0.1);
        worst = Math.max(worst, call.estimator.rttNanos());
      }
      assertThat(worst / MS).as("round trip of 50 ms and feedback's waiting").isLessThan(200);
    }

    @Test
    void tellsItsRoundTrip() {
      Call call = Call.over(link(3_000_000)).until(5);
      assertThat(call.estimator.rttNanos() / MS).isBetween(50L, 90L);
    }
  }

  @Nested
  class AStep {
    @Test
    void downAndUpIsFollowed() {
      Call call = Call.over(link(3_000_000));
      call.wantedBps = 3_000_000;
      call.until(15);
      call.forward.rate(call.now, 1_000_000);
      assertThat(call.secondsUntil(0, 1_000_000, 10)).as("down").isLessThan(2);
      call.until(17);
      assertThat(mean(call, 13)).isBetween(750_000L, 1_050_000L);
      call.forward.rate(call.now, 3_000_000);
      assertThat(call.secondsUntil(2_400_000, 3_300_000, 20)).as("up").isLessThan(8);
      assertThat(mean(call, 10)).isBetween(2_300_000L, 3_100_000L);
    }

    @Test
    void isFollowedWhereverItFallsBetweenTwoProbes() {
      for (int i = 0; i < 12; i++) {
        Call call = Call.over(link(1_000_000));
        call.wantedBps = 3_000_000;
        call.until(20 + i * 0.5);
        call.forward.rate(call.now, 3_000_000);
        assertThat(call.secondsUntil(2_400_000, 3_300_000, 20)).as("up after %d", i).isLessThan(8);
        call.forward.rate(call.now, 1_000_000);
        assertThat(call.secondsUntil(0, 1_000_000, 20)).as("down after %d", i).isLessThan(2);
      }
    }

    @Test
    void downWithLittleBufferIsFollowedByLoss() {
      Call call = Call.over(link(3_000_000).queue(20_000));
      call.until(10);
      call.forward.rate(call.now, 1_000_000);
      assertThat(call.secondsUntil(0, 1_050_000, 10)).isLessThan(2.5);
    }

    /// What a forwarder does: one of three layers, and probes for the next.
    @Test
    void isFollowedByLayers() {
      Call call = Call.over(link(3_000_000));
      call.encoder =
          estimate -> estimate > 2_400_000 ? 2_300_000 : estimate > 700_000 ? 650_000 : 180_000;
      call.wantedBps = 2_700_000;
      assertThat(call.secondsUntil(2_400_000, 3_300_000, 10)).isLessThan(3);
      call.until(15);
      for (int i = 0; i < 50; i++) {
        call.until(15 + i * 0.1);
        assertThat(call.estimator.estimateBps()).as("no flapping").isGreaterThan(2_400_000);
      }
      call.until(20);
      call.forward.rate(call.now, 1_000_000);
      assertThat(call.secondsUntil(0, 1_100_000, 10)).as("down").isLessThan(2);
      call.until(24);
      assertThat(mean(call, 10)).isBetween(700_000L, 1_100_000L);
      assertThat(call.estimator.rttNanos() / MS).as("the queue is empty again").isLessThan(120);
      call.forward.rate(call.now, 3_000_000);
      assertThat(call.secondsUntil(2_400_000, 3_300_000, 20)).as("up").isLessThan(8);
    }

    @Test
    void toATenthIsSurvived() {
      Call call = Call.over(link(3_000_000));
      call.until(10);
      call.forward.rate(call.now, 300_000);
      assertThat(call.secondsUntil(0, 300_000, 10)).isLessThan(4);
      call.until(25);
      assertThat(mean(call, 10)).isBetween(150_000L, 330_000L);
    }
  }

  @Nested
  class RandomLoss {
    @ParameterizedTest
    @CsvSource({"0.02, 0.75", "0.05, 0.7", "0.1, 0.6"})
    void doesNotCollapseTheEstimate(double loss, double atLeast) {
      Call call = Call.over(link(3_000_000).loss(loss));
      call.until(10);
      assertThat(mean(call, 60)).isBetween((long) (3_000_000 * atLeast), 3_150_000L);
      assertThat(call.estimator.lossFraction()).isBetween(loss / 3, loss * 2);
    }

    @Test
    void ofFeedbackDoesNotEither() {
      VirtualLink back = new VirtualLink(100_000_000, 25 * MS, 5).loss(0.1);
      Call call = new Call(BandwidthOptions.DEFAULT, link(3_000_000).loss(0.02), back);
      call.until(10);
      assertThat(mean(call, 30)).isBetween(2_100_000L, 3_150_000L);
    }

    @Test
    void doesNotHideATooSmallLink() {
      Call call = Call.over(link(3_000_000).loss(0.05));
      call.until(10);
      call.forward.rate(call.now, 1_000_000);
      assertThat(call.secondsUntil(0, 1_000_000, 10)).isLessThan(2);
    }
  }

  @Nested
  class Jitter {
    @Test
    void withReorderingIsNoCongestion() {
      Call call = Call.over(link(3_000_000).jitter(10 * MS, true));
      call.until(10);
      assertThat(mean(call, 30)).isGreaterThan(2_000_000);
    }

    @Test
    void inOrderIsNoCongestion() {
      Call call = Call.over(link(3_000_000).jitter(20 * MS, false));
      call.until(10);
      assertThat(mean(call, 30)).isGreaterThan(2_000_000);
    }

    @Test
    void aSpikeIsForgottenWithinSeconds() {
      Call call = Call.over(link(5_000_000));
      call.encoder = estimate -> Math.min(estimate, 1_500_000);
      call.wantedBps = 3_000_000;
      call.until(10);
      long before = call.estimator.estimateBps();
      assertThat(before).isGreaterThan(2_000_000);
      call.forward.delay(225 * MS);
      call.until(10.3);
      call.forward.delay(25 * MS);
      call.until(16);
      assertThat(call.estimator.estimateBps()).isGreaterThan(before * 7 / 10);
    }
  }

  @Nested
  class WhenLittleIsSent {
    @Test
    void theEstimateDoesNotGrowWithoutProbes() {
      Call call = Call.over(link(10_000_000));
      call.probing = false;
      call.encoder = estimate -> Math.min(estimate, 500_000);
      call.until(30);
      assertThat(call.estimator.estimateBps()).isBetween(700_000L, 1_100_000L);
    }

    @Test
    void probesFindWhatTheNextLayerNeeds() {
      Call call = Call.over(link(10_000_000));
      call.encoder = estimate -> estimate > 2_500_000 ? 2_500_000 : 500_000;
      call.wantedBps = 2_600_000;
      assertThat(call.secondsUntil(2_600_000, 3_200_000, 20)).isLessThan(3);
    }

    @Test
    void nobodyProbesForMoreThanIsWanted() {
      Call call = Call.over(link(10_000_000));
      call.encoder = estimate -> 500_000;
      call.wantedBps = 900_000;
      call.until(20);
      assertThat(call.probes).isZero();
    }

    @Test
    void probesOfALinkThatCannotAreRareAndHarmless() {
      Call call = Call.over(link(1_000_000));
      call.encoder = estimate -> Math.min(estimate, 400_000);
      call.wantedBps = 2_500_000;
      call.until(60);
      assertThat(call.probes).isLessThanOrEqualTo(22);
      assertThat(call.estimator.estimateBps()).isBetween(600_000L, 1_100_000L);
      assertThat(call.forward.dropped()).isZero();
    }
  }

  @Nested
  class WithoutFeedback {
    @Test
    void theEstimateGoesDownByStepsAndNotToNothing() {
      Call call = Call.over(link(3_000_000));
      call.until(10);
      long before = call.estimator.estimateBps();
      call.feedbackOn = false;
      call.until(13);
      assertThat(call.estimator.estimateBps()).isLessThan(before * 7 / 10);
      call.until(60);
      assertThat(call.estimator.estimateBps()).isGreaterThan(before / 3);
      call.feedbackOn = true;
      assertThat(call.secondsUntil(2_000_000, 3_200_000, 10)).isLessThan(8);
    }

    @Test
    void aPauseIsNoReason() {
      Call call = Call.over(link(3_000_000));
      call.until(10);
      call.probing = false;
      call.encoder = estimate -> 0;
      call.forward.loss(1);
      call.until(10.05);
      long before = call.estimator.estimateBps();
      call.until(30);
      assertThat(call.estimator.estimateBps()).isGreaterThanOrEqualTo(before);
      assertThat(call.estimator.nextTimeout()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void receiverReportsAndRembAreFollowed() {
      BandwidthEstimator estimator = new BandwidthEstimator(BandwidthOptions.DEFAULT);
      estimator.remb(0, 2_000_000);
      assertThat(estimator.estimateBps()).isEqualTo(2_000_000);
      estimator.remb(SECOND, 600_000);
      assertThat(estimator.estimateBps()).isEqualTo(600_000);
      estimator.poll(20 * SECOND);
      assertThat(estimator.estimateBps()).as("forgotten").isEqualTo(2_000_000);
    }

    @Test
    void lossInReceiverReportsLowersTheEstimate() {
      BandwidthEstimator estimator = new BandwidthEstimator(BandwidthOptions.DEFAULT);
      for (int t = 0; t < 10; t++) {
        for (int i = 0; i < 100; i++) {
          int sequence = estimator.nextTransportSequence();
          estimator.sent(t * SECOND + i * 10L * MS, sequence, 1_250, -1);
        }
        estimator.receiverReport((t + 1) * SECOND, 100, 40 * MS);
      }
      assertThat(estimator.estimateBps()).isLessThan(700_000);
      assertThat(estimator.rttNanos()).isEqualTo(40 * MS);
    }

    @Test
    void receiverReportsWithoutLossLetItGrow() {
      BandwidthEstimator estimator = new BandwidthEstimator(BandwidthOptions.DEFAULT);
      for (int t = 0; t < 20; t++) {
        for (int i = 0; i < 100; i++) {
          int sequence = estimator.nextTransportSequence();
          int bytes = (int) (estimator.estimateBps() / 800);
          estimator.sent(t * SECOND + i * 10L * MS, sequence, bytes, -1);
        }
        estimator.receiverReport((t + 1) * SECOND, 0, 40 * MS);
      }
      assertThat(estimator.estimateBps()).isGreaterThan(3_000_000);
    }
  }

  @Nested
  class Numbers {
    @Test
    void wrapAround() {
      BandwidthEstimator estimator = new BandwidthEstimator(BandwidthOptions.DEFAULT);
      for (int i = 0; i < 200_000; i++) {
        assertThat(estimator.nextTransportSequence()).isEqualTo(i & 0xFFFF);
      }
    }

    @Test
    void staysWithinItsLimits() {
      Call call =
          new Call(
              new BandwidthOptions(200_000, 100_000, 600_000),
              link(3_000_000),
              new VirtualLink(100_000_000, 25 * MS, 9));
      call.until(20);
      assertThat(call.estimator.estimateBps()).isEqualTo(600_000);
      call.forward.rate(call.now, 20_000);
      call.until(40);
      assertThat(call.estimator.estimateBps()).isEqualTo(100_000);
    }

    @Test
    void aReceiverThatBeginsAgainIsFollowed() {
      Call call = Call.over(link(3_000_000));
      call.until(20);
      call.restartReceiver();
      call.until(22);
      assertThat(mean(call, 20)).isBetween(2_200_000L, 3_150_000L);
    }

    @Test
    void aLongFatLinkKeepsItsHistory() {
      // 20 Mbit/s and 400 ms: some 1,000 packets on their way.
      VirtualLink forward = new VirtualLink(20_000_000, 300 * MS, 3).queue(1_000_000);
      Call call =
          new Call(
              new BandwidthOptions(15_000_000, 30_000, 18_000_000),
              forward,
              new VirtualLink(100_000_000, 100 * MS, 4));
      call.wantedBps = 20_000_000;
      call.until(20);
      assertThat(mean(call, 10)).isGreaterThan(12_000_000);
    }
  }
}
