package live.nio.sfu;

import java.time.Duration;

/// What is bounded, and by how much.
enum SfuLimits {
  /// Legs of all streams together, connected or not.
  LEGS(20_000),
  /// Legs that nobody has connected to yet.
  PENDING_LEGS(4_000),
  /// Streams with a publisher or viewers.
  STREAMS(5_000),
  /// SSRCs of one publisher, retransmissions included.
  SOURCES(16),
  /// Tasks and packets waiting for a loop; more packets are dropped.
  QUEUED(65_536);

  /// A leg that nobody connected to is forgotten after so long.
  static final Duration UNCONNECTED = Duration.ofSeconds(20);

  /// A layer is switched off at the publisher when nobody has wanted it for so long.
  static final Duration UNWANTED = Duration.ofSeconds(5);

  private final int most;

  SfuLimits(int most) {
    this.most = most;
  }

  int most() {
    return most;
  }
}
