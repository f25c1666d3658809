package live.nio.sfu.forward;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class VideoForwarderTest {
  private Viewing at;

  @BeforeEach
  void aViewerOfTheSmallestLayer() {
    at = new Viewing();
    at.video.target(0);
  }

  /// Frames of 40 ms, the first a key frame.
  private void group(int layer, long firstSequence, long firstMs, int frames, int firstPicture) {
    for (int i = 0; i < frames; i++) {
      at.comes(at.frame(layer, firstSequence + i, firstMs + 40L * i, i == 0, firstPicture + i));
      at.now += 40 * Viewing.MS;
    }
  }

  private static List<Integer> sequences(List<Viewing.Seen> seen) {
    return seen.stream().map(Viewing.Seen::sequence).toList();
  }

  private static List<Integer> pictures(List<Viewing.Seen> seen) {
    return seen.stream().map(Viewing.Seen::picture).toList();
  }

  @Nested
  class WhileNothingIsLost {
    @Test
    void everyPacketGoesOnUnderNumbersOfTheViewersOwn() {
      group(0, 40_000, 10_000, 8, 100);

      List<Viewing.Seen> seen = at.seen();
      assertThat(sequences(seen))
          .containsExactly(65_530, 65_531, 65_532, 65_533, 65_534, 65_535, 0, 1);
      assertThat(seen).allMatch(it -> it.ssrc() == Viewing.SSRC && it.type() == Viewing.VIDEO_TYPE);
      assertThat(seen.getFirst().timestamp()).isEqualTo(5_000);
      assertThat(seen.get(7).timestamp()).isEqualTo(5_000 + 7 * 40 * 90);
      assertThat(pictures(seen))
          .isEqualTo(List.of(32_763, 32_764, 32_765, 32_766, 32_767, 0, 1, 2));
      assertThat(seen.getFirst().keyFrame()).isTrue();
    }

    @Test
    void packetsThatCarryNothingLeaveNoGap() {
      group(0, 100, 0, 2, 1);
      at.comes(at.padding(0, 102, 80));
      at.comes(at.frame(0, 103, 80, false, 3));

      assertThat(sequences(at.seen())).containsExactly(65_530, 65_531, 65_532);
    }
  }

  @Nested
  class WhenTheViewerComesInTheMiddleOfAGroup {
    @Test
    void itGetsTheGroupFromItsStartWithTimeDrawnTogether() {
      at.video.target(-1);
      group(0, 500, 0, 26, 1);
      assertThat(at.seen()).isEmpty();

      at.video.target(0);
      at.video.advance(at.now);

      List<Viewing.Seen> seen = at.seen();
      assertThat(seen).hasSize(26);
      assertThat(seen.getFirst().keyFrame()).isTrue();
      long span = seen.getLast().timestamp() - seen.getFirst().timestamp();
      assertThat(span).isEqualTo(25 * 40 * 90 / VideoForwarder.REPLAY_SPEED);
      at.comes(at.frame(0, 526, 26 * 40, false, 27));
      Viewing.Seen live = at.seen().getFirst();
      assertThat(live.timestamp() - seen.getLast().timestamp()).isEqualTo(40 * 90);
      assertThat(at.keyFramesWanted).isEmpty();
    }

    @Test
    void aGroupThatIsTooOldIsNotReplayedButAKeyFrameAskedFor() {
      at.video.target(-1);
      group(0, 500, 0, 3, 1);
      at.now += VideoForwarder.OLDEST_REPLAY.toNanos();

      at.video.target(0);
      at.video.advance(at.now);

      assertThat(at.seen()).isEmpty();
      assertThat(at.keyFramesWanted).contains(0);
    }

    @Test
    void thePacerSpreadsTheReplayAndNothingIsLost() {
      at.video.target(-1);
      group(0, 500, 0, 40, 1);
      at.pacer.rate(80_000); // ten bytes a millisecond: about a packet every 5 ms
      at.video.target(0);

      boolean heldBack = at.video.advance(at.now);
      assertThat(heldBack).isTrue();
      int first = at.seen().size();
      assertThat(first).isLessThan(40);

      for (int i = 0; i < 1_000 && heldBack; i++) {
        at.now += 5 * Viewing.MS;
        heldBack = at.video.advance(at.now);
      }
      int more = at.seen().size();
      assertThat(first + more).isEqualTo(40);
    }

    /// A player of fixed latency (GStreamer) took all pictures for lost that came after a replay.
    @Test
    void noPictureComesLaterThanItsTimestampSaysHoweverLongTheReplayTakes() {
      at.video.target(-1);
      group(0, 500, 0, 40, 1);
      at.pacer.rate(500_000); // four times the layer's rate
      at.video.target(0);
      long began = at.now;
      List<Viewing.Seen> all = new ArrayList<>();
      for (int ms = 0; ms < 1_200; ms++) {
        if (ms % 40 == 0) {
          at.comes(at.frame(0, 540 + ms / 40, 1_600 + ms, false, 41 + ms / 40));
        }
        at.video.advance(at.now);
        for (Viewing.Seen seen : at.seen()) {
          all.add(seen);
          long shown = (seen.timestamp() - all.getFirst().timestamp()) / 90;
          long comes = (at.now - began) / Viewing.MS;
          // The newest picture may be as old as the next one is near.
          assertThat(comes - shown).as("late by").isLessThanOrEqualTo(40);
        }
        at.now += Viewing.MS;
      }
      assertThat(pictures(all)).hasSize(70);
      assertThat(all).isSortedAccordingTo(Comparator.comparingLong(Viewing.Seen::timestamp));
      assertThat(all.stream().map(Viewing.Seen::timestamp)).doesNotHaveDuplicates();
      assertThat(all.get(69).timestamp() - all.get(60).timestamp()).isEqualTo(9 * 40 * 90);
    }

    @Test
    void aPacketThatComesLateKeepsItsPlaceInDrawnTime() {
      at.video.target(-1);
      group(0, 500, 0, 10, 1);
      at.comes(at.packet(0, 510, 400, false, true, false, 11));
      at.comes(at.frame(0, 513, 480, false, 13));
      at.comes(at.frame(0, 514, 520, false, 14));
      at.video.target(0);
      at.video.advance(at.now);
      List<Viewing.Seen> seen = at.seen();
      long first = seen.get(10).timestamp();
      long next = seen.get(11).timestamp();

      at.comes(at.packet(0, 511, 400, false, false, true, 11));
      at.comes(at.frame(0, 512, 440, false, 12));

      seen = at.seen();
      assertThat(seen.get(0).timestamp()).isEqualTo(first);
      assertThat(seen.get(1).timestamp()).isBetween(first + 1, next - 1);
    }
  }

  @Nested
  class WhenPacketsAreLostOrLate {
    @Test
    void aGapStaysAGapAndThePacketTakesItsPlaceWhenItComes() {
      group(0, 100, 0, 2, 1);
      at.seen();
      at.comes(at.frame(0, 104, 160, false, 5));
      assertThat(sequences(at.seen())).containsExactly(65_534);

      at.comes(at.frame(0, 103, 120, false, 4));
      at.comes(at.frame(0, 102, 80, false, 3));

      List<Viewing.Seen> seen = at.seen();
      assertThat(sequences(seen)).containsExactly(65_533, 65_532);
      assertThat(seen.get(1).timestamp()).isEqualTo(5_000 + 80 * 90);
    }

    @Test
    void aRepetitionIsNotSentTwice() {
      group(0, 100, 0, 3, 1);
      at.seen();

      MediaPacket again = at.frame(0, 101, 40, false, 2);
      assertThat(at.layers.put(again, at.now)).isFalse();
    }

    @Test
    void aNackIsAnsweredByTheSamePayloadAsRtx() {
      group(0, 100, 0, 3, 1);
      Viewing.Seen original = at.seen().get(1);

      assertThat(at.video.track().resend(at.now, 65_531, 0)).isTrue();

      Viewing.Seen again = at.seen().getFirst();
      assertThat(again.type()).isEqualTo(Viewing.RTX_TYPE);
      assertThat(again.ssrc()).isEqualTo(Viewing.RTX_SSRC);
      assertThat(again.sequence()).isEqualTo(7);
      assertThat(again.timestamp()).isEqualTo(original.timestamp());
      assertThat(again.payload()[0]).isEqualTo((byte) (65_531 >> 8));
      assertThat(again.payload()[1]).isEqualTo((byte) 65_531);
      assertThat(again.picture()).isEqualTo(original.picture());
      assertThat(java.util.Arrays.copyOfRange(again.payload(), 2, again.payload().length))
          .isEqualTo(original.payload());
    }

    @Test
    void aNackRepeatedWithinARoundTripIsAnsweredOnce() {
      group(0, 100, 0, 3, 1);
      at.seen();
      long rtt = 50 * Viewing.MS;

      at.video.track().resend(at.now, 65_531, rtt);
      at.video.track().resend(at.now + 20 * Viewing.MS, 65_531, rtt);
      assertThat(at.seen()).hasSize(1);
      at.video.track().resend(at.now + 60 * Viewing.MS, 65_531, rtt);
      assertThat(at.seen()).hasSize(1);
    }

    @Test
    void aNackOfWhatWasNeverSentIsRefused() {
      group(0, 100, 0, 3, 1);

      assertThat(at.video.track().resend(at.now, 12, 0)).isFalse();
    }

    @Test
    void aViewerThatCannotDecodeMakesUsAskForAKeyFrameUnlessOneIsOnItsWay() {
      group(0, 100, 0, 1, 1);

      at.video.pictureLost(at.now, 20 * Viewing.MS);
      assertThat(at.keyFramesWanted).isEmpty();
      at.video.pictureLost(at.now + 200 * Viewing.MS, 20 * Viewing.MS);
      assertThat(at.keyFramesWanted).containsExactly(0);
    }
  }

  @Nested
  class WhenTheLayerChanges {
    @Test
    void itWaitsForAKeyFrameAndNumbersGoOn() {
      group(0, 100, 0, 3, 10);
      at.video.target(1);
      at.comes(at.frame(0, 103, 120, false, 13));
      at.now += 40 * Viewing.MS;
      List<Viewing.Seen> before = at.seen();
      assertThat(before).hasSize(4);
      assertThat(at.keyFramesWanted).contains(1);

      at.comes(at.frame(1, 9_000, 70_160, true, 500));
      at.now += 40 * Viewing.MS;
      at.comes(at.frame(0, 104, 160, false, 14));
      at.comes(at.frame(1, 9_001, 70_200, false, 501));

      List<Viewing.Seen> after = at.seen();
      assertThat(after).hasSize(2);
      assertThat(after.getFirst().width()).isEqualTo(640);
      assertThat(sequences(after)).containsExactly(65_534, 65_535);
      assertThat(pictures(after))
          .containsExactly(
              (before.getLast().picture() + 1) & 0x7fff, (before.getLast().picture() + 2) & 0x7fff);
      assertThat(after.getFirst().timestamp() - before.getLast().timestamp()).isEqualTo(40 * 90);
      assertThat(after.getLast().timestamp() - after.getFirst().timestamp()).isEqualTo(40 * 90);
      assertThat(at.video.switches()).isEqualTo(1);
    }

    @Test
    void senderReportsTellTheDistanceBetterThanArrivals() {
      at.layers.clock(0).report(1_000_000 * Viewing.MS, 0);
      group(0, 100, 0, 3, 10);
      // Layer 1 counts from 70 s; its report says that is the same moment as 0 of layer 0.
      at.layers.clock(0).report(1_000_000 * Viewing.MS, 0);
      at.layers.clock(1).report(1_000_000 * Viewing.MS, 70_000 * 90);
      Viewing.Seen last = at.seen().getLast();
      at.video.target(1);
      at.now += 300 * Viewing.MS; // the key frame is held up on its way

      at.comes(at.frame(1, 9_000, 70_120, true, 500));

      assertThat(at.seen().getFirst().timestamp() - last.timestamp()).isEqualTo(40 * 90);
    }

    @Test
    void whatComesLateOfTheOldLayerIsDropped() {
      group(0, 100, 0, 2, 10);
      at.comes(at.frame(0, 103, 120, false, 13));
      at.video.target(1);
      at.now += 40 * Viewing.MS;
      at.comes(at.frame(1, 9_000, 70_160, true, 500));
      at.seen();

      at.comes(at.frame(0, 102, 80, false, 12));

      assertThat(at.seen()).isEmpty();
    }
  }

  @Nested
  class WhenAnotherPublisherTakesOver {
    @Test
    void theViewerGoesOnFromItsFirstKeyFrame() {
      group(0, 100, 0, 3, 10);
      List<Viewing.Seen> before = at.seen();
      at.now += 2_000 * Viewing.MS;
      at.nextPublisher();

      at.comes(at.frame(0, 33, 900_000, false, 1));
      assertThat(at.seen()).isEmpty();
      assertThat(at.keyFramesWanted).contains(0);
      at.comes(at.frame(0, 34, 900_040, true, 2));
      at.comes(at.frame(0, 35, 900_080, false, 3));

      List<Viewing.Seen> after = at.seen();
      assertThat(sequences(after)).containsExactly(65_533, 65_534);
      assertThat(after.getFirst().timestamp() - before.getLast().timestamp())
          .isBetween(1_900L * 90, 2_200L * 90);
    }
  }

  @Nested
  class WhenTheLinkIsTooSlowForSeconds {
    @Test
    void theViewerSkipsToTheNextKeyFrame() {
      group(0, 100, 0, 1, 1);
      at.pacer.rate(1_000);
      for (int i = 0; i < 1_100; i++) {
        at.comes(at.frame(0, 101 + i, 40L * (i + 1), false, 2 + i));
      }
      at.seen();
      assertThat(at.keyFramesWanted).contains(0);
      at.pacer.rate(100_000_000);
      at.now += 1_000 * Viewing.MS;

      at.comes(at.frame(0, 1_201, 44_040, true, 1_102));

      List<Viewing.Seen> seen = at.seen();
      assertThat(seen).hasSize(1);
      assertThat(seen.getFirst().keyFrame()).isTrue();
    }
  }
}
