package live.nio.publisher.peer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import live.nio.sfu.codec.FrameInfo;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class FrameTrackerTest {
  private final FrameTracker tracker = new FrameTracker();
  private long now = 1;
  private int pictureId;

  private static FrameInfo info(boolean key, boolean start, int pictureId) {
    FrameInfo info = new FrameInfo();
    info.clear();
    info.keyFrame = key;
    info.frameStart = start;
    info.pictureId = pictureId;
    return info;
  }

  /// A frame of two packets.
  private void frame(long sequence, boolean key) {
    pictureId++;
    first(sequence, key, pictureId);
    last(sequence + 1);
  }

  private void first(long sequence, boolean key, int id) {
    tracker.received(now, sequence, info(key, true, id), false);
  }

  private void last(long sequence) {
    tracker.received(now, sequence, info(false, false, pictureId), true);
  }

  private void pass(long millis) {
    now += TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Test
  void countsFromAKeyFrameOn() {
    frame(100, false);
    assertThat(tracker.poll(now)).as("wants a key frame").isTrue();
    frame(102, true);
    frame(104, false);
    assertThat(tracker.frames).isEqualTo(2);
    assertThat(tracker.keyFrames).isEqualTo(1);
    assertThat(tracker.poll(now)).isFalse();
  }

  @Test
  void aFrameCountsOnlyWhenAllOfItCame() {
    frame(100, true);
    pictureId++;
    last(103);
    assertThat(tracker.frames).isEqualTo(1);
    first(102, false, pictureId);
    assertThat(tracker.frames).isEqualTo(2);
    assertThat(tracker.pictureIdJumps).isZero();
  }

  @Test
  void paddingFillsItsPlace() {
    frame(100, true);
    tracker.padding(now, 102);
    frame(103, false);
    assertThat(tracker.frames).isEqualTo(2);
  }

  @Test
  void aPictureIdThatDoesNotFollowIsNoticed() {
    frame(100, true);
    pictureId += 3;
    frame(102, false);
    assertThat(tracker.pictureIdJumps).isEqualTo(1);
  }

  @Nested
  class AHole {
    @Test
    void holdsEverythingUp_andAsksForAKeyFrameAfterAWhile() {
      frame(100, true);
      frame(104, false);
      assertThat(tracker.frames).isEqualTo(1);
      assertThat(tracker.poll(now)).isFalse();
      pass(301);
      assertThat(tracker.poll(now)).isTrue();
    }

    @Test
    void isLeftForALaterKeyFrame() {
      frame(100, true);
      frame(104, true);
      frame(106, false);
      pass(301);
      assertThat(tracker.poll(now)).isFalse();
      assertThat(tracker.frames).isEqualTo(3);
      assertThat(tracker.skips).isEqualTo(1);
    }
  }

  @Test
  void aLongGapIsAFreeze() {
    for (int i = 0; i < 30; i++) {
      frame(100 + 2 * i, i == 0);
      pass(33);
    }
    assertThat(tracker.freezes).isZero();
    pass(400);
    frame(160, false);
    assertThat(tracker.freezes).isEqualTo(1);
    assertThat(TimeUnit.NANOSECONDS.toMillis(tracker.frozenNanos)).isEqualTo(433);
    assertThat(TimeUnit.NANOSECONDS.toMillis(tracker.longestGapNanos)).isEqualTo(433);
  }
}
