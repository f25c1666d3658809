package live.nio.publisher.peer;

import java.util.concurrent.TimeUnit;
import live.nio.sfu.codec.FrameInfo;

/// Follows which frames of an incoming video are complete and could be decoded in order, without
/// decoding them.
///
/// A frame counts when all its packets came and all frames since a key frame did. A hole holds
/// everything up until it is filled, or until a key frame behind it is taken instead.
final class FrameTracker {
  private static final int SIZE = 2048;
  private static final int START = 1;
  private static final int END = 2;
  private static final int KEY = 4;
  private static final long PATIENCE = TimeUnit.MILLISECONDS.toNanos(300);
  private static final long FREEZE = TimeUnit.MILLISECONDS.toNanos(150);

  private final long[] sequences = new long[SIZE];
  private final byte[] flags = new byte[SIZE];
  private final int[] pictureIds = new int[SIZE];
  private long next = -1;
  private long highest = -1;
  private long laterKey = -1;
  private long stuckSince = -1;
  private boolean inKeyFrame;
  private int pictureId = -1;
  private int lastPictureId = -1;
  private long lastFrameAt;
  private double meanInterval;

  long firstFrameNanos;
  long frames;
  long keyFrames;
  long pictureIdJumps;
  long skips;
  long freezes;
  long frozenNanos;
  long longestGapNanos;

  /// @param sequence unwrapped
  void received(long nowNanos, long sequence, FrameInfo info, boolean marker) {
    boolean start = info.frameStart;
    int at = (int) sequence & (SIZE - 1);
    sequences[at] = sequence;
    flags[at] =
        (byte) ((start ? START : 0) | (marker ? END : 0) | (info.keyFrame && start ? KEY : 0));
    pictureIds[at] = info.pictureId;
    highest = Math.max(highest, sequence);
    if (info.keyFrame && start) {
      if (next < 0) {
        next = sequence;
      } else if (sequence > next) {
        laterKey = Math.max(laterKey, sequence);
      }
    }
    advance(nowNanos);
  }

  /// A packet without payload only fills its place.
  void padding(long nowNanos, long sequence) {
    int at = (int) sequence & (SIZE - 1);
    sequences[at] = sequence;
    flags[at] = 0;
    highest = Math.max(highest, sequence);
    advance(nowNanos);
  }

  private void advance(long nowNanos) {
    if (next < 0) {
      return;
    }
    while (next <= highest) {
      int at = (int) next & (SIZE - 1);
      if (sequences[at] != next) {
        stuckSince = stuckSince < 0 ? nowNanos : stuckSince;
        return;
      }
      stuckSince = -1;
      if ((flags[at] & START) != 0) {
        inKeyFrame = (flags[at] & KEY) != 0;
        pictureId = pictureIds[at];
      }
      if ((flags[at] & END) != 0) {
        complete(nowNanos);
      }
      next++;
    }
  }

  private void complete(long nowNanos) {
    if (frames++ == 0) {
      firstFrameNanos = nowNanos;
    }
    keyFrames += inKeyFrame ? 1 : 0;
    if (lastPictureId >= 0 && pictureId >= 0 && pictureId != ((lastPictureId + 1) & 0x7fff)) {
      pictureIdJumps++;
    }
    lastPictureId = pictureId;
    if (lastFrameAt != 0) {
      long gap = nowNanos - lastFrameAt;
      longestGapNanos = Math.max(longestGapNanos, gap);
      // As browsers count freezes.
      if (meanInterval > 0 && gap > Math.max(3 * meanInterval, meanInterval + FREEZE)) {
        freezes++;
        frozenNanos += gap;
      }
      meanInterval = meanInterval == 0 ? gap : meanInterval + (gap - meanInterval) / 30;
    }
    lastFrameAt = nowNanos;
  }

  /// Looks after holes that are not filled.
  ///
  /// @return whether only a key frame helps
  boolean poll(long nowNanos) {
    if (next < 0) {
      return highest >= 0;
    }
    if (stuckSince < 0 || nowNanos - stuckSince < PATIENCE) {
      return false;
    }
    if (laterKey > next && highest - laterKey < SIZE) {
      next = laterKey;
      stuckSince = -1;
      skips++;
      advance(nowNanos);
      return false;
    }
    return true;
  }
}
